import {
  AccountId,
  CaseId,
  type DecideMeasureHearing,
  HubId,
  type MeasureHearing,
  type MeasureHearingPage,
  StaffId,
} from '@wellhouse/protocol';
import { sql } from 'kysely';
import type { z } from 'zod';
import type { Deps } from '../deps.ts';
import { refuseNamesIn } from '../notices/told-reason.ts';
import { vaultOf } from '../platform/case-vault.ts';
import type { Executor, Transaction } from '../platform/database/open-database.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import { recordAudit } from '../staff/record-audit.ts';
import { loadHearers } from './load-hearings.ts';
import { loadMisuse } from './load-misuse.ts';
import { keyContext, statementContext } from './make-measure-appeal.ts';
import { measureView, selectMeasures } from './measure-view.ts';
import { figuresOf, misuseWindowDays } from './misuse-rules.ts';

const pageLimit = 200;
type Page = z.input<typeof MeasureHearingPage>;

/** On whose word it rests: who took it or the warning before it, and who alone called unfounded what it is about. They do not hear it. */
const partiesOf = sql<string[]>`array(
  select taken_by::text from misuse_measure taken
    where taken.measure_id in (misuse_measure.measure_id, misuse_measure.after_warning)
  union
  select min(marked_by::text) from misuse_mark mark where mark.hub_id = misuse_measure.hub_id
    and mark.account_id = misuse_measure.account_id and mark.of = misuse_measure.of having count(distinct marked_by) = 1)`;

function selectAppeals(executor: Executor) {
  return selectMeasures(executor)
    .innerJoin('measure_appeal as appeal', 'appeal.measure_id', 'misuse_measure.measure_id')
    .leftJoin('staff as hearer', 'hearer.staff_id', 'appeal.heard_by')
    .select([
      'appeal.appeal_id',
      'appeal.reference',
      'appeal.data_key_wrapped',
      'appeal.statement',
      'appeal.locale',
      'appeal.received_at',
      'appeal.due_at',
      'appeal.outcome',
      'appeal.heard_by',
      'appeal.heard_at',
      'appeal.reason as heard_reason',
      'appeal.figures as heard_figures',
      'hearer.name as hearer_name',
      partiesOf.as('parties'),
    ]);
}
type Row = Awaited<ReturnType<ReturnType<typeof selectAppeals>['execute']>>[number];

/** Open ones by their clock, those that were heard newest first. Plan: measure_appeal_queue or measure_appeal_heard. */
export async function listMeasureHearings(
  deps: Deps,
  staffId: string,
  state: 'open' | 'decided',
): Promise<{ hearings: z.input<typeof MeasureHearing>[]; openCount: number }> {
  const { kysely } = deps.database;
  const all = selectAppeals(kysely).where('appeal.outcome', state === 'open' ? 'is' : 'is not', null);
  const ordered = state === 'open' ? all.orderBy('appeal.due_at') : all.orderBy('appeal.heard_at', 'desc');
  const rows = await ordered.orderBy('appeal.appeal_id').limit(pageLimit).execute();
  const { count } = await kysely
    .selectFrom('measure_appeal')
    .select(sql<number>`count(*)::int`.as('count'))
    .where('outcome', 'is', null)
    .executeTakeFirstOrThrow();
  const hearers = await loadHearers(kysely);
  return { hearings: rows.map((row) => summaryOf(row, staffId, hearers)), openCount: count };
}

/** One of them with what was written and what the four criteria count. That it was read is logged first. */
export async function getMeasureHearing(deps: Deps, staffId: string, measureId: string): Promise<Page> {
  const { database } = deps;
  const row = await selectAppeals(database.kysely)
    .where('misuse_measure.measure_id', '=', measureId)
    .executeTakeFirst();
  if (row === undefined) throw new ProblemError('not-found');
  await database.transaction((tx) =>
    recordAudit(tx, {
      staffId,
      action: 'appeal.view',
      object: objectOf(row),
      details: { measureId, reference: row.reference },
    }),
  );
  return pageOf(deps, database.kysely, staffId, row);
}

/**
 * Ends an appeal against a measure; the four criteria are written down as they are. Overturned, the measure is taken back, with a
 * pause that needed it as its warning.
 * @throws ProblemError `not-found`, `not-independent`, `hearing-closed`, `invalid-request`
 */
