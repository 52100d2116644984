/** Longest pause between two attempts to reach somebody. */
const longestPauseMs = 2 * 60_000;

/** Starts of a call's job before it is given up: with the longest pause that is more than two hours. */
export const pageAttempts = 70;

/** Pause after the given attempt (1 for the first): 2 s, 4 s, 8 s … 2 minutes. */
export function pagePauseMs(attempt: number): number {
  return Math.min(longestPauseMs, 1_000 * 2 ** Math.min(Math.max(attempt, 1), 20));
}
