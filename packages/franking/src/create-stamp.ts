import { ed25519Sign } from '#primitives';
import { FrankingError } from './errors.ts';
import { type HubKey, isInPeriod } from './hub-key.ts';
import type { Stamp } from './stamp.ts';
import { type StampContext, stampContextBytes } from './stamp-context.ts';
import { computeStampMac, stampSignatureInput } from './stamp-inputs.ts';

export interface CreateStampInput {
  key: HubKey;
  /** 32 bytes, from {@link readTag}. */
  tag: Uint8Array;
  context: Omit<StampContext, 'keyId'>;
}

/**
 * Stamps a message (docs/spec/franking.md §4). Only the hub calls this, with a sender it has authenticated. Under a MAC-only
 * key the stamp has no signature.
 * @throws {FrankingError} `invalid-argument` on a context beyond its limits, a key not in use at `acceptedAt`, or half a signing key
 */
export function createStamp(input: CreateStampInput): Stamp {
  const { key, tag } = input;
  if (!isInPeriod(key, input.context.acceptedAt)) {
    throw new FrankingError('invalid-argument', `cannot stamp with key ${key.keyId} outside its period`);
  }
  const { privateKey, publicKey } = key;
  if ((privateKey === null) !== (publicKey === null)) {
    throw new FrankingError(
      'invalid-argument',
      `cannot stamp with key ${key.keyId}: half of its signing key is missing`,
    );
  }
  const context: StampContext = { ...input.context, keyId: key.keyId };
  const contextBytes = stampContextBytes(context);
  const mac = computeStampMac(key.macKey, tag, contextBytes);
  if (privateKey === null) return { context, mac, signature: null };
  return { context, mac, signature: ed25519Sign(privateKey, stampSignatureInput(tag, contextBytes, mac)) };
}
