/** Content, authenticated data and parts with any defect wanted: written by hand, past every check of the encoders. */
import { concatBytes } from '../../src/bytes.ts';
import { Writer } from '../../src/writer.ts';

export const bytes = (...values: number[]) => Uint8Array.from(values);
export const join = concatBytes;
export const ascii = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));

/** `opaque data<V>` with a length in its shortest form. */
export function vector(data: Uint8Array): Uint8Array {
  return join(new Writer(4).vectorLength(data.length).finish(), data);
}

export interface RawContent {
  version?: number;
  frankingKey: Uint8Array;
  parts: readonly Uint8Array[];
  trailing?: Uint8Array;
}

export function rawContent({ version = 1, frankingKey, parts, trailing = bytes() }: RawContent): Uint8Array {
  return join(bytes(version), frankingKey, vector(join(...parts)), trailing);
}

export function rawItem(componentId: number, data: Uint8Array): Uint8Array {
  return join(bytes(componentId >> 8, componentId & 255), vector(data));
}

export function rawAuthenticatedData(...items: readonly Uint8Array[]): Uint8Array {
  return vector(join(...items));
}

/** A copy with bit `bit` of byte `index` turned over. */
export function flip(data: Uint8Array, index: number, bit = 0): Uint8Array {
  const copy = Uint8Array.from(data);
  copy[index] = (copy[index] ?? 0) ^ (1 << bit);
  return copy;
}

/** A copy with `replacement` written at `index`. */
export function put(data: Uint8Array, index: number, replacement: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(data);
  copy.set(replacement, index);
  return copy;
}

export function zeros(length: number): Uint8Array {
  return new Uint8Array(length);
}
