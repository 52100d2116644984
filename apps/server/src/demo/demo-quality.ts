import { Action, CaseId, ProposeGoldenCase, QualityReviewId, ViewId } from '@wellhouse/protocol';
import { answerHeldDecision } from '../decisions/answer-held-decision.ts';
import type { Deps } from '../deps.ts';
import { answerQualityReview } from '../quality/answer-review.ts';
import { drawReviews } from '../quality/draw-reviews.ts';
import { answerGoldenCase, proposeGoldenCase } from '../quality/golden-cases.ts';
import { putQualityPlan } from '../quality/plan.ts';
import { beginQualityView, reportQualityView } from '../quality/quality-view.ts';
import { settleDisagreement } from '../quality/settle-disagreement.ts';
import { leaveQualityReview, takeQualityReview } from '../quality/take-review.ts';
import { beginEvidenceView } from '../review/begin-evidence-view.ts';
import { reportEvidenceView } from '../review/report-evidence-view.ts';
import { callerOf, unlessRefused } from './demo-staff.ts';
import type { DemoMember } from './demo-team.ts';
import words from './demo-words.json' with { type: 'json' };
import type { Seeded } from './seeded.ts';

/** So often a second person comes to the same action; then to the same policy. */
const sameAction = 0.84;
const samePolicy = 0.96;

/** The share that is drawn, from the first day on, and golden cases that two leads agreed on; one waits for its second. */
export async function prepareDemoQuality(deps: Deps, [one, two]: readonly DemoMember[]): Promise<void> {
  if (one === undefined || two === undefined) throw new Error('find two leads');
  const reason = 'A demonstration: a few more than usual.';
  await putQualityPlan(deps, one.staffId, { share: 9, rules: [], goldenEvery: 12, reason });
  for (const [index, golden] of words.golden.entries()) {
    const { goldenId } = await proposeGoldenCase(deps, one.staffId, ProposeGoldenCase.parse(golden));
    if (index === words.golden.length - 1) return;
    await answerGoldenCase(deps, two.staffId, goldenId, { answer: 'agree', reason: 'Clear, and often met.' });
  }
}

/** Puts what was decided through the draw, as the worker does every half minute. */
export const drawDemoReviews = drawReviews;

/** One person judges decisions of others anew, without knowing them, until `keep` wait. */
export async function reviewAgain(deps: Deps, random: Seeded, member: DemoMember, keep: number): Promise<void> {
  const { kysely } = deps.database;
  const caller = callerOf(member);
  const { waiting } = await kysely
    .selectFrom('quality_review')
    .select(({ fn }) => fn.countAll<string>().as('waiting'))
    .where('state', '=', 'waiting')
    .executeTakeFirstOrThrow();
  for (let left = Math.min(4, Number(waiting) - keep); left > 0; left -= 1) {
    const page = await takeQualityReview(deps, caller).catch(unlessRefused);
    if (page === null) return;
    const { reviewId } = page;
    const view = await beginQualityView(deps, caller, reviewId);
    const looked = { visibleMs: 20_000, attachments: [], pictures: [], ended: true };
    await reportQualityView(deps, member.staffId, { reviewId, viewId: view.viewId }, looked);
    const first = await firstOf(deps, reviewId);
    const action =
      random.next() < sameAction ? first.action : Action.parse(random.pick(['no-action', 'warn', 'limit']));
    const policyId = random.next() < samePolicy ? first.policyId : null;
    const answer = { action, policyId: policyId ?? page.policies[0]?.policyId ?? null, reason: words.second };
    const answered = await answerQualityReview(deps, member.staffId, reviewId, answer).catch(unlessRefused);
    if (answered === null) await leaveQualityReview(deps, member.staffId, reviewId);
  }
}

async function firstOf({ database }: Deps, reviewId: string) {
  const row = await database.kysely
    .selectFrom('quality_review as review')
    .leftJoin('decision', 'decision.decision_id', 'review.decision_id')
    .leftJoin('golden_case', 'golden_case.golden_id', 'review.golden_id')
    .select(['decision.action', 'decision.policy_id', 'golden_case.action as golden', 'golden_case.policy_id as meant'])
    .where('review_id', '=', reviewId)
    .executeTakeFirstOrThrow();
  return { action: Action.parse(row.action ?? row.golden), policyId: row.policy_id ?? row.meant };
}

/** A lead settles the oldest of what two people judged differently, where they are neither. */
export async function settleOne(deps: Deps, { staffId }: DemoMember): Promise<void> {
  const row = await deps.database.kysely
    .selectFrom('quality_review')
    .select('review_id')
    .where('state', '=', 'answered')
    .where('decision_id', 'is not', null)
    .where('outcome', 'is', null)
    .where(({ or, eb }) => or([eb('same_action', '=', false), eb('same_policy', '=', false)]))
    .where('author_id', '<>', staffId)
    .where('staff_id', '<>', staffId)
    .orderBy('answered_at')
    .limit(1)
    .executeTakeFirst();
  if (row === undefined) return;
  const body = { outcome: 'first-stands' as const, note: words.settled };
  await settleDisagreement(deps, staffId, QualityReviewId.parse(row.review_id), body).catch(unlessRefused);
}

/** A lead is the second person of what cannot be undone, until `keep` wait. */
export async function answerHeld(deps: Deps, random: Seeded, member: DemoMember, keep: number): Promise<void> {
  const held = await deps.database.kysely
    .selectFrom('decision')
    .select(['decision_id', 'decided_by', 'case_id'])
    .where('state', '=', 'held')
    .orderBy('decided_at')
    .execute();
  const others = held.filter((one) => one.decided_by !== member.staffId);
  for (const { decision_id: decisionId, case_id } of others.slice(0, Math.max(0, held.length - keep))) {
    const answer = random.next() < 0.85 ? ('approve' as const) : ('refuse' as const);
    const look = { caseId: CaseId.parse(case_id), purpose: 'second-person' as const, reason: words.secondLook };
    const { viewId } = await beginEvidenceView(deps, member.staffId, look);
    const visibleMs = 10_000 + random.below(30_000);
    const looked = { visibleMs, attachments: [], pictures: [], ended: true };
    await reportEvidenceView(deps, member.staffId, ViewId.parse(viewId), looked);
    await answerHeldDecision(deps, member.staffId, decisionId, { answer, reason: 'Read again, all of it.' }).catch(
      unlessRefused,
    );
  }
}
