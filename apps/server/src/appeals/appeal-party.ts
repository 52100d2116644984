import type { AppealSide } from '@wellhouse/protocol';
import { sql } from 'kysely';
import { appealUntil } from '../notices/appeal-period.ts';
import { effectOf } from '../notices/person-notice.ts';
import type { Executor } from '../platform/database/open-database.ts';
import { ProblemError } from '../platform/http/problem-error.ts';

/** Who appeals: proven by the delivery service's token, or by the receipt of their report. */
export interface Party {
  readonly side: AppealSide;
  readonly hubId: string;
  readonly accountId: string;
  readonly reportId: string | null;
}

export interface Appealable {
  readonly party: Party;
  readonly caseId: string;
  /** What is appealed against; null: nothing stands that this party was told. */
  readonly decisionId: string | null;
  readonly until: Date | null;
}

/**
 * A decision that concerns the account. One that concerns another account is answered like one that does not exist.
 * @throws ProblemError `not-found`
 */
export async function findForPerson(
  executor: Executor,
  account: { readonly hubId: string; readonly accountId: string },
  decisionId: string,
): Promise<Appealable> {
  const decision = await executor
    .selectFrom('decision')
    .innerJoin('case_file', 'case_file.case_id', 'decision.case_id')
    .selectAll('decision')
    .select(
      sql<Date | null>`(select min(delivered_at) from delivery where delivery.decision_id = decision.decision_id
        and delivery.hub_id = ${account.hubId} and delivery.account_id = ${account.accountId})`.as('told_at'),
    )
    .where('decision.decision_id', '=', decisionId)
    .where('case_file.hub_id', '=', account.hubId)
    // Nobody is told of what waits, was refused, or concerns them in nothing.
    .where('decision.action', '<>', 'no-action')
    .where('decision.state', 'not in', ['held', 'refused'])
    .where(
      sql<boolean>`(case_file.subject_kind = 'account' and case_file.subject_id = ${account.accountId}
        or exists (select from delivery where delivery.decision_id = decision.decision_id
          and delivery.hub_id = ${account.hubId} and delivery.account_id = ${account.accountId}))`,
    )
    .executeTakeFirst();
  if (decision === undefined) throw new ProblemError('not-found', 'No decision of this id concerns this account.');
  const { hubId, accountId } = account;
  return {
    party: { side: 'person', hubId, accountId, reportId: null },
    caseId: decision.case_id,
    decisionId,
    until: appealUntil(later(effectOf(decision), decision.told_at)),
  };
}

/**
 * What was decided on the case of a report. The time runs from when the reporter's device first fetched an outcome.
 * @throws ProblemError `not-found`
 */
export async function findForReporter(executor: Executor, reportId: string): Promise<Appealable> {
  const report = await executor
    .selectFrom('report')
    .select(['hub_id', 'reporter', 'case_id', 'told_at', 'wants_notices'])
    .where('report_id', '=', reportId)
    .executeTakeFirst();
  if (report === undefined || report.case_id === null) throw new ProblemError('not-found');
  const party: Party = { side: 'reporter', hubId: report.hub_id, accountId: report.reporter, reportId };
  const decision = await executor
    .selectFrom('decision')
    .selectAll()
    .where('case_id', '=', report.case_id)
    .where('state', '=', 'in-force')
    .executeTakeFirst();
  const caseId = report.case_id;
  if (decision === undefined) return { party, caseId, decisionId: null, until: null };
  return {
    party,
    caseId,
    decisionId: decision.decision_id,
    until: appealUntil(later(effectOf(decision), report.told_at)),
  };
}

function later(a: Date, b: Date | null): Date {
  return b !== null && b > a ? b : a;
}
