import { CODE_BYTES, chunkHasExcerpts, chunkIds, chunkOffsets, chunkValue, copyExcerpt, EXCERPT_BYTES } from './chunk';

/*
 * Counting sort of one chunk in three steps. The offsets hold 2^length + 2 numbers: counted two places further on, summed,
 * and advanced by one place while the ids are scattered, they end as the CSR offsets without a second table.
 */

/** Counts the values of entries `from` (inclusive) to `to`. */
export function countChunk(chunk: u32, codes: u32, from: u32, to: u32): void {
  const firstBit = load<u32>(chunk);
  const mask = load<u32>(chunk, 4);
  const offsets = chunkOffsets(chunk) + 8;
  const end = codes + to * CODE_BYTES;
  for (let code = codes + from * CODE_BYTES; code < end; code += CODE_BYTES) {
    const at = offsets + (chunkValue(code, firstBit, mask) << 2);
    store<u32>(at, load<u32>(at) + 1);
  }
}

/** Turns counts into offsets, from place `from` to `to`; `sum` is what the call before returned. */
export function sumChunk(chunk: u32, from: u32, to: u32, sum: u32): u32 {
  const offsets = chunkOffsets(chunk);
  const end = offsets + (to << 2);
  for (let at = offsets + (from << 2); at < end; at += 4) {
    sum += load<u32>(at);
    store<u32>(at, sum);
  }
  return sum;
}

/** Writes the ids of entries `from` to `to`, with excerpts if the chunk has them, into their places. `spare`: 64 bytes. */
export function scatterChunk(chunk: u32, codes: u32, from: u32, to: u32, spare: u32): void {
  const firstBit = load<u32>(chunk);
  const mask = load<u32>(chunk, 4);
  const offsets = chunkOffsets(chunk) + 4;
  const ids = chunkIds(chunk);
  let code = codes + from * CODE_BYTES;
  const excerpts = chunkHasExcerpts(chunk);
  for (let n = from; n < to; n++) {
    const at = offsets + (chunkValue(code, firstBit, mask) << 2);
    const place = load<u32>(at);
    store<u32>(at, place + 1);
    if (excerpts) {
      copyExcerpt(code, chunk, spare, ids + (place << 4));
      store<u32>(ids + (place << 4) + EXCERPT_BYTES, n);
    } else {
      store<u32>(ids + (place << 2), n);
    }
    code += CODE_BYTES;
  }
}
