import type { EvidenceLevel, Surface } from '@wellhouse/protocol';
import { bestLevel } from '../decisions/best-level.ts';
import { provenLevel } from '../decisions/proven-level.ts';
import type { CaseVault } from '../platform/case-vault.ts';
import type { Transaction } from '../platform/database/open-database.ts';
import { reviewDueAt } from '../queues/clocks.ts';
import { hasSaidPlace } from '../queues/place-value.ts';
import { queueFor } from '../queues/queue-for.ts';
import { laneOf } from '../queues/queue-lane.ts';
import { noSaidPlace } from '../queues/said-places.ts';
import { categoryOf } from './case-category.ts';
import { type LoadedMatches, loadMatches } from './load-matches.ts';
import { type CaseVoices, clockOf, noMatches } from './score.ts';
import { weighCase } from './weigh-case.ts';

export interface PlacedCase {
  readonly case_id: string;
  readonly category: string;
  readonly level: EvidenceLevel;
  readonly reporter_count: number;
  readonly trusted_reporters: number;
  readonly doubted_reporters: number;
  readonly strong_voices: number;
  readonly weak_voices: number;
  readonly picture_count: number;
  readonly danger: boolean;
  readonly child: boolean;
  readonly opened_at: Date;
  readonly due_at: Date;
  readonly language: string | null;
  readonly region: string | null;
  readonly surface: Surface;
  /** When the earliest order of an authority was received. */
  readonly order_at: Date | null;
  /** A report that is about to join brings pictures. */
  readonly graphic?: boolean;
}

const noPictures: LoadedMatches = { ...noMatches, pictures: 0, confirmed: 0 };

/**
 * The columns that follow from what a case holds: level, place in the queue, clock. `joinedAt`: when something came in that
 * a person has to see in time; it can bring the time closer, and never puts it off.
 */
export async function placeOf(tx: Transaction, file: PlacedCase, joinedAt: Date | null) {
  const matches = file.picture_count === 0 ? noPictures : await loadMatches(tx, file.case_id);
  // The delivery service vouches for who added a picture, and its bytes are here.
  const level = bestLevel([file.level, matches.matched + matches.confirmed > 0 ? 'ATTESTED' : 'ASSERTED']);
  const clock = clockOf(categoryOf(file.category).leaf.clock, file.danger);
  const due = joinedAt === null ? Number.POSITIVE_INFINITY : joinedAt.getTime() + clock.firstReviewMinutes * 60_000;
  const dueAt = new Date(Math.min(due, file.due_at.getTime()));
  const { category, danger: dangerNow, child, opened_at: openedAt, order_at: orderAt } = file;
  const voices = voicesOf(file);
  const weight = { category, level, voices, dangerNow, child, openedAt, dueAt, orderAt, matches };
  const free = weighCase(weight);
  const crowded = hasSaidPlace(free.pace) && (await noSaidPlace(tx, file.case_id, category));
  const weighed = crowded ? weighCase({ ...weight, crowded }) : free;
  const graphic = matches.pictures > 0 || file.graphic === true;
  const queueId = await queueFor(tx, { ...file, priority: clock.priority, graphic });
  return {
    level,
    picture_count: matches.pictures,
    match_sources: matches.sources,
    exact_match: matches.exact > 0,
    score: weighed.score,
    rank: weighed.rank,
    why: JSON.stringify(weighed.why),
    priority: clock.priority,
    queue_id: queueId,
    lane_id: await laneOf(tx, { queueId, category, region: file.region, pace: weighed.pace }),
    due_at: dueAt,
    review_due_at: reviewDueAt({ priority: clock.priority, openedAt, dueAt, clockMinutes: clock.firstReviewMinutes }),
  };
}

/** The voices of a case, as its columns hold them. */
export function voicesOf(
  file: Pick<
    PlacedCase,
    'reporter_count' | 'trusted_reporters' | 'doubted_reporters' | 'strong_voices' | 'weak_voices'
  >,
): CaseVoices {
  return {
    reporters: file.reporter_count,
    trusted: file.trusted_reporters,
    doubted: file.doubted_reporters,
    strong: file.strong_voices,
    weak: file.weak_voices,
  };
}

/** Weighs an undecided case by all that is left in it: something may have stopped to count. */
export async function weighAgain(
  tx: Transaction,
  vault: CaseVault,
  file: PlacedCase & { readonly subject_kind: 'account' | 'group'; readonly subject_id: string },
): Promise<void> {
  const subject = { caseId: file.case_id, kind: file.subject_kind, id: file.subject_id };
  const place = await placeOf(tx, { ...file, level: await provenLevel(tx, vault, subject) }, null);
  await tx.updateTable('case_file').set(place).where('case_id', '=', file.case_id).execute();
}
