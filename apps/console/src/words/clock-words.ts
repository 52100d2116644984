import type { CaseClock } from '@wellhouse/protocol';
import type { Phrase } from './phrase.ts';
import { timeLeft, type Urgency } from './time-left.ts';

/** A clock that stopped says whether it was in time; one that runs says how long is left. */
export function clockWords(clock: CaseClock, now: number): { urgency: Urgency | 'done'; phrase: Phrase } {
  if (clock.endedAt !== null) {
    const late = Date.parse(clock.endedAt) > Date.parse(clock.dueAt);
    return { urgency: late ? 'overdue' : 'done', phrase: { key: late ? 'clocks.late' : 'clocks.kept' } };
  }
  return timeLeft(Date.parse(clock.dueAt), now);
}

/** The one that a row shows: the first that breaks of those that run, a law's before ours at the same moment. */
export function nextClock(clocks: readonly CaseClock[]): CaseClock | undefined {
  const running = clocks.filter(({ endedAt }) => endedAt === null);
  return [...running].sort(
    (a, b) => Date.parse(a.dueAt) - Date.parse(b.dueAt) || Number(b.kind === 'law') - Number(a.kind === 'law'),
  )[0];
}
