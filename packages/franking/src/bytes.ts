import { FrankingError } from './errors.ts';

/** True for any Uint8Array, also one of another realm (an iframe, a worker's structured clone). */
export function isBytes(value: unknown): value is Uint8Array {
  return value instanceof Uint8Array || (ArrayBuffer.isView(value) && value.constructor.name === 'Uint8Array');
}

/** @throws {FrankingError} `invalid-argument` unless `value` is a Uint8Array of `length` bytes (any length if left out). */
export function assertBytes(value: unknown, title: string, length?: number): asserts value is Uint8Array {
  if (!isBytes(value)) throw new FrankingError('invalid-argument', `expected "${title}" to be a Uint8Array`);
  if (length !== undefined && value.length !== length) {
    throw new FrankingError('invalid-argument', `expected "${title}" to have ${length} bytes, got ${value.length}`);
  }
}

/** A copy of `bytes[start..end)` that is a plain Uint8Array even where `bytes` is a Buffer, whose `slice` is a view. */
export function copyBytes(bytes: Uint8Array, start = 0, end = bytes.length): Uint8Array {
  return new Uint8Array(bytes.buffer, bytes.byteOffset + start, end - start).slice();
}

export function concatBytes(...arrays: readonly Uint8Array[]): Uint8Array {
  let length = 0;
  for (const array of arrays) length += array.length;
  const result = new Uint8Array(length);
  let offset = 0;
  for (const array of arrays) {
    result.set(array, offset);
    offset += array.length;
  }
  return result;
}

export function fromAscii(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}
