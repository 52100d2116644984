import { DeliveryProblem } from './problems.ts';

/** At most `maximum` calls a window for one key. @throws {DeliveryProblem} `rate-limited` */
export function createRateLimit(maximum: number, windowMs: number, clock: () => number): (key: string) => void {
  let windowStart = 0;
  const counts = new Map<string, number>();
  return (key) => {
    const now = clock();
    if (now - windowStart >= windowMs) {
      windowStart = now;
      counts.clear();
    }
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    if (count > maximum)
      throw new DeliveryProblem('rate-limited', `wait a moment: at most ${maximum} calls in a while`);
  };
}
