/**
 * HalfSipHash-1-3 of `count` 32-bit words, 32 bits (Aumasson and Bernstein; halfsiphash.c of their reference code). Keyed, so
 * that nobody who does not know the key can choose digests that crowd one place of a table.
 */
export function halfSipHash(words: Uint32Array, from: number, count: number, key0: number, key1: number): number {
  let v0 = key0;
  let v1 = key1;
  let v2 = key0 ^ 0x6c796765;
  let v3 = key1 ^ 0x74656462;
  const rounds = count + 4;
  for (let n = 0; n < rounds; n++) {
    // words, then the length in bytes, then three rounds to finish
    const word = n < count ? (words[from + n] ?? 0) : n === count ? (count << 26) | 0 : 0;
    if (n <= count) v3 ^= word;
    else if (n === count + 1) v2 ^= 0xff;
    v0 = (v0 + v1) | 0;
    v1 = ((v1 << 5) | (v1 >>> 27)) ^ v0;
    v0 = (v0 << 16) | (v0 >>> 16);
    v2 = (v2 + v3) | 0;
    v3 = ((v3 << 8) | (v3 >>> 24)) ^ v2;
    v0 = (v0 + v3) | 0;
    v3 = ((v3 << 7) | (v3 >>> 25)) ^ v0;
    v2 = (v2 + v1) | 0;
    v1 = ((v1 << 13) | (v1 >>> 19)) ^ v2;
    v2 = (v2 << 16) | (v2 >>> 16);
    if (n <= count) v0 ^= word;
  }
  return (v1 ^ v3) >>> 0;
}
