/** Repeatable chance (mulberry32): the same seed gives the same pictures on every machine. */
export interface Chance {
  /** 0 ≤ x < 1 */
  next(): number;
  /** Between the two. */
  between(from: number, to: number): number;
  /** About normally distributed, mean 0, standard deviation 1: the sum of four draws. */
  normal(): number;
}

export function createChance(seed: number): Chance {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return {
    next,
    between: (from, to) => from + (to - from) * next(),
    normal: () => (next() + next() + next() + next() - 2) * Math.sqrt(3),
  };
}
