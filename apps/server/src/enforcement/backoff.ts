/** Longest pause between two attempts: how late an action can be after the target is back. */
export const longestPauseMs = 2 * 60_000;

/** Starts of a delivery's job before it is dead: with the longest pause that is more than five days. */
export const deliverAttempts = 4_000;

/** Pause after the given attempt (1 for the first): 1 s, 2 s, 4 s … 2 minutes. */
export function pauseMs(attempt: number): number {
  return Math.min(longestPauseMs, 1_000 * 2 ** Math.min(Math.max(attempt, 1) - 1, 20));
}
