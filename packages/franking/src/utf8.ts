import { FrankingError } from './errors.ts';

const encoder = new TextEncoder();
// `ignoreBOM` keeps a leading U+FEFF: dropping it would give two byte strings one text.
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** @throws {FrankingError} `lone-surrogate`: TextEncoder would silently write U+FFFD, and the reader would see another text. */
export function encodeUtf8(text: string, field: string): Uint8Array {
  if (typeof text !== 'string') throw new FrankingError('invalid-argument', `expected "${field}" to be a string`);
  if (!text.isWellFormed()) throw new FrankingError('lone-surrogate', `cannot encode "${field}": lone surrogate`);
  return encoder.encode(text);
}

/** @throws {FrankingError} `invalid-utf8` on anything that is not well-formed UTF-8 (RFC 3629). */
export function decodeUtf8(bytes: Uint8Array, field: string): string {
  try {
    return decoder.decode(bytes);
  } catch {
    throw new FrankingError('invalid-utf8', `cannot decode "${field}": not UTF-8`);
  }
}
