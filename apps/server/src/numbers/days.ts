const dayMs = 86_400_000;

export interface DayRange {
  /** Midnight of UTC with which the first day begins. */
  readonly from: Date;
  readonly to: Date;
  /** `2026-11-27` and so on, the first first; the last is today. */
  readonly days: readonly string[];
}

/** The last `count` days of UTC, today included. */
export function lastDays(now: Date, count: number): DayRange {
  const today = Math.floor(now.getTime() / dayMs) * dayMs;
  const from = today - (count - 1) * dayMs;
  const days = Array.from({ length: count }, (_, day) => new Date(from + day * dayMs).toISOString().slice(0, 10));
  return { from: new Date(from), to: now, days };
}

export interface DayFlow {
  readonly opened: number;
  readonly decided: number;
}

/** What was undecided when each day ended, from what is undecided now and what came and went on the days since. */
export function backlogByDay(undecidedNow: number, flows: readonly DayFlow[]): number[] {
  const backlog: number[] = [];
  let undecided = undecidedNow;
  for (const { opened, decided } of flows.toReversed()) {
    backlog.push(Math.max(0, undecided));
    undecided += decided - opened;
  }
  return backlog.reverse();
}
