import type {
  Action,
  AppealRefusal,
  AppealSide,
  AppealStatus,
  DecisionEnd,
  HearingOutcome,
  MilderChoice,
  NotHearer,
  Priority,
} from '@wellhouse/protocol';
import type { DecisionTable } from '../schema/decision.ts';

/** DSA Art. 20(4): in a timely manner. */
const clockMs = 7 * 86_400_000;
/** Where a life or a child was at stake, neither side waits a week. */
const urgentClockMs = 48 * 3_600_000;

export function hearingDueAt(openedAt: Date, priority: Priority): Date {
  return new Date(openedAt.getTime() + (priority === 'P0' ? urgentClockMs : clockMs));
}

/** More than these no account has need of at once; one that floods keeps nobody else waiting. */
export const openAppealsLimit = 20;

export interface AppealedDecision {
  readonly action: Action;
  readonly state: DecisionTable['state'];
  readonly endedWhy: DecisionEnd | null;
}

export interface AppealFacts {
  readonly decision: AppealedDecision;
  readonly until: Date;
  /** This party has appealed against this decision before. */
  readonly made: boolean;
  /** Appeals of the account that wait. */
  readonly open: number;
  readonly paused: boolean;
}

/** Why a party cannot appeal against a decision now; null: can. */
export function appealRefusalOf(facts: AppealFacts, now: Date): AppealRefusal | null {
  if (facts.made) return 'appeal-made';
  if (!stands(facts.decision)) return 'decision-closed';
  if (now > facts.until) return 'appeal-over';
  if (facts.paused) return 'appealing-paused';
  return facts.open >= openAppealsLimit ? 'too-many-appeals' : null;
}

/** What ran out by itself stands: it counts on, and was right or wrong. */
export function stands({ state, endedWhy }: Pick<AppealedDecision, 'state' | 'endedWhy'>): boolean {
  return (state === 'in-force' || state === 'scheduled') && (endedWhy === null || endedWhy === 'expired');
}

/** A part that somebody had in what is appealed against. */
export interface Part {
  readonly staffId: string;
  readonly part: NotHearer;
}

const gravest: readonly NotHearer[] = ['author', 'second-person', 'took-back', 'confirmed-picture', 'heard-before'];

/**
 * Why this person cannot hear an appeal, whatever roles they hold by now; null: can. Parts are those in every decision of the
 * case, not only in the one appealed against: who decided it once would look at their own word again.
 */
export function notHearerOf(parts: readonly Part[], staffId: string): NotHearer | null {
  const own = parts.filter((one) => one.staffId === staffId).map((one) => one.part);
  return gravest.find((part) => own.includes(part)) ?? null;
}

/**
 * What can come of a hearing. An appeal never makes it worse for who appeals alone: without a reporter among them nothing is
 * decided anew, without the person nothing becomes milder.
 */
export function outcomesOf(
  decision: AppealedDecision,
  sides: ReadonlySet<AppealSide>,
  milder: number,
): HearingOutcome[] {
  // Somebody has taken it back meanwhile: those who appeal are still owed an answer.
  if (!stands(decision)) return ['overturn'];
  const outcomes: HearingOutcome[] = ['uphold'];
  if (sides.has('person')) {
    if (milder > 0) outcomes.push('milder');
    outcomes.push('overturn');
  }
  if (sides.has('reporter')) outcomes.push('reopen');
  return outcomes;
}

const ladder: readonly Action[] = ['warn', 'limit', 'suspend', 'ban'];
const dayMs = 86_400_000;

/** What is milder than a decision on an account. Days count from now, and end no later than the decision would have. */
export function milderChoicesOf(
  decision: AppealedDecision & { readonly until: Date | null },
  subjectKind: 'account' | 'group',
  now: Date,
): MilderChoice[] {
  if (subjectKind === 'group' || !stands(decision)) return [];
  const { action, until } = decision;
  if (action === 'remove-message') return [{ action: 'warn', maxDays: null }];
  const left = action === 'ban' ? 365 : Math.floor(((until?.getTime() ?? 0) - now.getTime()) / dayMs);
  return ladder.slice(0, ladder.indexOf(action) + 1).flatMap((choice): MilderChoice[] => {
    if (choice === 'warn') return action === 'warn' ? [] : [{ action: 'warn', maxDays: null }];
    if (choice === 'ban') return [];
    const maxDays = choice === action ? left - 1 : left;
    return maxDays < 1 ? [] : [{ action: choice, maxDays: Math.min(365, maxDays) }];
  });
}

/** Why something is no milder choice; null: it is one. */
export function milderRefusalOf(
  choices: readonly MilderChoice[],
  wanted: { readonly action: Action; readonly days: number | null } | null,
): { readonly field: string; readonly problem: string } | null {
  if (wanted === null) return { field: '/body/milder', problem: 'say what stands in its place' };
  const choice = choices.find(({ action }) => action === wanted.action);
  if (choice === undefined) {
    return {
      field: '/body/milder/action',
      problem: 'not milder than the decision; something harder needs a decision on the case',
    };
  }
  if (choice.maxDays === null) {
    return wanted.days === null ? null : { field: '/body/milder/days', problem: 'this action has no length' };
  }
  if (wanted.days === null) return { field: '/body/milder/days', problem: 'say for how many days' };
  return wanted.days <= choice.maxDays
    ? null
    : { field: '/body/milder/days', problem: `at most ${choice.maxDays}: it may end no later than the decision` };
}

/** Sides that have to be given reasons: those who appealed, and the person for whom something changes. */
export function sidesToldOf(
  outcome: HearingOutcome,
  decision: Pick<AppealedDecision, 'action'>,
  sides: ReadonlySet<AppealSide>,
): Set<AppealSide> {
  const told = new Set(sides);
  if (outcome !== 'uphold' && decision.action !== 'no-action') told.add('person');
  return told;
}

const statusOfOutcome: Readonly<Record<HearingOutcome, AppealStatus>> = {
  uphold: 'upheld',
  milder: 'partly',
  overturn: 'overturned',
  reopen: 'reopened',
};

export interface HeardFacts {
  readonly claimed: boolean;
  readonly outcome: HearingOutcome | null;
  /** The reporter was told of one kind of outcome before and after: how hard it hit is not theirs to know. */
  readonly sameForReporter: boolean;
}

/** Where an appeal stands for one side. */
export function appealStatusOf(side: AppealSide, { claimed, outcome, sameForReporter }: HeardFacts): AppealStatus {
  if (outcome === null) return claimed ? 'in-review' : 'received';
  if (side === 'reporter' && outcome === 'milder' && sameForReporter) return 'upheld';
  return statusOfOutcome[outcome];
}
