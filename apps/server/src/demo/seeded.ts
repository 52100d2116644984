/** Numbers that look like chance and are the same for the same seed (mulberry32, public domain, T. Ettinger 2017). */
export interface Seeded {
  /** From 0 to below 1. */
  next(): number;
  /** From 0 to `count - 1`. */
  below(count: number): number;
  /** One of them; the earlier ones are as likely as the later. */
  pick<T>(from: readonly T[]): T;
  /** One key, as often as its weight says. */
  weighted<K extends string>(weights: Readonly<Record<K, number>>): K;
}

export function seeded(seed: number): Seeded {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (count: number): number => Math.floor(next() * count);
  return {
    next,
    below,
    pick<T>(from: readonly T[]): T {
      const chosen = from[below(from.length)];
      if (chosen === undefined) throw new Error('pick from an empty list');
      return chosen;
    },
    weighted<K extends string>(weights: Readonly<Record<K, number>>): K {
      const entries = Object.entries(weights) as [K, number][];
      let left = next() * entries.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [key, weight] of entries) {
        left -= weight;
        if (left < 0) return key;
      }
      const [last] = entries.at(-1) ?? [];
      if (last === undefined) throw new Error('choose among no weights');
      return last;
    },
  };
}
