import { FrankingError } from './errors.ts';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const values = new Int8Array(128).fill(-1);
for (let index = 0; index < alphabet.length; index++) values[alphabet.charCodeAt(index)] = index;

/** Base64url without padding (RFC 4648 §5). */
export function toBase64Url(bytes: Uint8Array): string {
  let text = '';
  let index = 0;
  for (; index + 2 < bytes.length; index += 3) {
    const group = (at(bytes, index) << 16) | (at(bytes, index + 1) << 8) | at(bytes, index + 2);
    text += digit(group >> 18) + digit(group >> 12) + digit(group >> 6) + digit(group);
  }
  const left = bytes.length - index;
  if (left === 1) text += digit(at(bytes, index) >> 2) + digit(at(bytes, index) << 4);
  if (left === 2) {
    const group = (at(bytes, index) << 8) | at(bytes, index + 1);
    text += digit(group >> 10) + digit(group >> 4) + digit(group << 2);
  }
  return text;
}

/**
 * Strict: one text for one byte string.
 * @throws {FrankingError} `invalid-base64url` on padding, other characters, an impossible length, or unused bits that are set.
 */
export function fromBase64Url(text: string): Uint8Array {
  const rest = text.length % 4;
  if (rest === 1) throw new FrankingError('invalid-base64url', 'cannot decode base64url of this length');
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
  let offset = 0;
  let bits = 0;
  let held = 0;
  for (let index = 0; index < text.length; index++) {
    const value = values[text.charCodeAt(index)] ?? -1;
    if (value < 0) throw new FrankingError('invalid-base64url', `cannot decode base64url: bad character at ${index}`);
    bits = ((bits << 6) | value) & 0xfff;
    held += 6;
    if (held >= 8) {
      held -= 8;
      bytes[offset++] = bits >> held;
    }
  }
  if ((bits & ((1 << held) - 1)) !== 0) {
    throw new FrankingError('invalid-base64url', 'cannot decode base64url: unused bits are set');
  }
  return bytes;
}

function at(bytes: Uint8Array, index: number): number {
  return bytes[index] ?? 0;
}

function digit(value: number): string {
  return alphabet.charAt(value & 63);
}
