/** Numbers from 0 to 2^32 - 1, the same in every run (xorshift32). */
export function seededNumbers(seed: number): () => number {
  let state = seed | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}

/** `count` random codes. */
export function randomCodes(count: number, next: () => number): Uint8Array {
  return new Uint8Array(Uint32Array.from({ length: count * 8 }, next).buffer);
}

/** A copy of a code with `bits` different bits flipped, chosen from `among` (all, unless told). */
export function flipBits(
  code: Uint8Array,
  bits: number,
  next: () => number,
  among: readonly number[] = Array.from({ length: 256 }, (_, bit) => bit),
): Uint8Array {
  const flipped = code.slice();
  const left = [...among];
  for (let n = 0; n < bits; n++) {
    const [bit = 0] = left.splice(next() % left.length, 1);
    flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  }
  return flipped;
}

export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(Buffer.concat(parts));
}
