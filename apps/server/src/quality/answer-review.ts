import type { AnswerQualityReview, QualityResult } from '@wellhouse/protocol';
import { sql } from 'kysely';
import type { z } from 'zod';
import { needsAccount } from '../decisions/decision-rules.ts';
import { loadPolicies } from '../decisions/policies.ts';
import type { Deps } from '../deps.ts';
import type { Transaction } from '../platform/database/open-database.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import { recordAudit } from '../staff/record-audit.ts';
import { loadResults } from './load-results.ts';
import { loadOwnReview, type OwnReview } from './own-review.ts';
import { leaveQualityReview } from './take-review.ts';

/** Takes down what the second reviewer would have decided; only now are they told what the first one did. */
export async function answerQualityReview(
  deps: Deps,
  staffId: string,
  reviewId: string,
  body: z.output<typeof AnswerQualityReview>,
): Promise<z.input<typeof QualityResult>> {
  const { action } = body;
  const policyId = action === 'no-action' ? null : body.policyId;
  if (await hasReadCase(deps, staffId, reviewId)) {
    await leaveQualityReview(deps, staffId, reviewId);
    throw new ProblemError('quality-closed', 'You have read the case meanwhile; another person reviews it.');
  }
  await deps.database.transaction(async (tx) => {
    const review = await loadOwnReview(tx, staffId, reviewId);
    if (review.viewed_at === null) throw new ProblemError('quality-unread');
    const other = await firstOf(tx, review);
    if (!other.stands) throw new ProblemError('quality-closed');
    if (other.aboutGroup && needsAccount.has(action)) throw invalid('action', 'this action needs an account');
    if (action !== 'no-action') {
      const known = (await loadPolicies(tx, other.at)).some((policy) => policy.policyId === policyId);
      if (!known) throw invalid('policyId', 'name the policy that applies');
    }
    const updated = await tx
      .updateTable('quality_review')
      .set({
        state: 'answered',
        answered_at: deps.clock(),
        action,
        policy_id: policyId,
        reason: body.reason,
        same_action: action === other.action,
        same_policy: policyId === other.policyId,
      })
      .where('review_id', '=', reviewId)
      .where('state', '=', 'taken')
      .where('staff_id', '=', staffId)
      .returning('review_id')
      .executeTakeFirst();
    if (updated === undefined) throw new ProblemError('quality-closed');
    const details = { action, policyId };
    await recordAudit(tx, { staffId, action: 'quality.answer', object: `quality:${reviewId}`, details });
  });
  const [result] = await loadResults(deps.database.kysely, staffId, reviewId);
  if (result === undefined) throw new ProblemError('not-found');
  return result;
}

/** The veil stands before whoever may review. Who could not for a while, and read the case then, is blind no more. */
async function hasReadCase({ database }: Deps, staffId: string, reviewId: string): Promise<boolean> {
  const read = await database.kysely
    .selectFrom('quality_review')
    .innerJoin('audit_entry', (join) =>
      join
        .on(sql<boolean>`audit_entry.object = 'case:' || quality_review.case_id`)
        .on('audit_entry.staff_id', '=', staffId),
    )
    .select('audit_entry.entry_id')
    .where('review_id', '=', reviewId)
    .where('quality_review.staff_id', '=', staffId)
    .where('quality_review.state', '=', 'taken')
    .where('audit_entry.action', 'in', ['case.read', 'evidence.view'])
    .limit(1)
    .executeTakeFirst();
  return read !== undefined;
}

/** The judgement to compare with. A decision that found nothing rests on no policy, whatever was chosen before. */
async function firstOf(tx: Transaction, review: OwnReview) {
  if (review.golden_id !== null) {
    const golden = await tx
      .selectFrom('golden_case')
      .select(['action', 'policy_id'])
      .where('golden_id', '=', review.golden_id)
      .executeTakeFirstOrThrow();
    return { ...judged(golden), aboutGroup: false, stands: true, at: review.taken_at };
  }
  const first = await tx
    .selectFrom('decision')
    .innerJoin('case_file', 'case_file.case_id', 'decision.case_id')
    .select([
      'action',
      'policy_id',
      'decision.decided_at',
      'subject_kind',
      'decision.state',
      'case_file.state as case_state',
    ])
    .where('decision_id', '=', review.decision_id)
    .executeTakeFirstOrThrow();
  return {
    ...judged(first),
    aboutGroup: first.subject_kind === 'group',
    stands: first.case_state !== 'open' && (first.state === 'in-force' || first.state === 'scheduled'),
    at: first.decided_at,
  };
}

function judged<A extends string>({ action, policy_id }: { action: A; policy_id: string | null }) {
  return { action, policyId: action === 'no-action' ? null : policy_id };
}

function invalid(field: string, problem: string): ProblemError {
  const path = `/body/${field}`;
  return new ProblemError('invalid-request', `${path}: ${problem}`, { fields: [{ field: path, problem }] });
}
