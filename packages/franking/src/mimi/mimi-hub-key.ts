/**
 * A hub's keys for a time. The draft names neither id nor period: the frank says nothing of the key that made it, and the
 * hub "selects its relevant hub_key" by `accepted_timestamp`.
 */
export interface MimiHubKey {
  /** `hub_key`, 32 bytes, known to the hub alone. */
  hubKey: Uint8Array;
  /** `franking_private_key`, 32-byte Ed25519 seed. */
  privateKey: Uint8Array;
  /** `franking_signature_key` of the franking agent, 32 bytes. */
  publicKey: Uint8Array;
  /** First and last `accepted_timestamp` of the key, milliseconds. */
  notBefore: bigint;
  notAfter: bigint;
}

/** What judging a report takes. */
export type MimiHubVerifyKey = Omit<MimiHubKey, 'privateKey'>;

export function isKeyOfTime(key: Pick<MimiHubKey, 'notBefore' | 'notAfter'>, acceptedTimestamp: bigint): boolean {
  return key.notBefore <= acceptedTimestamp && acceptedTimestamp <= key.notAfter;
}
