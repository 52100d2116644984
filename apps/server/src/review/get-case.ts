import { type CasePage, type CaseReport, ReportId, ReportPayload } from '@wellhouse/protocol';
import type { z } from 'zod';
import { loadDecisions } from '../decisions/load-decisions.ts';
import { loadPictureNumbers } from '../decisions/picture-numbers.ts';
import { loadPolicies, policiesFor, policyView } from '../decisions/policies.ts';
import type { Deps } from '../deps.ts';
import { type CaseVault, openCaseVault } from '../platform/case-vault.ts';
import type { Executor } from '../platform/database/open-database.ts';
import { reportTurn } from '../schema/reporters-in-turn.ts';
import { type CaseRow, selectCases, summaryOf } from './case-summary.ts';
import { loadCase } from './load-case.ts';
import { loadPictures } from './load-pictures.ts';
import { loadSentNotes } from './load-sent-notes.ts';
import { loadTimeline } from './load-timeline.ts';
import { logLook } from './log-look.ts';

/** A page of more is of no use to a person; the counts in the summary are exact. */
const reportLimit = 200;
const historyLimit = 20;

/**
 * One case without its evidence: nothing of a message is read here. What reporters wrote and what the team noted can
 * quote one, so that somebody reads the case is logged first, once an hour.
 */
export async function getCase(deps: Deps, staffId: string, caseId: string): Promise<z.input<typeof CasePage>> {
  const { kysely } = deps.database;
  const row = await loadCase(kysely, caseId);
  await logLook(deps, staffId, row.case_id);
  const vault = await openCaseVault(kysely, deps.keys, deps.random, caseId);
  const now = deps.clock();
  const numbers = (await loadPictureNumbers(kysely, [caseId])).get(caseId) ?? new Map<string, number>();
  return {
    summary: summaryOf(row, now),
    reports: await loadReports(kysely, row, vault),
    pictures: await loadPictures(kysely, { caseId }),
    decisions: await loadDecisions(kysely, (decisions) => decisions.where('decision.case_id', '=', caseId)),
    notesSent: await loadSentNotes(kysely, caseId, vault),
    timeline: await loadTimeline(kysely, caseId, { vault, pictures: numbers }),
    history: (await loadHistory(kysely, row)).map((earlier) => summaryOf(earlier, now)),
    suggestedPolicies: policiesFor(await loadPolicies(kysely, now), row.category).map(policyView),
  };
}

async function loadReports(
  executor: Executor,
  row: CaseRow,
  vault: CaseVault | null,
): Promise<z.input<typeof CaseReport>[]> {
  const reports = await executor
    .selectFrom('report')
    .select(['report_id', 'reference', 'reporter', 'accepted_at', 'locale', 'payload', 'wants_notices'])
    .where('case_id', '=', row.case_id)
    .orderBy(reportTurn)
    .orderBy('accepted_at', 'desc')
    .limit(reportLimit)
    .execute();
  reports.sort((a, b) => b.accepted_at.getTime() - a.accepted_at.getTime());
  return Promise.all(
    reports.map(async (report) => {
      const known = {
        reportId: ReportId.parse(report.report_id),
        reference: report.reference,
        reporter: report.reporter,
        acceptedAt: report.accepted_at.toISOString(),
        locale: report.locale,
        wantsNotices: report.wants_notices === true,
      };
      if (vault === null || report.payload === null) {
        const erased = { statement: null, answers: {}, audience: 'adult', blocked: false } as const;
        return { ...known, ...erased, category: row.category };
      }
      const payload = ReportPayload.parse(await vault.openJson(report.payload, `report:${report.report_id}`));
      const { category, statement, answers, audience, blocked } = payload;
      return { ...known, category, statement, answers: { ...answers }, audience, blocked };
    }),
  );
}

function loadHistory(executor: Executor, row: CaseRow): Promise<CaseRow[]> {
  return selectCases(executor)
    .where('case_file.hub_id', '=', row.hub_id)
    .where('case_file.subject_kind', '=', row.subject_kind)
    .where('case_file.subject_id', '=', row.subject_id)
    .where('case_file.case_id', '<>', row.case_id)
    .orderBy('case_file.opened_at', 'desc')
    .limit(historyLimit)
    .execute();
}
