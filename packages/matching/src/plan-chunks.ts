/** Bits of a code, and its bytes. */
export const CODE_BITS = 256;
export const CODE_BYTES = 32;

/** A run of bits of the permuted code with an index of its own. */
export interface Chunk {
  readonly firstBit: number;
  /** Bits. */
  readonly length: number;
}

/** Lists up to this length keep an excerpt of each code beside its id: 12 bytes more for each chunk and entry. */
const EXCERPT_ENTRIES_MOST = 2_000_000;

/**
 * How many chunks a list of so many codes is cut into: so many that a bucket holds about one code, or about thirty where
 * excerpts make those cheap. 0: so few codes that reading them all is quicker. Measured: ADR 0018.
 */
export function chunkCountFor(entries: number): number {
  if (entries <= 4_096) return 0;
  if (entries <= EXCERPT_ENTRIES_MOST) return 16;
  return entries <= 4_000_000 ? 13 : 11;
}

/** Whether excerpts of codes stand beside ids; chunks must begin and end at whole bytes for that. */
export function hasExcerpts(chunkCount: number, entries: number): boolean {
  return chunkCount === 16 && entries <= EXCERPT_ENTRIES_MOST;
}

/** `count` chunks that cover all bits; the longer ones come first, because those are searched at the larger radius. */
export function cutIntoChunks(count: number): Chunk[] {
  const chunks: Chunk[] = [];
  let firstBit = 0;
  for (let n = 0; n < count; n++) {
    const length = Math.floor(CODE_BITS / count) + (n < CODE_BITS % count ? 1 : 0);
    chunks.push({ firstBit, length });
    firstBit += length;
  }
  return chunks;
}

/**
 * Radius for each of `count` chunks; -1: this chunk is not searched. The sum of all (radius + 1) is `radius` + 1, so a code
 * that is further off than that in every chunk is at least `radius` + 1 off in all (generalised pigeonhole principle).
 */
export function chunkRadii(count: number, radius: number): number[] {
  const larger = (radius + 1) % count;
  const least = Math.floor((radius + 1) / count) - 1;
  return Array.from({ length: count }, (_, n) => (n < larger ? least + 1 : least));
}

/** How many values of `length` bits have at most `radius` bits set. */
export function countMasks(length: number, radius: number): number {
  let masks = 0;
  let ofWeight = 1;
  for (let weight = 0; weight <= Math.min(radius, length); weight++) {
    masks += ofWeight;
    ofWeight = (ofWeight * (length - weight)) / (weight + 1);
  }
  return masks;
}

/** All values of `length` bits with at most `radius` bits set, in numeric order, so that neighbours share cache lines. */
export function listMasks(length: number, radius: number): Uint32Array {
  const masks = new Uint32Array(countMasks(length, radius));
  let at = 0;
  const add = (mask: number, below: number, left: number): void => {
    masks[at++] = mask;
    if (left === 0) return;
    for (let bit = 0; bit < below; bit++) add((mask | (1 << bit)) >>> 0, bit, left - 1);
  };
  if (radius >= 0) add(0, length, radius);
  return masks.sort();
}
