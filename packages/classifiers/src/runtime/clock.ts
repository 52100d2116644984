export interface Clock {
  /** Milliseconds. */
  now(): number;
  /** Calls back after so many milliseconds, unless the answer is called before. */
  after(milliseconds: number, act: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  after(milliseconds, act) {
    const timer = setTimeout(act, milliseconds);
    return () => clearTimeout(timer);
  },
};

/** Milliseconds to rest after the first, the second, … failure in a row. */
const rests = [0, 1_000, 10_000, 60_000, 300_000];

export function restAfter(failures: number): number {
  return rests[Math.min(failures, rests.length - 1)] ?? 0;
}
