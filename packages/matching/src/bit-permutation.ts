import { instantiateKernel, WASM_PAGE_BYTES } from './kernel.ts';
import { CODE_BITS, CODE_BYTES } from './plan-chunks.ts';

/*
 * Bits of a picture's fingerprint hang together with their neighbours, so chunks of neighbouring bits would fill few
 * buckets. All codes and queries therefore have their bits shuffled first, always in the same way: distances stay as they are.
 */

/** Where bit k goes: a Fisher-Yates shuffle by xorshift32. Part of no format: snapshots hold codes as they were given. */
function shuffledBits(): Uint8Array {
  const places = Uint8Array.from({ length: CODE_BITS }, (_, bit) => bit);
  let state = 0x77e11b0c;
  for (let last = CODE_BITS - 1; last > 0; last--) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    const other = (state >>> 0) % (last + 1);
    const place = places[last] ?? 0;
    places[last] = places[other] ?? 0;
    places[other] = place;
  }
  return places;
}

/** For each byte of a code and each value of it, the 32 bytes that it sets (256 KiB). */
function permutationTable(places: Uint8Array): Uint8Array {
  const table = new Uint8Array(CODE_BYTES * 256 * CODE_BYTES);
  for (let bit = 0; bit < CODE_BITS; bit++) {
    const place = places[bit] ?? 0;
    for (let value = 0; value < 256; value++) {
      if (((value >> (bit & 7)) & 1) === 0) continue;
      const row = ((bit >> 3) * 256 + value) * CODE_BYTES;
      const at = row + (place >> 3);
      table[at] = (table[at] ?? 0) | (1 << (place & 7));
    }
  }
  return table;
}

const TABLE_BYTES = CODE_BYTES * 256 * CODE_BYTES;
const FORWARD = WASM_PAGE_BYTES;
const BACKWARD = FORWARD + TABLE_BYTES;
const CODES = BACKWARD + TABLE_BYTES;
/** Codes that are permuted in one call of the kernel. */
const CODES_AT_ONCE = 2_048;

export interface BitPermutation {
  /** Writes the codes of `from`, permuted, to `to`; both hold the same number of codes and may be one array. */
  permute(from: Uint8Array, to: Uint8Array): void;
  /** Undoes `permute`. */
  restore(from: Uint8Array, to: Uint8Array): void;
}

let shared: BitPermutation | null = null;

/** The one permutation of all lists. */
export function bitPermutation(): BitPermutation {
  shared ??= createBitPermutation();
  return shared;
}

function createBitPermutation(): BitPermutation {
  const pages = Math.ceil((CODES + CODES_AT_ONCE * CODE_BYTES) / WASM_PAGE_BYTES);
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
  const kernel = instantiateKernel(memory);
  const bytes = new Uint8Array(memory.buffer);
  const places = shuffledBits();
  const back = new Uint8Array(CODE_BITS);
  for (const [bit, place] of places.entries()) back[place] = bit;
  bytes.set(permutationTable(places), FORWARD);
  bytes.set(permutationTable(back), BACKWARD);
  const apply = (table: number, from: Uint8Array, to: Uint8Array): void => {
    for (let at = 0; at < from.length; at += CODES_AT_ONCE * CODE_BYTES) {
      const some = from.subarray(at, at + CODES_AT_ONCE * CODE_BYTES);
      bytes.set(some, CODES);
      kernel.permute(table, CODES, CODES, some.length / CODE_BYTES);
      to.set(bytes.subarray(CODES, CODES + some.length), at);
    }
  };
  return {
    permute: (from, to) => apply(FORWARD, from, to),
    restore: (from, to) => apply(BACKWARD, from, to),
  };
}
