import { AppealId, type HearingPage, ReportId, StaffId } from '@wellhouse/protocol';
import { sql } from 'kysely';
import type { z } from 'zod';
import { loadDecisions } from '../decisions/load-decisions.ts';
import type { Deps } from '../deps.ts';
import { openCaseVault } from '../platform/case-vault.ts';
import type { Executor } from '../platform/database/open-database.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import { recordAudit } from '../staff/record-audit.ts';
import { milderChoicesOf, outcomesOf } from './appeal-rules.ts';
import { type HearingRow, selectHearings, summariesOf } from './load-hearings.ts';

/** More than these who appeal together are counted, and not all read. */
export const appealLimit = 200;

/** One hearing with the words of those who appeal. That they were read is logged first. */
export async function getHearing(deps: Deps, staffId: string, hearingId: string): Promise<z.input<typeof HearingPage>> {
  const { database } = deps;
  const row = await selectHearings(database.kysely).where('hearing_id', '=', hearingId).executeTakeFirst();
  if (row === undefined) throw new ProblemError('not-found');
  await database.transaction((tx) =>
    recordAudit(tx, {
      staffId,
      action: 'appeal.view',
      object: `case:${row.case_id}`,
      details: { hearingId, reference: row.reference },
    }),
  );
  return loadHearingPage(deps, database.kysely, staffId, row);
}

export async function loadHearingPage(
  deps: Deps,
  executor: Executor,
  staffId: string,
  row: HearingRow,
): Promise<z.input<typeof HearingPage>> {
  const [summary] = await summariesOf(deps, executor, [row], staffId);
  if (summary === undefined) throw new Error(`read hearing ${row.hearing_id}`);
  const appeals = await loadAppeals(deps, executor, row);
  const facts = await executor
    .selectFrom('decision')
    .select(['action', 'state', 'until', 'ended_why as endedWhy'])
    .where('decision_id', '=', row.decision_id)
    .executeTakeFirstOrThrow();
  const open = row.state === 'open';
  const milder = open ? milderChoicesOf(facts, row.subject_kind, deps.clock()) : [];
  const sides = new Set(appeals.map(({ side }) => side));
  return {
    summary,
    appeals,
    outcomes: open ? outcomesOf(facts, sides, milder.length) : [],
    milder,
    heard: await heardOf(executor, row),
  };
}

async function loadAppeals(deps: Deps, executor: Executor, row: HearingRow) {
  const appeals = await executor
    .selectFrom('appeal')
    .selectAll()
    .select(
      sql<boolean>`exists (select from misuse_mark where of = 'appeal' and object_id = appeal.appeal_id)`.as(
        'unfounded',
      ),
    )
    .where('hearing_id', '=', row.hearing_id)
    // The person's is never crowded out.
    .orderBy('side')
    .orderBy('received_at')
    .limit(appealLimit)
    .execute();
  const vault = await openCaseVault(executor, deps.keys, deps.random, row.case_id);
  return Promise.all(
    appeals.map(async (one) => ({
      appealId: AppealId.parse(one.appeal_id),
      side: one.side,
      accountId: one.account_id,
      hubId: one.hub_id,
      reportId: one.report_id === null ? null : ReportId.parse(one.report_id),
      receivedAt: one.received_at.toISOString(),
      locale: one.locale,
      statement: vault === null ? null : (await vault.open(one.statement, `appeal:${one.appeal_id}`)).toString('utf8'),
      unfounded: one.unfounded,
    })),
  );
}

async function heardOf(executor: Executor, row: HearingRow): Promise<z.input<typeof HearingPage>['heard']> {
  if (row.outcome === null || row.heard_by === null || row.heard_at === null) return null;
  const newId = row.new_decision_id;
  const [newDecision] =
    newId === null ? [] : await loadDecisions(executor, (query) => query.where('decision.decision_id', '=', newId));
  return {
    outcome: row.outcome,
    by: { staffId: StaffId.parse(row.heard_by), name: row.hearer_name ?? '' },
    at: row.heard_at.toISOString(),
    reasons: { person: row.reason_person, reporter: row.reason_reporter },
    newDecision: newDecision ?? null,
  };
}
