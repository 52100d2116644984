import { type QualityReview, QualityReviewId, ReportPayload } from '@wellhouse/protocol';
import type { z } from 'zod';
import { categoryLabelOf } from '../decisions/category-label.ts';
import { loadPolicies, policiesFor, policyView } from '../decisions/policies.ts';
import { loadStrikes, strikeState } from '../decisions/strikes.ts';
import type { Deps } from '../deps.ts';
import { openCaseVault } from '../platform/case-vault.ts';
import type { Executor } from '../platform/database/open-database.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import { reportTurn } from '../schema/reporters-in-turn.ts';
import { goldenReports, goldenSubject } from './golden-material.ts';
import { loadOwnReview, type OwnReview } from './own-review.ts';

/** A page of more is of no use to a person. */
const reportLimit = 200;

type Page = z.input<typeof QualityReview>;

/** What the first reviewer had, as of the moment of their decision; nothing of what came of it, and no name of the case. */
export async function loadReviewPage(deps: Deps, staffId: string, reviewId: string): Promise<Page> {
  const review = await loadOwnReview(deps.database.kysely, staffId, reviewId);
  return review.golden_id === null ? samplePage(deps, review) : goldenPage(deps, review);
}

async function samplePage(deps: Deps, review: OwnReview): Promise<Page> {
  const { kysely } = deps.database;
  const row = await kysely
    .selectFrom('decision')
    .innerJoin('case_file', 'case_file.case_id', 'decision.case_id')
    .select(['decision.decided_at', 'case_file.case_id', 'hub_id', 'subject_kind', 'subject_id', 'category', 'level'])
    .where('decision_id', '=', review.decision_id)
    .executeTakeFirstOrThrow();
  const strikes = row.subject_kind === 'account' ? await loadStrikes(kysely, row.hub_id, row.subject_id) : [];
  return {
    ...(await commonOf(kysely, review, row.category, row.decided_at)),
    subject:
      row.subject_kind === 'account'
        ? { kind: 'account', accountId: row.subject_id, hubId: row.hub_id }
        : { kind: 'group', groupId: row.subject_id, hubId: row.hub_id },
    level: row.level,
    reports: await loadReports(deps, row),
    // What this case left came with its decision; what ended later counted then.
    strikes: strikes
      .filter((one) => one.case_id !== row.case_id && strikeState(one, row.decided_at) === 'active')
      .map((one) => ({ policyId: one.policy_id, at: one.at.toISOString(), weight: one.weight })),
  };
}

async function goldenPage(deps: Deps, review: OwnReview): Promise<Page> {
  const { kysely } = deps.database;
  const golden = await kysely
    .selectFrom('golden_case')
    .selectAll()
    .where('golden_id', '=', review.golden_id)
    .executeTakeFirstOrThrow();
  return {
    ...(await commonOf(kysely, review, golden.category, review.taken_at)),
    subject: goldenSubject(deps, review.review_id),
    level: 'VERIFIED',
    reports: goldenReports(golden),
    strikes: [],
  };
}

async function commonOf(executor: Executor, review: OwnReview, category: string, at: Date) {
  const policies = await loadPolicies(executor, at);
  const meant = policiesFor(policies, category);
  return {
    reviewId: QualityReviewId.parse(review.review_id),
    takenAt: review.taken_at.toISOString(),
    category,
    categoryLabel: categoryLabelOf(category),
    policies: [...meant, ...policies.filter((policy) => !meant.includes(policy))].map(policyView),
  };
}

async function loadReports(deps: Deps, row: { case_id: string; decided_at: Date }): Promise<Page['reports']> {
  const { kysely } = deps.database;
  const vault = await openCaseVault(kysely, deps.keys, deps.random, row.case_id);
  if (vault === null) throw new ProblemError('quality-closed');
  const reports = await kysely
    .selectFrom('report')
    .select(['report_id', 'locale', 'payload', 'accepted_at'])
    .where('case_id', '=', row.case_id)
    .where('accepted_at', '<=', row.decided_at)
    .where('payload', 'is not', null)
    .orderBy(reportTurn)
    .orderBy('accepted_at', 'desc')
    .limit(reportLimit)
    .execute();
  reports.sort((a, b) => b.accepted_at.getTime() - a.accepted_at.getTime());
  return Promise.all(
    reports.flatMap(async ({ report_id, locale, payload }) => {
      const opened = ReportPayload.parse(await vault.openJson(payload ?? Buffer.alloc(0), `report:${report_id}`));
      const { category, statement, answers, audience } = opened;
      return { category, statement, answers: { ...answers }, locale, audience };
    }),
  );
}
