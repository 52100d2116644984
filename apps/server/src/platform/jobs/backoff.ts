import type { Random } from '../../deps.ts';

const firstDelayMs = 1_000;
const longestDelayMs = 10 * 60_000;

/** Delay before the next start: doubles from one second to ten minutes; the upper half of it is left to chance. */
export function backoffMs(attempt: number, random: Random): number {
  const full = Math.min(longestDelayMs, firstDelayMs * 2 ** Math.min(attempt - 1, 30));
  const fraction = random(4).readUInt32BE() / 2 ** 32;
  return Math.round(full / 2 + (full / 2) * fraction);
}
