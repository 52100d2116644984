import {
  CaseId,
  type CaseLimits,
  type CaseState,
  type FoundCase,
  type FoundCases,
  type Priority,
} from '@wellhouse/protocol';
import { type RawBuilder, sql } from 'kysely';
import type { z } from 'zod';
import { categoryLabelOf } from '../decisions/category-label.ts';
import type { Deps } from '../deps.ts';
import type { Executor } from '../platform/database/open-database.ts';
import { toStorableText } from '../platform/storable-text.ts';
import { caseWithin } from '../staff/may-case.ts';
import { subjectOf } from './case-summary.ts';

type Found = z.input<typeof FoundCase>;
type By = FoundCase['by'];

/** Cases in one answer. */
const most = 20;
/** Rows of the index that are read for one text: what a single letter finds is no list to choose from. */
const mostRead = 500;
const mostRecent = 8;
/** Looks that are gone through for recent cases; many can be at one case. */
const mostLooks = 200;

/**
 * Cases by number (`C-1042`, `1042`), by the reference of a report, decision or hearing, and by how the account or group begins, upper and lower
 * case alike; without a text those whose evidence this member looked at last. Each is a walk along an index with an end, whatever the table's
 * size. Only what the limits cover.
 */
export async function findCases(
  { database: { kysely } }: Pick<Deps, 'database'>,
  staffId: string,
  { text, limits }: { text: string; limits: CaseLimits },
): Promise<z.input<typeof FoundCases>> {
  const wanted = toStorableText(text.trim(), 255);
  const within = caseWithin(limits);
  const found = wanted === '' ? await recent(kysely, staffId, within) : await byText(kysely, wanted, within);
  const seen = new Set<string>();
  return { cases: found.filter(({ caseId }) => !seen.has(caseId) && seen.add(caseId)).slice(0, most) };
}

/** SQL: ids of the cases that a text finds, by the same walks; of those that begin alike, the first that are read. */
export function idsOf(text: string): RawBuilder<string> {
  const wanted = toStorableText(text.trim(), 255);
  const number = numberOf(wanted);
  const finder = finderOf(wanted);
  const byNumber = sql`select case_id from case_file where case_number = ${number ?? null}::bigint`;
  const byReference = finder === undefined ? sql`select null::uuid` : sql`select ${finder(wanted.toUpperCase())}`;
  return sql<string>`(${byNumber} union all ${byReference} union all select case_id from (${alikeSql(wanted)}) alike)`;
}

async function byText(executor: Executor, text: string, within: RawBuilder<boolean>): Promise<Found[]> {
  const number = numberOf(text);
  const found: Found[] = [];
  if (number !== undefined) {
    found.push(...(await load(executor, 'number', sql`case_number = ${number}::bigint and ${within}`)));
  }
  const finder = finderOf(text);
  if (finder !== undefined) {
    found.push(...(await load(executor, 'reference', sql`case_id = ${finder(text.toUpperCase())} and ${within}`)));
  }
  return [...found, ...(await bySubject(executor, text, within))];
}

function numberOf(text: string): string | undefined {
  return /^(?:c-?)?(\d{1,15})$/i.exec(text)?.[1];
}

function finderOf(text: string): ((reference: string) => RawBuilder<unknown>) | undefined {
  return references[/^(wh|d|a)-/i.exec(text)?.[1]?.toLowerCase() ?? ''];
}

/** Every reference is unique, so each of these is one row of an index. */
const references: Readonly<Record<string, (reference: string) => RawBuilder<unknown>>> = {
  wh: (reference) => sql`(select case_id from report where reference = ${reference})`,
  d: (reference) => sql`(select case_id from decision where reference = ${reference})`,
  a: (reference) => sql`(select case_id from appeal_hearing where reference = ${reference})`,
};

/** The account itself first, then what begins like it, each with its newest case first. */
function bySubject(executor: Executor, text: string, within: RawBuilder<boolean>): Promise<Found[]> {
  return load(executor, 'subject', within, alikeSql(text));
}

function alikeSql(text: string): RawBuilder<unknown> {
  const begins = sql`lower(subject_id) ~>=~ lower(${text}) and lower(subject_id) ~<~ (lower(${text}) || chr(1114111))`;
  return sql`select * from case_file where ${begins}
    order by lower(subject_id) using ~<~, opened_at desc, case_id limit ${mostRead}`;
}

async function recent(executor: Executor, staffId: string, within: RawBuilder<boolean>): Promise<Found[]> {
  const looks = sql`select case_id, max(started_at) as at from (
      select case_id, started_at from evidence_view where staff_id = ${staffId} and purpose <> 'quality'
      order by started_at desc limit ${mostLooks}
    ) look group by case_id order by at desc limit ${mostRecent}`;
  const { rows } = await sql<Row>`select ${columns} from (${looks}) look join case_file using (case_id)
    where ${within} order by look.at desc`.execute(executor);
  return rows.map((row) => foundOf(row, 'recent'));
}

const columns = sql.raw(
  'case_id, case_number, hub_id, subject_kind, subject_id, category, priority, case_file.state, opened_at, drill',
);

/** Cases that fit, in the order of `among`. */
async function load(
  executor: Executor,
  by: By,
  where: RawBuilder<unknown>,
  among: RawBuilder<unknown> = sql`select * from case_file`,
): Promise<Found[]> {
  const { rows } = await sql<Row>`select ${columns} from (${among}) case_file where ${where} limit ${most}`.execute(
    executor,
  );
  return rows.map((row) => foundOf(row, by));
}

interface Row {
  readonly case_id: string;
  readonly case_number: string;
  readonly hub_id: string;
  readonly subject_kind: 'account' | 'group';
  readonly subject_id: string;
  readonly category: string;
  readonly priority: Priority;
  readonly state: CaseState;
  readonly opened_at: Date;
  readonly drill: boolean;
}

function foundOf(row: Row, by: By): Found {
  return {
    caseId: CaseId.parse(row.case_id),
    number: `C-${row.case_number}`,
    subject: subjectOf(row),
    category: row.category,
    categoryLabel: categoryLabelOf(row.category),
    priority: row.priority,
    state: row.state,
    openedAt: row.opened_at.toISOString(),
    drill: row.drill,
    by,
  };
}
