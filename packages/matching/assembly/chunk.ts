/**
 * A chunk is a run of at most 32 bits of a code; each has an index of its own. Its record, seven u32 and one to spare:
 * first bit, mask of its length, address of its offsets, address of its ids, radius (-1: not searched),
 * address of the masks within that radius, how many masks.
 */
export const CHUNK_BYTES: u32 = 32;
/** Bytes of a code, of which bit k is bit k & 7 of byte k >> 3. */
export const CODE_BYTES: u32 = 32;

// @ts-ignore: decorator
@inline
export function chunkOffsets(chunk: u32): u32 {
  return load<u32>(chunk, 8);
}

// @ts-ignore: decorator
@inline
export function chunkIds(chunk: u32): u32 {
  return load<u32>(chunk, 12);
}

// @ts-ignore: decorator
@inline
export function chunkRadius(chunk: u32): i32 {
  return load<i32>(chunk, 16);
}

/** Value of a chunk in the code at `code`; reads up to seven bytes beyond the code. */
// @ts-ignore: decorator
@inline
export function chunkValue(code: u32, firstBit: u32, mask: u32): u32 {
  return (<u32>(load<u64>(code + (firstBit >> 3)) >> (firstBit & 7))) & mask;
}
