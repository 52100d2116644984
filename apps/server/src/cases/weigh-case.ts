import type { EvidenceLevel, WhyLine } from '@wellhouse/protocol';
import { hasSaidPlace, orderedPlace, type Pace, paceOf, rankOf } from '../queues/place-value.ts';
import { waitsSince } from '../queues/waiting.ts';
import { categoryOf } from './case-category.ts';
import { type CaseMatches, type CaseVoices, clockOf, isCredible, scoreOf } from './score.ts';
import { whyOf } from './why-lines.ts';

export interface CaseWeight {
  readonly category: string;
  readonly level: EvidenceLevel;
  readonly voices: CaseVoices;
  readonly dangerNow: boolean;
  readonly child: boolean;
  readonly openedAt: Date;
  readonly dueAt: Date;
  /** When an authority's order was received; null or left out: there is none. */
  readonly orderAt?: Date | null;
  readonly matches: CaseMatches;
  /** See `paceOf`; left out: it is not. */
  readonly crowded?: boolean;
}

export interface WeighedCase {
  readonly score: number;
  readonly rank: number;
  readonly pace: Pace;
  readonly why: WhyLine[];
}

/** A case's place in the queue, as its columns hold it. */
export function weighCase(weight: CaseWeight): WeighedCase {
  const { leaf } = categoryOf(weight.category);
  const { voices, dangerNow, matches, level } = weight;
  const child = weight.child || leaf.childInvolved;
  const input = { severity: leaf.severity, lifeDanger: leaf.lifeDanger, level, voices, dangerNow, child, matches };
  const clock = clockOf(leaf.clock, dangerNow);
  const own = paceOf({
    danger: dangerNow,
    credible: isCredible(input),
    priority: clock.priority,
    clockMinutes: clock.firstReviewMinutes,
    leafMinutes: leaf.clock.firstReviewMinutes,
    crowded: weight.crowded ?? false,
  });
  const score = scoreOf(input);
  const ownSince = waitsSince(weight, own);
  const ordered = weight.orderAt ?? null;
  const { pace, since } = ordered === null ? { pace: own, since: ownSince } : orderedPlace(own, ownSince, ordered);
  const why = whyOf(input, hasSaidPlace(pace) ? 'usual' : pace.standing, ordered !== null);
  return { score, rank: rankOf(score, since, pace), pace, why };
}
