import type { ReportStatus, ReportView } from '@wellhouse/protocol';
import type { z } from 'zod';
import type { Deps } from '../deps.ts';
import { loadReportNotes } from '../notices/load-report-notes.ts';
import { loadReporterNotice } from '../notices/load-reporter-notice.ts';
import { ProblemError } from '../platform/http/problem-error.ts';

/** Where a report stands, for the person who handed it in. */
export async function getReport(deps: Deps, reportId: string): Promise<z.input<typeof ReportView>> {
  const { kysely } = deps.database;
  const report = await kysely
    .selectFrom('report')
    .leftJoin('case_file', 'case_file.case_id', 'report.case_id')
    .select([
      'report.reference',
      'report.accepted_at',
      'report.locale',
      'report.announced',
      'report.state',
      'report.problem_code',
      'report.problem_detail',
      'report.wants_notices',
      'report.case_id',
      'report.told_at',
      'case_file.state as case_state',
      'case_file.drill as case_drill',
    ])
    .where('report.report_id', '=', reportId)
    .executeTakeFirst();
  if (report === undefined) throw new ProblemError('not-found');
  const stored = await kysely
    .selectFrom('report_attachment')
    .select('sha256')
    .where('report_id', '=', reportId)
    .execute();
  const here = new Set(stored.map((one) => one.sha256));
  const decided = report.case_id !== null && report.case_state === 'decided' && report.wants_notices === true;
  const decision = decided && report.case_id ? await loadReporterNotice(deps, report.case_id, report.locale) : null;
  // What is yet to begin, or was undone and goes on elsewhere, is not decided for who waits. A rehearsal ends without a decision.
  const waits = decided && decision === null && report.case_drill !== true;
  const { case_id: caseId } = report;
  const hears = caseId !== null && report.wants_notices === true;
  if (decision !== null && report.told_at === null) await noteTold(deps, reportId);
  return {
    reportId,
    reference: report.reference,
    status: waits ? 'in-review' : statusOf(report),
    acceptedAt: report.accepted_at.toISOString(),
    missing: report.announced.map((one) => one.sha256).filter((sha256) => !here.has(sha256)),
    problem: report.problem_code === null ? null : { code: report.problem_code, detail: report.problem_detail ?? '' },
    decision,
    notes: hears ? await loadReportNotes(deps, { reportId, caseId }) : [],
  };
}

/** That the outcome has reached the device is a figure of the team's; an answer does not fail for it. */
async function noteTold({ database, clock, log }: Deps, reportId: string): Promise<void> {
  const first = database.kysely.updateTable('report').set({ told_at: clock() }).where('told_at', 'is', null);
  await first
    .where('report_id', '=', reportId)
    .execute()
    .catch((error: unknown) => log.warn({ err: error }, 'note that an outcome was told'));
}

export function statusOf(report: {
  state: 'submitted' | 'filed' | 'unreadable';
  case_state: 'open' | 'held' | 'decided' | null;
}): ReportStatus {
  switch (report.state) {
    case 'submitted':
      return 'submitted';
    case 'unreadable':
      return 'unreadable';
    case 'filed':
      return report.case_state === 'decided' ? 'decided' : 'in-review';
    default:
      return report.state satisfies never;
  }
}
