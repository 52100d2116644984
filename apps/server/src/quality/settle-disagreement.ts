import type { QualityDisagreement, SettleDisagreement } from '@wellhouse/protocol';
import type { z } from 'zod';
import type { Deps } from '../deps.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import { recordAudit } from '../staff/record-audit.ts';
import { loadDisagreements } from './load-disagreements.ts';

/**
 * Says what two people who judged differently came to. By a third person; once. Changes no decision: where the second one was
 * right, a lead reverses the first as any other (reverseDecision), and the person is told why.
 */
export async function settleDisagreement(
  deps: Deps,
  staffId: string,
  reviewId: string,
  body: z.output<typeof SettleDisagreement>,
): Promise<z.input<typeof QualityDisagreement>> {
  await deps.database.transaction(async (tx) => {
    const review = await tx
      .selectFrom('quality_review')
      .select(['state', 'author_id', 'staff_id', 'same_action', 'same_policy', 'outcome', 'case_id'])
      .where('review_id', '=', reviewId)
      .where('decision_id', 'is not', null)
      .forUpdate()
      .executeTakeFirst();
    const differs = review?.same_action === false || review?.same_policy === false;
    if (review === undefined || review.state !== 'answered' || !differs) throw new ProblemError('not-found');
    if (review.outcome !== null) throw new ProblemError('quality-closed', 'Somebody has settled this already.');
    if (staffId === review.author_id || staffId === review.staff_id) {
      throw new ProblemError('not-independent', 'You are one of the two; a third person says what it comes to.');
    }
    await tx
      .updateTable('quality_review')
      .set({ outcome: body.outcome, outcome_note: body.note, settled_by: staffId, settled_at: deps.clock() })
      .where('review_id', '=', reviewId)
      .execute();
    const details = { reviewId, outcome: body.outcome };
    await recordAudit(tx, { staffId, action: 'quality.settle', object: `case:${review.case_id}`, details });
  });
  const [settled] = await loadDisagreements(deps.database.kysely, { reviewId });
  if (settled === undefined) throw new ProblemError('not-found');
  return settled;
}
