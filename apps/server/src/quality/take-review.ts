import type { QualityReview } from '@wellhouse/protocol';
import { sql } from 'kysely';
import type { z } from 'zod';
import type { Deps } from '../deps.ts';
import type { Transaction } from '../platform/database/open-database.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import { recordAudit } from '../staff/record-audit.ts';
import { newUuid } from '../staff/tokens.ts';
import { isGoldenTurn } from './draw.ts';
import { type Candidate, eligible, stands, waitingReviews } from './eligible.ts';
import { loadReviewPage } from './load-review-page.ts';
import { currentPlan } from './plan.ts';
import { candidateOf, type Reviewer } from './reviewer.ts';

/** The review that this person has, or the one that waits longest of those that they may do; now and then a golden one. */
export async function takeQualityReview(deps: Deps, staff: Reviewer): Promise<z.input<typeof QualityReview>> {
  const candidate = await candidateOf(deps, staff);
  const reviewId = await deps.database.transaction(async (tx) => {
    // One after another for each person: nobody has two.
    await sql`select pg_advisory_xact_lock(hashtextextended(${`quality:${staff.staffId}`}, 0))`.execute(tx);
    const has = await tx
      .selectFrom('quality_review')
      .select('review_id')
      .where('staff_id', '=', staff.staffId)
      .where('state', '=', 'taken')
      .executeTakeFirst();
    if (has !== undefined) return has.review_id;
    const sample = await nextSample(tx, candidate);
    if (sample === null) throw new ProblemError('no-quality-review');
    const golden = await takeGolden(deps, tx, staff);
    const taken = golden ?? (await takeSample(deps, tx, staff.staffId, sample));
    await recordAudit(tx, { staffId: staff.staffId, action: 'quality.take', object: `quality:${taken}`, details: {} });
    return taken;
  });
  return loadReviewPage(deps, staff.staffId, reviewId);
}

async function nextSample(tx: Transaction, candidate: Candidate): Promise<string | null> {
  const { rows } = await sql<{ review_id: string }>`
    select review.review_id from ${waitingReviews} where ${stands} and ${eligible(candidate)}
    order by review.drawn_at, review.review_id limit 1 for update of review skip locked`.execute(tx);
  return rows[0]?.review_id ?? null;
}

async function takeSample(deps: Deps, tx: Transaction, staffId: string, reviewId: string): Promise<string> {
  await tx
    .updateTable('quality_review')
    .set({ state: 'taken', staff_id: staffId, taken_at: deps.clock() })
    .where('review_id', '=', reviewId)
    .execute();
  return reviewId;
}

/**
 * Only while a real one waits, so that nobody can tell them apart by that; never to whoever manages golden cases, for they have
 * read the answers; each once.
 */
async function takeGolden(deps: Deps, tx: Transaction, { staffId, permissions }: Reviewer): Promise<string | null> {
  if (permissions.has('quality.manage')) return null;
  const { golden_every: every } = await currentPlan(tx);
  const { rows: counts } = await sql<{ count: number }>`select count(*)::integer as count from quality_review
    where staff_id = ${staffId} and state = 'answered'`.execute(tx);
  if (!isGoldenTurn(deps.keys.receiptKey, staffId, counts[0]?.count ?? 0, every)) return null;
  const { rows } = await sql<{ golden_id: string }>`
    select golden_id from golden_case golden where golden.state = 'agreed'
      and ${staffId}::uuid not in (golden.proposed_by, golden.answered_by)
      and not exists (select from quality_review review where review.golden_id = golden.golden_id
        and (review.staff_id = ${staffId} or ${staffId}::uuid = any(review.left_by)))
    order by md5(golden.golden_id::text || ${staffId}::text) limit 1`.execute(tx);
  const [found] = rows;
  if (found === undefined) return null;
  const reviewId = newUuid(deps.random);
  const now = deps.clock();
  await tx
    .insertInto('quality_review')
    .values({
      review_id: reviewId,
      decision_id: null,
      case_id: null,
      author_id: null,
      golden_id: found.golden_id,
      state: 'taken',
      pictures: false,
      drawn_at: now,
      staff_id: staffId,
      taken_at: now,
    })
    .execute();
  return reviewId;
}

/** Gives it back. It never comes to the same person again, who may read up on it now. */
export async function leaveQualityReview(deps: Deps, staffId: string, reviewId: string): Promise<void> {
  await deps.database.transaction(async (tx) => {
    const review = await tx
      .selectFrom('quality_review')
      .select(['golden_id', 'left_by'])
      .where('review_id', '=', reviewId)
      .where('staff_id', '=', staffId)
      .where('state', '=', 'taken')
      .forUpdate()
      .executeTakeFirst();
    if (review === undefined) throw new ProblemError('not-found');
    await tx
      .updateTable('quality_review')
      .set({
        state: review.golden_id === null ? 'waiting' : 'withdrawn',
        staff_id: null,
        taken_at: null,
        viewed_at: null,
        left_by: [...review.left_by, staffId],
      })
      .where('review_id', '=', reviewId)
      .execute();
    await recordAudit(tx, { staffId, action: 'quality.leave', object: `quality:${reviewId}`, details: {} });
  });
}
