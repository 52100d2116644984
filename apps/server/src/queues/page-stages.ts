import type { ClockKind, PagingPlan, Priority } from '@wellhouse/protocol';
import type { Clock } from './clocks.ts';

/** A moment of a clock at which people are called. */
export interface Stage {
  readonly clock: ClockKind;
  readonly law: string | null;
  readonly dueAt: Date;
  readonly stage: string;
}

export interface StageFacts {
  readonly priority: Priority;
  /** Somebody holds it, or it waits for a second person. */
  readonly claimed: boolean;
  readonly clocks: readonly Clock[];
}

/** A clock that was never read in this long is read once more: also when the time that said so was wrong. */
const longestSleepMs = 6 * 3_600_000;
/** P0 calls again and again, but not for ever. */
const mostAgain = 288;

/**
 * Which stages have come by now, and when to look again. P0 calls at once and every few minutes until somebody has claimed it;
 * every other clock calls when so many percent of it have passed. A stage that was missed, since nobody looked in time, calls
 * when somebody looks; of several at once the latest stands for all. A clock that has stopped calls nobody.
 */
export function stagesDue(
  facts: StageFacts,
  plan: PagingPlan,
  now: Date,
): { due: Stage[]; passed: Stage[]; lookAt: Date } {
  const due: Stage[] = [];
  const passed: Stage[] = [];
  let lookAt = now.getTime() + longestSleepMs;
  for (const clock of facts.clocks) {
    const how = callsOf(clock, facts, plan);
    if (how === null) continue;
    const { names, next } = how(clock, plan, now);
    const stages = names.map((stage): Stage => ({ clock: clock.kind, law: clock.law, dueAt: clock.dueAt, stage }));
    due.push(...stages.slice(-1));
    passed.push(...stages.slice(0, -1));
    if (next !== null) lookAt = Math.min(lookAt, next);
  }
  // A P0 that is claimed may be given back at any moment.
  if (facts.priority === 'P0' && facts.claimed) lookAt = Math.min(lookAt, now.getTime() + plan.againMinutes * 60_000);
  return { due, passed, lookAt: new Date(Math.max(lookAt, now.getTime() + 1_000)) };
}

type Calls = (clock: Clock, plan: PagingPlan, now: Date) => { names: string[]; next: number | null };

function callsOf(clock: Clock, { priority, claimed }: StageFacts, plan: PagingPlan): Calls | null {
  if (clock.endedAt !== null) return null;
  if (clock.kind === 'law') return percents;
  if (priority > plan.lowest) return null;
  if (clock.kind === 'decision') return priority === 'P0' && !claimed ? again : percents;
  // Who holds it is about to look; and a P0 that nobody holds calls already.
  return claimed || priority === 'P0' ? null : percents;
}

function again(clock: Clock, plan: PagingPlan, now: Date): { names: string[]; next: number | null } {
  const every = plan.againMinutes * 60_000;
  const rounds = Math.max(0, Math.floor((now.getTime() - clock.startedAt.getTime()) / every));
  if (rounds > mostAgain) return { names: [], next: null };
  return {
    names: [rounds === 0 ? 'now' : `again-${rounds}`],
    next: Math.min(now.getTime() + every, clock.startedAt.getTime() + (rounds + 1) * every),
  };
}

function percents(clock: Clock, plan: PagingPlan, now: Date): { names: string[]; next: number | null } {
  const start = clock.startedAt.getTime();
  const length = Math.max(0, clock.dueAt.getTime() - start);
  const at = [...plan.percents]
    .sort((a, b) => a - b)
    .map((percent) => ({ percent, at: start + (length * percent) / 100 }));
  const names = at.filter((one) => one.at <= now.getTime()).map(({ percent }) => `${percent}%`);
  return { names, next: at.find((one) => one.at > now.getTime())?.at ?? null };
}
