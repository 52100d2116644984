const firstMs = 2_000;
const longestMs = 15 * 60_000;
/** A server that asks for more patience than this is not taken at its word. */
const longestRetryAfterMs = 24 * 3_600_000;

/**
 * When to try again after `attempts` failures in a row (1 or more): 2 s, 4 s, … up to 15 minutes, shortened by up to
 * a quarter so that devices that failed together do not come back together; never before `retryAfterMs`.
 *
 * @param fraction uniform in [0, 1)
 */
export function backoffMs(attempts: number, retryAfterMs: number | null, fraction: number): number {
  const doubled = Math.min(longestMs, firstMs * 2 ** Math.min(attempts - 1, 20));
  const spread = doubled * (1 - 0.25 * fraction);
  return Math.round(Math.max(spread, Math.min(retryAfterMs ?? 0, longestRetryAfterMs)));
}
