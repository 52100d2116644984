import type { CaseLimits, CaseList, ListCasesQuery } from '@wellhouse/protocol';
import { sql } from 'kysely';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import type { Statement } from '../platform/database/open-database.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import { noLimits } from '../staff/case-limits.ts';
import { selectCases, summaryOf } from './case-summary.ts';
import { idsOf } from './find-cases.ts';
import { lanesSql, urgencySql } from './lane-order.ts';

/** Counting stops here; a longer queue is shown as this long. */
const countLimit = 100_000;
/** Where a page ended: the moment that its values are of, in milliseconds; the value of its last case, and its id. */
const Cursor = z.tuple([z.int().min(0).max(8.64e15), z.number(), z.uuid()]);
type Cursor = z.output<typeof Cursor>;

type Reading = Pick<Deps, 'database' | 'clock'>;
type Query = z.output<typeof ListCasesQuery>;

/** The queue, worst first; decided cases, newest first. Only what the reader's limits cover. */
export async function listCases(
  deps: Reading,
  query: Query,
  limits: CaseLimits = noLimits,
): Promise<z.input<typeof CaseList>> {
  const now = deps.clock();
  const cursor = query.cursor === undefined ? null : readCursor(query.cursor);
  // All pages of a queue are of the moment of the first: else cases would change places between two of them.
  const asOf = cursor?.[0] ?? now.getTime();
  const [found, openCount] = await Promise.all([
    findPage(deps, { query, limits, cursor, asOf }),
    countOpen(deps, limits),
  ]);
  const page = found.slice(0, query.limit);
  const rows = await selectCases(deps.database.kysely)
    .where(sql<boolean>`case_file.case_id = any(${page.map(({ case_id: caseId }) => caseId)}::uuid[])`)
    .execute();
  const byId = new Map(rows.map((row) => [row.case_id, row]));
  const last = page.at(-1);
  return {
    cases: page.flatMap(({ case_id: caseId }) => byId.get(caseId) ?? []).map((row) => summaryOf(row, now)),
    nextCursor: found.length > query.limit && last ? writeCursor([asOf, last.value, last.case_id]) : null,
    openCount,
  };
}

interface Placed {
  readonly case_id: string;
  /** Value at the moment, or when it was decided in milliseconds. */
  readonly value: number;
}

/** One more than the page holds, in order. */
function findPage(
  deps: Reading,
  given: { query: Query; limits: CaseLimits; cursor: Cursor | null; asOf: number },
): Promise<Placed[]> {
  const { query, limits, cursor, asOf } = given;
  const search = query.search?.trim() ?? '';
  if (query.state !== 'open' || search !== '') return findAmongAll(deps, given, search);
  const { categories, regions } = limits;
  return deps.database.query<Placed>(openPageStatement, [
    asOf,
    query.queueId === undefined ? null : [query.queueId],
    categories,
    regions,
    [],
    cursor?.[1] ?? null,
    cursor?.[2] ?? null,
    query.limit + 1,
  ]);
}

/** What is searched for (by the walks of `findCases`), held or decided: no lanes to merge, all that matches is sorted. */
async function findAmongAll(
  { database }: Reading,
  { query, limits, cursor, asOf }: { query: Query; limits: CaseLimits; cursor: Cursor | null; asOf: number },
  search: string,
): Promise<Placed[]> {
  const decided = query.state === 'decided';
  const value = decided
    ? sql<number>`(extract(epoch from case_file.decided_at) * 1000)::float8`
    : sql<number>`coalesce(case_file.rank + ${sql.raw(urgencySql(String(asOf)))}, 0)`;
  let cases = database.kysely
    .selectFrom('case_file')
    .leftJoin('queue_lane as lane', 'lane.lane_id', 'case_file.lane_id')
    .select(['case_file.case_id', value.as('value')])
    .where('case_file.state', '=', query.state);
  if (search !== '') cases = cases.where('case_file.case_id', 'in', idsOf(search));
  if (query.queueId !== undefined) cases = cases.where('case_file.queue_id', '=', query.queueId);
  if (limits.categories !== null) cases = cases.where('case_file.category', 'in', orNone(limits.categories));
  if (limits.regions !== null) cases = cases.where('case_file.region', 'in', orNone(limits.regions));
  if (cursor !== null) {
    const [, at, caseId] = cursor;
    cases = decided
      ? cases.where(sql<boolean>`(case_file.decided_at, case_file.case_id) < (${new Date(at)}, ${caseId}::uuid)`)
      : cases.where(sql<boolean>`(${value} < ${at} or (${value} = ${at} and case_file.case_id > ${caseId}::uuid))`);
  }
  const ordered = decided
    ? cases.orderBy('case_file.decided_at', 'desc').orderBy('case_file.case_id', 'desc')
    : cases.orderBy('value', 'desc').orderBy('case_file.case_id');
  return ordered.limit(query.limit + 1).execute();
}

/** `in ()` is no SQL; nothing is called by the empty text. */
function orNone(values: readonly string[]): string[] {
  return values.length === 0 ? [''] : [...values];
}

/**
 * The open cases from a place on, best value first, then by id: moment $1 in milliseconds; queues $2, categories $3, regions $4
 * (null: all), without categories $5; after value $6 and case $7 (null: from the top); $8 of them. Plan: the next case of each lane by
 * index case_file_lane; only the $8 best lanes of these can have a case on the page; so many of each. A lane's index runs down the
 * ranks and up the ids, as the page does.
 */
const openPageStatement: Statement = {
  name: 'review-open-page-1',
  text: `with heads as materialized (
      select lane.lane_id, ${urgencySql('$1')} as urgency, head.rank, head.case_id from queue_lane lane
      cross join lateral (
        select rank, case_id from case_file where lane_id = lane.lane_id and state = 'open' and ${isAfter('lane')}
        order by rank desc, case_id limit 1
      ) head
      where ${lanesSql({ queues: '$2', categories: '$3', regions: '$4', without: '$5' })}
      order by head.rank + ${urgencySql('$1')} desc, head.case_id limit $8::integer
    )
    select one.case_id, one.rank + lane.urgency as value from heads lane
    cross join lateral (
      select case_id, rank from case_file where lane_id = lane.lane_id and state = 'open' and ${isAfter('head')}
      order by rank desc, case_id limit $8::integer
    ) one
    order by value desc, one.case_id limit $8::integer`,
};

/** Behind the place where the last page ended; of a lane whose urgency is computed, or named in `heads`. */
function isAfter(of: 'lane' | 'head'): string {
  const limit = `($6::float8 - ${of === 'lane' ? urgencySql('$1') : 'lane.urgency'})`;
  return `($6::float8 is null or (rank <= ${limit} and (rank < ${limit} or case_id > $7::uuid)))`;
}

async function countOpen({ database }: Reading, { categories, regions }: CaseLimits): Promise<number> {
  const { rows } = await sql<{ count: string }>`
    select count(*) as count from (select from case_file where state = 'open'
      and (${categories}::text[] is null or category = any(${categories}::text[]))
      and (${regions}::text[] is null or region = any(${regions}::text[]))
      limit ${countLimit}) open
  `.execute(database.kysely);
  return Number(rows[0]?.count ?? 0);
}

function writeCursor(cursor: Cursor): string {
  return Buffer.from(JSON.stringify(cursor), 'utf8').toString('base64url');
}

function readCursor(cursor: string): Cursor {
  try {
    return Cursor.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch {
    throw new ProblemError('invalid-request', '/query/cursor: use a cursor that this operation gave.');
  }
}
