import { SealingError } from './sealing-error.ts';

export type Bytes = Uint8Array<ArrayBuffer>;

/** Fills and returns `length` bytes. The default is the platform's generator. */
export type Random = (length: number) => Uint8Array;

export function systemRandom(length: number): Bytes {
  return crypto.getRandomValues(new Uint8Array(length));
}

/** Draws `length` bytes and refuses a generator that returns another number of them. */
export function draw(random: Random, length: number): Bytes {
  return expectLength('random bytes', random(length), length);
}

export function concat(...parts: readonly Uint8Array[]): Bytes {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

const utf8 = new TextEncoder();

/** Text in UTF-8 behind its length in two bytes, big-endian. */
export function lengthPrefixed(title: string, text: string): Bytes {
  const bytes = utf8.encode(text);
  if (bytes.length === 0 || bytes.length > 0xffff || !text.isWellFormed()) {
    throw new SealingError('invalid-input', `"${title}" expected 1 to 65535 bytes of well-formed text`);
  }
  return concat(Uint8Array.of(bytes.length >> 8, bytes.length & 0xff), bytes);
}

export function ascii(text: string): Bytes {
  return utf8.encode(text);
}

/** Copies `bytes`, so that later changes by the caller change nothing here. */
export function expectLength(title: string, bytes: Uint8Array, length: number): Bytes {
  if (!(bytes instanceof Uint8Array) || bytes.length !== length) {
    const got = bytes instanceof Uint8Array ? `${bytes.length} bytes` : typeof bytes;
    throw new SealingError('invalid-input', `"${title}" expected ${length} bytes, got ${got}`);
  }
  return new Uint8Array(bytes);
}

/** Compares without a data-dependent branch. The lengths are public. */
export function constantTimeEqual(left: Uint8Array, right: Uint8Array): boolean {
  if (left.length !== right.length) return false;
  let difference = 0;
  for (let i = 0; i < left.length; i++) difference |= (left[i] ?? 0) ^ (right[i] ?? 0);
  return difference === 0;
}

/** Overwrites a key that is no longer needed. The engine may have made copies; this removes the one we hold. */
export function zeroize(key: Uint8Array): void {
  key.fill(0);
}
