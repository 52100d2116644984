import { FrankingError } from './errors.ts';

const encoder = new TextEncoder();
// `ignoreBOM` keeps a leading U+FEFF: dropping it would give two byte strings one text.
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
/** Up to this length a text of ASCII alone is copied here; calling the platform's coder costs more than the copy. */
const shortText = 512;

/** @throws {FrankingError} `lone-surrogate`: TextEncoder would silently write U+FFFD, and the reader would see another text. */
export function encodeUtf8(text: string, field: string): Uint8Array {
  if (typeof text !== 'string') throw new FrankingError('invalid-argument', `expected "${field}" to be a string`);
  const ascii = text.length <= shortText ? encodeAscii(text) : null;
  if (ascii !== null) return ascii;
  if (!text.isWellFormed()) throw new FrankingError('lone-surrogate', `cannot encode "${field}": lone surrogate`);
  return encoder.encode(text);
}

/** @throws {FrankingError} `invalid-utf8` on anything that is not well-formed UTF-8 (RFC 3629). */
export function decodeUtf8(bytes: Uint8Array, field: string): string {
  const ascii = bytes.length <= shortText ? decodeAscii(bytes) : null;
  if (ascii !== null) return ascii;
  try {
    return decoder.decode(bytes);
  } catch {
    throw new FrankingError('invalid-utf8', `cannot decode "${field}": not UTF-8`);
  }
}

/** Null if there is anything but ASCII, whose encoding is each character's own number. */
function encodeAscii(text: string): Uint8Array | null {
  const bytes = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit > 0x7f) return null;
    bytes[index] = unit;
  }
  return bytes;
}

/** Null if there is anything but ASCII. */
function decodeAscii(bytes: Uint8Array): string | null {
  for (const byte of bytes) if (byte > 0x7f) return null;
  return String.fromCharCode(...bytes);
}
