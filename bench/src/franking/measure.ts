/** Microseconds of one call. */
export async function time<T>(run: () => T | Promise<T>): Promise<[number, T]> {
  const start = performance.now();
  const value = run();
  const done = value instanceof Promise ? await value : value;
  return [(performance.now() - start) * 1000, done];
}

export function median(samples: readonly number[]): number {
  return samples.toSorted((a, b) => a - b)[Math.floor(samples.length / 2)] ?? Number.NaN;
}

/** Calls per second of CPU time of this whole process (garbage collector included): what one core does when it is ours. */
export async function perCoreSecond(count: number, run: (index: number) => unknown): Promise<number> {
  const rates: number[] = [];
  for (let round = -2; round < 15; round++) {
    const before = process.cpuUsage();
    for (let index = 0; index < count; index++) await run(index);
    const { user, system } = process.cpuUsage(before);
    if (round >= 0) rates.push((count * 1e6) / (user + system));
  }
  return median(rates);
}
