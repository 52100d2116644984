import { CaseId, type QualityDisagreement, QualityReviewId, StaffId } from '@wellhouse/protocol';
import { sql } from 'kysely';
import type { z } from 'zod';
import { categoryLabelOf } from '../decisions/category-label.ts';
import type { Executor } from '../platform/database/open-database.ts';
import { titleOf, titlesOf } from './policy-titles.ts';

const limit = 200;

/** Reviews in which the two did not come to the same action and policy: those that nobody has settled first. */
export async function loadDisagreements(
  executor: Executor,
  of: { readonly since: Date } | { readonly reviewId: string },
): Promise<z.input<typeof QualityDisagreement>[]> {
  let query = executor
    .selectFrom('quality_review as review')
    .innerJoin('decision', 'decision.decision_id', 'review.decision_id')
    .innerJoin('case_file', 'case_file.case_id', 'review.case_id')
    .innerJoin('staff as author', 'author.staff_id', 'review.author_id')
    .innerJoin('staff as reviewer', 'reviewer.staff_id', 'review.staff_id')
    .leftJoin('staff as settler', 'settler.staff_id', 'review.settled_by')
    .selectAll('review')
    .select(['case_file.case_number', 'case_file.category'])
    .select([
      'decision.action as first_action',
      'decision.policy_id as first_policy',
      'decision.reason as first_reason',
    ])
    .select(['author.name as author_name', 'reviewer.name as reviewer_name', 'settler.name as settler_name'])
    .where('review.state', '=', 'answered')
    .where(sql<boolean>`not (review.same_action and review.same_policy)`)
    .orderBy(sql`review.outcome is not null`)
    .orderBy('review.answered_at', 'desc')
    .limit(limit);
  query =
    'reviewId' in of
      ? query.where('review.review_id', '=', of.reviewId)
      : query.where('review.answered_at', '>=', of.since);
  const rows = await query.execute();
  const titles = await titlesOf(executor);
  return rows.flatMap((row) => {
    const { action, answered_at: answeredAt, author_id: authorId, staff_id: staffId, case_id: caseId } = row;
    if (action === null || answeredAt === null || authorId === null || staffId === null || caseId === null) return [];
    return {
      reviewId: QualityReviewId.parse(row.review_id),
      caseId: CaseId.parse(caseId),
      number: `C-${row.case_number}`,
      category: row.category,
      categoryLabel: categoryLabelOf(row.category),
      answeredAt: answeredAt.toISOString(),
      first: {
        by: { staffId: StaffId.parse(authorId), name: row.author_name },
        action: row.first_action,
        policy: titleOf(titles, row.first_policy),
        reason: row.first_reason,
      },
      second: {
        by: { staffId: StaffId.parse(staffId), name: row.reviewer_name },
        action,
        policy: titleOf(titles, row.policy_id),
        reason: row.reason ?? '',
      },
      settled:
        row.outcome === null || row.settled_at === null
          ? null
          : {
              outcome: row.outcome,
              note: row.outcome_note ?? '',
              at: row.settled_at.toISOString(),
              by: row.settler_name ?? '',
            },
    };
  });
}
