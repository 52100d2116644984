/** The orders that are compared. `ours` is the server's own code: weighCase, urgencyOf, countVoice and addOutcome. */

import { findLeaf } from '@wellhouse/taxonomy';
import { type CaseVoices, clockOf, noMatches } from '../../../apps/server/src/cases/score.ts';
import { weighCase } from '../../../apps/server/src/cases/weigh-case.ts';
import { hasSaidPlace, urgencyOf } from '../../../apps/server/src/queues/place-value.ts';

export interface CaseFacts {
  readonly category: string;
  readonly level: 'VERIFIED' | 'ATTESTED' | 'ASSERTED';
  readonly reports: number;
  readonly voices: CaseVoices;
  readonly dangerNow: boolean;
  readonly openedAt: Date;
  readonly dueAt: Date;
  /** No place is free for what nothing stands behind; worst-first/simulate.ts keeps count. */
  readonly crowded: boolean;
}

export interface Placed {
  readonly lane: string;
  readonly rank: number;
  readonly urgency: (now: Date) => number;
  /** Has one of the places for what nothing stands behind. */
  readonly saidPlace: boolean;
}

export const orders: Readonly<Record<string, (facts: CaseFacts) => Placed>> = {
  ours: (facts) => {
    const { rank, pace } = weighCase({ ...facts, child: false, matches: noMatches });
    const lane = `${pace.standing} ${pace.clockMinutes} ${pace.minutes}`;
    return { lane, rank, urgency: (now) => urgencyOf(pace, now), saidPlace: hasSaidPlace(pace) };
  },
  /** First in, first out: ROOST Coop. */
  fifo: ({ openedAt }) => alone(-openedAt.getTime()),
  /** Discourse: every flag adds to the sum, and the highest sum stands first. */
  most_reports: ({ reports, openedAt }) => alone(reports * 1e9 - openedAt.getTime() / 60_000),
  /** The gravest kind first, and within it the oldest. */
  severity: ({ category, dangerNow, openedAt }) =>
    alone(Math.max(dangerNow ? 90 : 0, findLeaf(category)?.severity ?? 0) * 1e9 - openedAt.getTime() / 60_000),
};

function alone(rank: number): Placed {
  return { lane: '', rank, urgency: () => 0, saidPlace: false };
}

export function clockMinutesOf(category: string, dangerNow: boolean): number {
  const leaf = findLeaf(category);
  if (leaf === undefined) throw new Error(`find ${category} in the taxonomy`);
  return clockOf(leaf.clock, dangerNow).firstReviewMinutes;
}
