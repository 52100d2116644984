import { type CasePage, type CaseReport, ReportId, ReportPayload, type TimelineEntry } from '@wellhouse/protocol';
import type { z } from 'zod';
import { loadDecisions } from '../decisions/load-decisions.ts';
import { policiesFor } from '../decisions/policies.ts';
import type { Deps } from '../deps.ts';
import { type CaseVault, openCaseVault } from '../platform/case-vault.ts';
import type { Executor } from '../platform/database/open-database.ts';
import { reportTurn } from '../schema/reporters-in-turn.ts';
import { recordAudit } from '../staff/record-audit.ts';
import { type CaseRow, selectCases, summaryOf } from './case-summary.ts';
import { loadCase } from './load-case.ts';

/** A page of more is of no use to a person; the counts in the summary are exact. */
const reportLimit = 200;
const timelineLimit = 500;
const historyLimit = 20;

/** A page that stays open asks again and again; that is one look. */
const lookMs = 60 * 60_000;

/**
 * One case without its evidence: nothing of a message is read here. What reporters wrote and what the team noted can
 * quote one, so that somebody reads the case is logged first, once an hour.
 */
export async function getCase(deps: Deps, staffId: string, caseId: string): Promise<z.input<typeof CasePage>> {
  const { kysely } = deps.database;
  const row = await loadCase(kysely, caseId);
  await logLook(deps, staffId, `case:${row.case_id}`);
  const vault = await openCaseVault(kysely, deps.keys, deps.random, caseId);
  const now = deps.clock();
  return {
    summary: summaryOf(row, now),
    reports: await loadReports(kysely, row, vault),
    decisions: await loadDecisions(kysely, (decisions) => decisions.where('decision.case_id', '=', caseId)),
    timeline: await loadTimeline(kysely, caseId, vault),
    history: (await loadHistory(kysely, row)).map((earlier) => summaryOf(earlier, now)),
    suggestedPolicies: policiesFor(row.category),
  };
}

async function logLook(deps: Deps, staffId: string, object: string): Promise<void> {
  const action = 'case.read';
  const logged = await deps.database.kysely
    .selectFrom('audit_entry')
    .select('entry_id')
    .where('object', '=', object)
    .where('staff_id', '=', staffId)
    .where('action', '=', action)
    .where('at', '>', new Date(deps.clock().getTime() - lookMs))
    .executeTakeFirst();
  if (logged !== undefined) return;
  await deps.database.transaction((tx) => recordAudit(tx, { staffId, action, object, details: {}, at: deps.clock() }));
}

async function loadReports(
  executor: Executor,
  row: CaseRow,
  vault: CaseVault | null,
): Promise<z.input<typeof CaseReport>[]> {
  const reports = await executor
    .selectFrom('report')
    .select(['report_id', 'reference', 'reporter', 'accepted_at', 'locale', 'payload'])
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

async function loadTimeline(
  executor: Executor,
  caseId: string,
  vault: CaseVault | null,
): Promise<z.input<typeof TimelineEntry>[]> {
  const events = await executor
    .selectFrom('case_event')
    .leftJoin('staff', 'staff.staff_id', 'case_event.staff_id')
    .select(['case_event.at', 'case_event.kind', 'case_event.text', 'case_event.sealed_text', 'staff.name'])
    .where('case_event.case_id', '=', caseId)
    .orderBy('case_event.event_id', 'desc')
    .limit(timelineLimit)
    .execute();
  return Promise.all(
    events.reverse().map(async (event) => ({
      at: event.at.toISOString(),
      kind: event.kind,
      staffName: event.name,
      text: event.text ?? (await openNote(caseId, event.sealed_text, vault)),
    })),
  );
}

async function openNote(caseId: string, sealed: Buffer | null, vault: CaseVault | null): Promise<string> {
  if (sealed === null || vault === null) return 'A note that was erased with the case.';
  return (await vault.open(sealed, `case-note:${caseId}`)).toString('utf8');
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
