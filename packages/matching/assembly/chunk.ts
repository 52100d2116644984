/**
 * A chunk is a run of at most 32 bits of a code; each has an index of its own. Its record, eight u32:
 * first bit, mask of its length, address of its offsets, address of its ids, radius (-1: not searched),
 * address of the masks within that radius, how many masks, whether an excerpt of the code stands beside each id.
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

/**
 * With excerpts an id takes 16 bytes: the 96 bits that follow the chunk (beyond the last bit the first follows; the chunk
 * begins at a whole byte), then the id. Most codes that share a bucket are told apart by those, without a visit to the code.
 */
export const EXCERPT_BYTES: u32 = 12;

// @ts-ignore: decorator
@inline
export function chunkHasExcerpts(chunk: u32): bool {
  return load<u32>(chunk, 28) != 0;
}

/** Writes the 12 bytes that follow the chunk, and four more, to `to`; `twice` has room for a code two times. */
// @ts-ignore: decorator
@inline
export function copyExcerpt(code: u32, chunk: u32, twice: u32, to: u32): void {
  const a = v128.load(code);
  const b = v128.load(code, 16);
  v128.store(twice, a);
  v128.store(twice, b, 16);
  v128.store(twice, a, 32);
  v128.store(twice, b, 48);
  const after = (load<u32>(chunk) + 32 - clz(load<u32>(chunk, 4))) >> 3;
  v128.store(to, v128.load(twice + after));
}

/** Value of a chunk in the code at `code`; reads up to seven bytes beyond the code. */
// @ts-ignore: decorator
@inline
export function chunkValue(code: u32, firstBit: u32, mask: u32): u32 {
  return (<u32>(load<u64>(code + (firstBit >> 3)) >> (firstBit & 7))) & mask;
}
