import type { CaseClock, ClockKind, Priority } from '@wellhouse/protocol';
import { findLeaf, taxonomy } from '@wellhouse/taxonomy';

/** What the clocks of a case depend on. */
export interface ClockFacts {
  /** Leaf of the taxonomy. */
  readonly category: string;
  readonly priority: Priority;
  /** When the first valid report was accepted. */
  readonly openedAt: Date;
  /** Until when a person has to have decided; reports can bring it closer. */
  readonly dueAt: Date;
  /** Length of the decision's clock, in minutes. */
  readonly clockMinutes: number;
  readonly firstReviewAt: Date | null;
  readonly decidedAt: Date | null;
  /** When the earliest removal order of an authority was received. */
  readonly orderAt: Date | null;
}

export interface Clock {
  readonly kind: ClockKind;
  /** Key of the taxonomy's laws. */
  readonly law: string | null;
  readonly startedAt: Date;
  readonly dueAt: Date;
  readonly endedAt: Date | null;
  readonly state: CaseClock['state'];
}

/** Until a person has looked at all, in minutes (docs/adr/0093). */
export const reviewMinutes: Readonly<Record<Priority, number>> = { P0: 15, P1: 60, P2: 24 * 60, P3: 5 * 24 * 60 };

const hourMs = 3_600_000;

/** Length of the decision's clock, in minutes: an hour where somebody said that there is danger right now. */
export function clockMinutesOf({ category, danger }: { readonly category: string; readonly danger: boolean }): number {
  const minutes = (findLeaf(category) ?? findLeaf('other'))?.clock.firstReviewMinutes ?? 60;
  return danger ? Math.min(60, minutes) : minutes;
}

type RunningFacts = Pick<ClockFacts, 'priority' | 'openedAt' | 'dueAt' | 'clockMinutes'>;

/** From when the clock that runs was counted: the first report, or the one that brought the time closer. */
function decisionStartOf({ openedAt, dueAt, clockMinutes }: RunningFacts): Date {
  return new Date(Math.max(openedAt.getTime(), dueAt.getTime() - clockMinutes * 60_000));
}

/** Until when a person has to have looked: never later than the decision is due. */
export function reviewDueAt(facts: RunningFacts): Date {
  const look = decisionStartOf(facts).getTime() + reviewMinutes[facts.priority] * 60_000;
  return new Date(Math.min(look, facts.dueAt.getTime()));
}

/**
 * The clocks of a case: a person has looked, a person has decided, and what a law gives. A law's clock counts from the first
 * valid report, or from an authority's order: no later report moves it, no claim stops it, only the decision does.
 */
export function clocksOf(facts: ClockFacts, now: Date): Clock[] {
  const { dueAt, decidedAt } = facts;
  const decisionStart = decisionStartOf(facts);
  const looked = earliest(facts.firstReviewAt, decidedAt);
  const clock = (kind: ClockKind, law: string | null, startedAt: Date, due: Date, endedAt: Date | null): Clock => ({
    kind,
    law,
    startedAt,
    dueAt: due,
    endedAt,
    state: stateOf(due, endedAt, now),
  });
  return [
    clock('review', null, decisionStart, reviewDueAt(facts), looked),
    clock('decision', null, decisionStart, dueAt, decidedAt),
    ...lawClocksOf(facts).map(({ law, startedAt, hours }) =>
      clock('law', law, startedAt, new Date(startedAt.getTime() + hours * hourMs), decidedAt),
    ),
  ];
}

/** Of several laws that count the same hours from the same moment, the first is named. */
function lawClocksOf(facts: ClockFacts): { law: string; startedAt: Date; hours: number }[] {
  const clocks = new Map<string, { law: string; startedAt: Date; hours: number }>();
  const add = (law: string, startedAt: Date) => {
    const hours = taxonomy.laws[law]?.hours ?? null;
    if (hours === null) return;
    const key = `${startedAt.getTime()} ${hours}`;
    if (!clocks.has(key)) clocks.set(key, { law, startedAt, hours });
  };
  for (const law of findLeaf(facts.category)?.clock.law ?? []) {
    if (taxonomy.laws[law]?.startsWith === 'report') add(law, facts.openedAt);
  }
  if (facts.orderAt !== null) add(removalOrderLaw, facts.orderAt);
  return [...clocks.values()];
}

/** Regulation (EU) 2021/784, Art. 3(3): one hour of an authority's removal order. */
export const removalOrderLaw = 'eu-tco-3';

function stateOf(dueAt: Date, endedAt: Date | null, now: Date): CaseClock['state'] {
  if ((endedAt ?? now) > dueAt) return 'broken';
  return endedAt === null ? 'running' : 'kept';
}

function earliest(one: Date | null, other: Date | null): Date | null {
  if (one === null || other === null) return one ?? other;
  return one < other ? one : other;
}

/** As the API says it. */
export function clockView(clock: Clock): CaseClock {
  return {
    kind: clock.kind,
    law: clock.law,
    startedAt: clock.startedAt.toISOString(),
    dueAt: clock.dueAt.toISOString(),
    endedAt: clock.endedAt?.toISOString() ?? null,
    state: clock.state,
  };
}
