import type { EvidenceLevel } from '@wellhouse/protocol';
import { sql } from 'kysely';
import { categoryLabelOf } from '../decisions/category-label.ts';
import type { Deps } from '../deps.ts';
import { type CaseVault, createCaseVault, openCaseVault } from '../platform/case-vault.ts';
import type { Transaction } from '../platform/database/open-database.ts';
import { newUuid } from '../staff/tokens.ts';
import { categoryOf } from './case-category.ts';
import { isDrillHub } from './drill-hub.ts';
import { bestLevel, clockOf } from './score.ts';
import { weighCase } from './weigh-case.ts';

export interface JoiningReport {
  readonly hubId: string;
  readonly reporter: string;
  readonly reference: string;
  readonly acceptedAt: Date;
  readonly subject: { readonly kind: 'account' | 'group'; readonly id: string };
  /** A leaf that the taxonomy knows. */
  readonly category: string;
  readonly level: EvidenceLevel;
  readonly dangerNow: boolean;
  readonly child: boolean;
  /** What the reviewer should know about the report as such. */
  readonly notes: readonly string[];
}

export interface JoinedCase {
  readonly caseId: string;
  readonly vault: CaseVault;
}

type CaseRow = {
  case_id: string;
  level: EvidenceLevel;
  report_count: number;
  reporter_count: number;
  danger: boolean;
  child: boolean;
  opened_at: Date;
  due_at: Date;
};

/**
 * Puts a report into the undecided case about its subject and category, or opens one. Holds the case's row until the
 * transaction ends, so that reports about one subject are counted one after another.
 */
export async function joinCase(deps: Deps, tx: Transaction, report: JoiningReport): Promise<JoinedCase> {
  const { leaf } = categoryOf(report.category);
  const existing = await findOrOpen(deps, tx, report);
  const isNew = await addReporter(tx, existing.row.case_id, report);
  const state = {
    level: bestLevel([existing.row.level, report.level]),
    reporters: existing.row.reporter_count + (isNew ? 1 : 0),
    dangerNow: existing.row.danger || report.dangerNow,
    child: existing.row.child || report.child,
  };
  const clock = clockOf(leaf.clock, state.dangerNow);
  const due = new Date(report.acceptedAt.getTime() + clock.firstReviewMinutes * 60_000);
  await tx
    .updateTable('case_file')
    .set({
      level: state.level,
      report_count: existing.row.report_count + 1,
      reporter_count: state.reporters,
      danger: state.dangerNow,
      child: state.child,
      ...weighCase({ ...state, category: report.category, openedAt: existing.row.opened_at }),
      priority: clock.priority,
      // A later report can bring the time closer, never put it off.
      due_at: due < existing.row.due_at ? due : existing.row.due_at,
    })
    .where('case_id', '=', existing.row.case_id)
    .execute();
  await writeEvents(tx, existing, report);
  return { caseId: existing.row.case_id, vault: existing.vault };
}

async function findOrOpen(deps: Deps, tx: Transaction, report: JoiningReport) {
  // Fails softly on the unique index of undecided cases and then locks the row that stands there.
  for (;;) {
    const found = await lockUndecided(tx, report);
    if (found !== undefined) {
      const vault = await openCaseVault(tx, deps.keys, deps.random, found.case_id);
      if (vault !== null) return { row: found, vault, opened: false };
      throw new Error(`file a report: the key of case ${found.case_id} is gone although it is not decided`);
    }
    const caseId = newUuid(deps.random);
    const openedAt = report.acceptedAt;
    const farthest = new Date(openedAt.getTime() + 365 * 86_400_000);
    const inserted = await sql<CaseRow>`
      insert into case_file (case_id, hub_id, subject_kind, subject_id, category, level, score, rank, why, priority,
        due_at, report_count, reporter_count, danger, child, drill, opened_at)
      values (${caseId}, ${report.hubId}, ${report.subject.kind}, ${report.subject.id}, ${report.category},
        'ASSERTED', 0, 0, '[]', 'P3', ${farthest}, 0, 0, false, false, ${isDrillHub(report.hubId)}, ${openedAt})
      on conflict do nothing
      returning case_id, level, report_count, reporter_count, danger, child, opened_at, due_at`.execute(tx);
    const row = inserted.rows[0];
    if (row !== undefined) {
      return { row, vault: await createCaseVault(tx, deps.keys, deps.random, caseId), opened: true };
    }
  }
}

function lockUndecided(tx: Transaction, report: JoiningReport): Promise<CaseRow | undefined> {
  return tx
    .selectFrom('case_file')
    .select(['case_id', 'level', 'report_count', 'reporter_count', 'danger', 'child', 'opened_at', 'due_at'])
    .where('hub_id', '=', report.hubId)
    .where('subject_kind', '=', report.subject.kind)
    .where('subject_id', '=', report.subject.id)
    .where('category', '=', report.category)
    .where('state', '<>', 'decided')
    .forUpdate()
    .executeTakeFirst();
}

async function addReporter(tx: Transaction, caseId: string, report: JoiningReport): Promise<boolean> {
  const added = await tx
    .insertInto('case_reporter')
    .values({ case_id: caseId, hub_id: report.hubId, reporter: report.reporter })
    .onConflict((conflict) => conflict.doNothing())
    .returning('reporter')
    .executeTakeFirst();
  return added !== undefined;
}

async function writeEvents(
  tx: Transaction,
  { row, opened }: { row: CaseRow; opened: boolean },
  report: JoiningReport,
): Promise<void> {
  const event = { case_id: row.case_id, at: report.acceptedAt, staff_id: null, sealed_text: null };
  const notes = report.notes.length === 0 ? '' : ` ${report.notes.join(' ')}`;
  const joined = { ...event, kind: 'report-joined' as const, text: `Report ${report.reference} came in.${notes}` };
  const first = { ...event, kind: 'opened' as const, text: `${categoryLabelOf(report.category)}: case opened.` };
  await tx
    .insertInto('case_event')
    .values(opened ? [first, joined] : [joined])
    .execute();
}