export async function decideMeasureHearing(
  deps: Deps,
  staffId: string,
  measureId: string,
  { outcome, reason }: z.output<typeof DecideMeasureHearing>,
): Promise<Page> {
  const now = deps.clock();
  return deps.database.transaction(async (tx) => {
    // The measure's row first, as everything takes it that ends one.
    const measure = await tx
      .selectFrom('misuse_measure')
      .select(['hub_id', 'account_id', 'of', 'ended_at', partiesOf.as('parties')])
      .where('measure_id', '=', measureId)
      .forUpdate()
      .executeTakeFirst();
    const appeal = await tx
      .selectFrom('measure_appeal')
      .select(['appeal_id', 'outcome'])
      .where('measure_id', '=', measureId)
      .forUpdate()
      .executeTakeFirst();
    if (measure === undefined || appeal === undefined) throw new ProblemError('not-found');
    if (measure.parties.includes(staffId)) {
      throw new ProblemError(
        'not-independent',
        'This measure rests on your word; a different person hears the appeal.',
      );
    }
    if (appeal.outcome !== null) throw new ProblemError('hearing-closed');
    if (outcome === 'uphold' && measure.ended_at !== null) {
      const problem = 'it was taken back meanwhile: those who appeal are owed that answer';
      throw new ProblemError('invalid-request', problem, { fields: [{ field: '/body/outcome', problem }] });
    }
    await refuseNamesIn(tx, { caseIds: [], staffId, text: reason, field: '/body/reason' });
    const figures = await figuresNow(tx, now, measure);
    await tx
      .updateTable('measure_appeal')
      .set({ outcome, heard_by: staffId, heard_at: now, reason, figures: JSON.stringify(figures) })
      .where('appeal_id', '=', appeal.appeal_id)
      .execute();
    if (outcome === 'overturn') {
      await tx
        .updateTable('misuse_measure')
        .set({ ended_at: now, ended_by: staffId, ended_reason: reason })
        .where(({ or, eb }) => or([eb('measure_id', '=', measureId), eb('after_warning', '=', measureId)]))
        .where('ended_at', 'is', null)
        .execute();
    }
    const row = await selectAppeals(tx).where('misuse_measure.measure_id', '=', measureId).executeTakeFirstOrThrow();
    await recordAudit(tx, {
      staffId,
      action: 'appeal.decide',
      object: objectOf(row),
      details: { measureId, outcome, figures },
    });
    return pageOf(deps, tx, staffId, row);
  });
}

type Hearers = Awaited<ReturnType<typeof loadHearers>>;

function summaryOf(row: Row, staffId: string, hearers: Hearers): z.input<typeof MeasureHearing> {
  return {
    reference: row.reference,
    state: row.outcome === null ? 'open' : 'decided',
    hubId: HubId.parse(row.hub_id),
    accountId: AccountId.parse(row.account_id),
    measure: measureView(row),
    receivedAt: row.received_at.toISOString(),
    dueAt: row.due_at.toISOString(),
    own: row.parties.includes(staffId),
    eligible: hearers.filter((one) => !row.parties.includes(one.staffId)).length,
  };
}

async function pageOf(deps: Deps, executor: Executor, staffId: string, row: Row): Promise<Page> {
  const now = deps.clock();
  const key = await deps.keys.unwrapKey(row.data_key_wrapped, keyContext(row.appeal_id));
  const statement = await vaultOf(key, deps.random).open(row.statement, statementContext(row.appeal_id));
  const { outcome, heard_by: heardBy, heard_at: heardAt, heard_reason: reason, heard_figures: then } = row;
  return {
    summary: summaryOf(row, staffId, await loadHearers(executor)),
    statement: statement.toString('utf8'),
    locale: row.locale,
    figures: await figuresNow(executor, now, row),
    marks: await loadMarks(executor, now, row),
    outcomes: outcome !== null ? [] : row.ended_at === null ? ['uphold', 'overturn'] : ['overturn'],
    heard:
      outcome === null || heardBy === null || heardAt === null || reason === null || then === null
        ? null
        : {
            ...{ outcome, reason, figures: then, at: heardAt.toISOString() },
            by: { staffId: StaffId.parse(heardBy), name: row.hearer_name ?? '' },
          },
  };
}

type Measured = Pick<Row, 'hub_id' | 'account_id' | 'of'>;

async function figuresNow(executor: Executor | Transaction, now: Date, { hub_id, account_id, of }: Measured) {
  const [counts] = await loadMisuse(executor, now, { hubId: hub_id, accountId: account_id, of });
  const { unfounded, total, grave, deliberate } = counts ?? { unfounded: 0, total: 0, grave: 0, deliberate: 0 };
  return figuresOf({ unfounded, total, grave, deliberate });
}

async function loadMarks(executor: Executor, now: Date, { hub_id, account_id, of }: Measured): Promise<Page['marks']> {
  const rows = await executor
    .selectFrom('misuse_mark as mark')
    .innerJoin('case_file', 'case_file.case_id', 'mark.case_id')
    .innerJoin('staff', 'staff.staff_id', 'mark.marked_by')
    .select(['mark.case_id', 'case_number', 'gravity', 'intention', 'mark.reason', 'staff.name', 'marked_at'])
    .where('mark.hub_id', '=', hub_id)
    .where('mark.account_id', '=', account_id)
    .where('mark.of', '=', of)
    .where('marked_at', '>', new Date(now.getTime() - misuseWindowDays * 86_400_000))
    .orderBy('marked_at', 'desc')
    .limit(100)
    .execute();
  return rows.map((row) => ({
    caseId: CaseId.parse(row.case_id),
    caseNumber: `C-${row.case_number}`,
    gravity: row.gravity,
    intention: row.intention,
    reason: row.reason,
    by: row.name,
    at: row.marked_at.toISOString(),
  }));
}

function objectOf({ hub_id, account_id }: Measured): string {
  return `account:${hub_id}/${account_id}`;
}
