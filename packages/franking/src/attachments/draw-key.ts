import { FrankingError } from '../errors.ts';

/**
 * A key for one file, and a nonce.
 * @throws {FrankingError} `invalid-argument` on a key that is all zero: it comes from a failed random source
 */
export function drawKey(random: (length: number) => Uint8Array): { key: Uint8Array; nonce: Uint8Array } {
  const key = random(32);
  if (key.every((byte) => byte === 0)) {
    throw new FrankingError('invalid-argument', 'cannot seal the attachment: the random source gives zeros');
  }
  return { key, nonce: random(12) };
}
