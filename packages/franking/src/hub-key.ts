import { ed25519PublicKey, randomBytes } from '#primitives';
import { assertBytes } from './bytes.ts';
import { FrankingError } from './errors.ts';

/**
 * A hub's stamp key (docs/spec/franking.md §4.2). Either both halves of the signing key are there, or both are null: then the
 * key is *MAC-only*, and stamps under it carry no signature. The key decides that, never the message.
 */
export interface HubKey {
  /** uint32, never reused. */
  keyId: number;
  /** 32 bytes, known to hub and safety team. */
  macKey: Uint8Array;
  /** 32 bytes, Ed25519 seed, known to the hub alone until the key is retired; null for a MAC-only key. */
  privateKey: Uint8Array | null;
  /** 32 bytes, known to everyone; null for a MAC-only key. */
  publicKey: Uint8Array | null;
  /** First and last `acceptedAt` that the key may stamp, milliseconds. */
  notBefore: number;
  notAfter: number;
}

/** A hub key that signs. */
export interface SigningHubKey extends HubKey {
  privateKey: Uint8Array;
  publicKey: Uint8Array;
}

/** What the safety team holds of it. */
export interface HubVerifyKey extends Omit<HubKey, 'privateKey'> {
  /** Its report window is over and its signing key public: no stamp under it proves anything any more. */
  retired?: boolean;
}

/** What receivers hold of it. */
export type HubPublicKey = Omit<HubVerifyKey, 'macKey'>;

export interface GenerateHubKeyInput {
  keyId: number;
  notBefore: number;
  notAfter: number;
  random?: (length: number) => Uint8Array;
}

/** @throws {FrankingError} `invalid-argument` on an id that is no uint32 or a period that ends before it begins */
export function generateHubKey(input: GenerateHubKeyInput): SigningHubKey {
  const { random = randomBytes } = input;
  const key = generateMacOnlyHubKey(input);
  const privateKey = random(32);
  return { ...key, privateKey, publicKey: ed25519PublicKey(privateKey) };
}

/**
 * A key whose stamps carry a MAC alone: deniable at once, and unverifiable for receivers (docs/spec/franking.md §10.3).
 * @throws {FrankingError} as {@link generateHubKey}
 */
export function generateMacOnlyHubKey(input: GenerateHubKeyInput): HubKey {
  const { keyId, notBefore, notAfter, random = randomBytes } = input;
  if (!Number.isInteger(keyId) || keyId < 0 || keyId > 0xffff_ffff) {
    throw new FrankingError('invalid-argument', `expected "keyId" to be a uint32, got ${keyId}`);
  }
  if (!(Number.isSafeInteger(notBefore) && Number.isSafeInteger(notAfter) && 0 <= notBefore && notBefore <= notAfter)) {
    throw new FrankingError('invalid-argument', `expected a period in milliseconds, got ${notBefore} to ${notAfter}`);
  }
  const macKey = random(32);
  assertBytes(macKey, 'macKey', 32);
  return { keyId, macKey, privateKey: null, publicKey: null, notBefore, notAfter };
}

/** Whether the key may stamp at `time`; both ends belong to the period. */
export function isInPeriod(key: Pick<HubKey, 'notBefore' | 'notAfter'>, time: number): boolean {
  return key.notBefore <= time && time <= key.notAfter;
}
