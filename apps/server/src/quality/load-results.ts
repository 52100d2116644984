import { CaseId, type QualityDesk, type QualityResult, QualityReviewId } from '@wellhouse/protocol';
import { sql } from 'kysely';
import type { z } from 'zod';
import { categoryLabelOf } from '../decisions/category-label.ts';
import type { Deps } from '../deps.ts';
import type { Executor } from '../platform/database/open-database.ts';
import { eligible, stands, waitingReviews } from './eligible.ts';
import { titleOf, titlesOf } from './policy-titles.ts';
import { candidateOf, type Reviewer } from './reviewer.ts';

const resultLimit = 100;
const countLimit = 100;

/** What somebody has reviewed a second time, the newest first, beside what it was compared with. */
export async function loadResults(
  executor: Executor,
  staffId: string,
  reviewId: string | null = null,
): Promise<z.input<typeof QualityResult>[]> {
  let query = executor
    .selectFrom('quality_review as review')
    .leftJoin('decision', 'decision.decision_id', 'review.decision_id')
    .leftJoin('case_file', 'case_file.case_id', 'review.case_id')
    .leftJoin('golden_case as golden', 'golden.golden_id', 'review.golden_id')
    .selectAll('review')
    .select((eb) => [
      eb.fn.coalesce('case_file.category', 'golden.category').as('category'),
      eb.fn.coalesce('decision.action', 'golden.action').as('other_action'),
      eb.fn.coalesce('decision.policy_id', 'golden.policy_id').as('other_policy'),
      eb.fn.coalesce('decision.reason', 'golden.reasoning').as('other_reason'),
    ])
    .where('review.staff_id', '=', staffId)
    .where('review.state', '=', 'answered')
    .orderBy('review.answered_at', 'desc')
    .limit(resultLimit);
  if (reviewId !== null) query = query.where('review.review_id', '=', reviewId);
  const rows = await query.execute();
  const titles = await titlesOf(executor);
  return rows.flatMap((row) => {
    const { action, other_action: otherAction, answered_at: answeredAt } = row;
    if (action === null || otherAction === null || answeredAt === null) return [];
    const settled =
      row.outcome === null || row.settled_at === null
        ? null
        : { outcome: row.outcome, note: row.outcome_note ?? '', at: row.settled_at.toISOString() };
    return {
      reviewId: QualityReviewId.parse(row.review_id),
      answeredAt: answeredAt.toISOString(),
      kind: row.golden_id === null ? ('sample' as const) : ('golden' as const),
      caseId: row.case_id === null ? null : CaseId.parse(row.case_id),
      category: row.category ?? '',
      categoryLabel: categoryLabelOf(row.category ?? ''),
      mine: { action, policy: titleOf(titles, row.policy_id), reason: row.reason ?? '' },
      other: { action: otherAction, policy: titleOf(titles, row.other_policy), reason: row.other_reason ?? '' },
      sameAction: row.same_action ?? false,
      samePolicy: row.same_policy ?? false,
      settled,
    };
  });
}

export async function getQualityDesk(deps: Deps, staff: Reviewer): Promise<z.input<typeof QualityDesk>> {
  const { kysely } = deps.database;
  const { staffId } = staff;
  const candidate = await candidateOf(deps, staff);
  const { rows } = await sql<{ count: number }>`select count(*)::integer as count from (
      select from ${waitingReviews} where ${stands} and ${eligible(candidate)} limit ${countLimit}) waiting`.execute(
    kysely,
  );
  const taken = await kysely
    .selectFrom('quality_review')
    .select('review_id')
    .where('staff_id', '=', staffId)
    .where('state', '=', 'taken')
    .executeTakeFirst();
  const own = await kysely
    .selectFrom('quality_review')
    .select([
      sql<number>`count(*)::integer`.as('answered'),
      sql<number>`count(*) filter (where same_action)::integer`.as('sameAction'),
      sql<number>`count(*) filter (where same_policy)::integer`.as('samePolicy'),
    ])
    .where('staff_id', '=', staffId)
    .where('state', '=', 'answered')
    .executeTakeFirstOrThrow();
  return {
    waiting: rows[0]?.count ?? 0,
    taken: taken === undefined ? null : QualityReviewId.parse(taken.review_id),
    results: await loadResults(kysely, staffId),
    own,
  };
}
