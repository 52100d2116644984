import type { EvidenceLevel, Priority } from '@wellhouse/protocol';

/** All that a case's place in the queue depends on. */
export interface ScoreInput {
  /** 0 to 100, of the taxonomy leaf. */
  readonly severity: number;
  /** Of the leaf, or because a reporter said that a child is harmed. */
  readonly child: boolean;
  /** Of the leaf: somebody's life or bodily safety may depend on the answer. */
  readonly lifeDanger: boolean;
  /** A reporter said: I am in danger right now. */
  readonly dangerNow: boolean;
  readonly level: EvidenceLevel;
  /** Different people who reported. */
  readonly reporters: number;
}

/** How much of its severity a case keeps by the best proof there is. */
export const levelFactors: Readonly<Record<EvidenceLevel, number>> = { VERIFIED: 1, ATTESTED: 0.8, ASSERTED: 0.6 };
export const childFactor = 1.5;
export const lifeFactor = 1.5;
/** Danger right now counts as at least this severe, whatever the category says. */
export const dangerSeverity = 90;
/** A waiting case gains one point a day. */
export const pointsPerDay = 1;

/**
 * severity × level × child × life × reporters. Reporters count by the logarithm and at most double the score, so that a
 * crowd of accounts cannot lift spam above one child (docs/adr/0042).
 */
export function scoreOf(input: ScoreInput): number {
  const severity = input.dangerNow ? Math.max(input.severity, dangerSeverity) : input.severity;
  const score =
    severity *
    levelFactors[input.level] *
    (input.child ? childFactor : 1) *
    (input.lifeDanger || input.dangerNow ? lifeFactor : 1) *
    reporterFactor(input.reporters);
  return Math.round(score * 10) / 10;
}

/** 1 for one reporter, 1.25 for two, 1.5 for four, 2 from sixteen on. */
export function reporterFactor(reporters: number): number {
  return Math.min(2, 1 + 0.25 * Math.log2(Math.max(1, reporters)));
}

/**
 * The queue's order in one number: score plus a point for each day of waiting. "score + rate × (now − openedAt)" orders
 * cases as "score − rate × openedAt" does at every moment, so nothing is ever stamped anew while cases wait.
 */
export function rankOf(score: number, openedAt: Date): number {
  return score - (pointsPerDay * openedAt.getTime()) / 86_400_000;
}

/** The score in words, for the person who asks why this case stands first. */
export function whyOf(input: ScoreInput, label: string): string[] {
  const why = [`${label}: severity ${input.severity} of 100`];
  if (input.dangerNow) why.push('A reporter says there is danger right now');
  else if (input.lifeDanger) why.push('A life may be in danger');
  if (input.child) why.push('A child is involved');
  why.push(levelWords[input.level]);
  why.push(input.reporters === 1 ? 'One person reported it' : `${input.reporters} people reported it`);
  return why;
}

const levelWords: Readonly<Record<EvidenceLevel, string>> = {
  VERIFIED: 'The words are proven',
  ATTESTED: 'That a message was sent is proven, its words are not disclosed',
  ASSERTED: 'Nothing is proven yet; reporters say so',
};

export interface Clock {
  readonly priority: Priority;
  readonly firstReviewMinutes: number;
}

/** Danger right now is P0 whatever the category says; the answer is due an hour after the report. */
export function clockOf(leafClock: Clock, dangerNow: boolean): Clock {
  if (!dangerNow) return leafClock;
  return { priority: 'P0', firstReviewMinutes: Math.min(60, leafClock.firstReviewMinutes) };
}

const levelOrder: readonly EvidenceLevel[] = ['VERIFIED', 'ATTESTED', 'ASSERTED'];

export function bestLevel(levels: Iterable<EvidenceLevel>): EvidenceLevel {
  let best = levelOrder.length - 1;
  for (const level of levels) best = Math.min(best, levelOrder.indexOf(level));
  return levelOrder[best] ?? 'ASSERTED';
}
