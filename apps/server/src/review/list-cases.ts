import type { CaseList, ListCasesQuery } from '@wellhouse/protocol';
import { sql } from 'kysely';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import { selectCases, summaryOf } from './case-summary.ts';

/** Counting stops here; a longer queue is shown as this long. */
const countLimit = 100_000;
/** Where a page ended: the sort value of its last case, and its id. */
const Cursor = z.tuple([z.number(), z.uuid()]);

/** The queue, worst first; decided cases, newest first. */
export async function listCases(
  deps: Pick<Deps, 'database' | 'clock'>,
  query: z.output<typeof ListCasesQuery>,
): Promise<z.input<typeof CaseList>> {
  const { kysely } = deps.database;
  const decided = query.state === 'decided';
  let cases = selectCases(kysely).where('case_file.state', '=', query.state);
  if (query.search !== undefined && query.search.trim() !== '') cases = cases.where(matches(query.search.trim()));
  if (query.cursor !== undefined) {
    const [value, caseId] = readCursor(query.cursor);
    cases = decided
      ? cases.where(sql<boolean>`(case_file.decided_at, case_file.case_id) < (${new Date(value)}, ${caseId}::uuid)`)
      : // rank runs down and case_id up, as the index does
        cases.where(
          sql<boolean>`case_file.rank <= ${value} and (case_file.rank < ${value} or case_file.case_id > ${caseId}::uuid)`,
        );
  }
  const ordered = decided
    ? cases.orderBy('case_file.decided_at', 'desc').orderBy('case_file.case_id', 'desc')
    : cases.orderBy('case_file.rank', 'desc').orderBy('case_file.case_id');
  const rows = await ordered.limit(query.limit + 1).execute();
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  const now = deps.clock();
  return {
    cases: page.map((row) => summaryOf(row, now)),
    nextCursor:
      rows.length > query.limit && last
        ? writeCursor(decided ? (last.decided_at?.getTime() ?? 0) : last.rank, last.case_id)
        : null,
    openCount: await countOpen(deps),
  };
}

/** By case number, report reference, or part of the account or group. */
function matches(search: string) {
  const number = /^c-?(\d{1,18})$/i.exec(search)?.[1];
  if (number !== undefined) return sql<boolean>`case_file.case_number = ${number}::bigint`;
  if (/^wh-/i.test(search)) {
    const reference = search.toUpperCase();
    return sql<boolean>`case_file.case_id = (select case_id from report where reference = ${reference})`;
  }
  const pattern = `%${search.replace(/[\\%_]/g, (character) => `\\${character}`)}%`;
  return sql<boolean>`case_file.subject_id ilike ${pattern}`;
}

async function countOpen(deps: Pick<Deps, 'database'>): Promise<number> {
  const { rows } = await sql<{ count: string }>`
    select count(*) as count from (select from case_file where state = 'open' limit ${countLimit}) open
  `.execute(deps.database.kysely);
  return Number(rows[0]?.count ?? 0);
}

function writeCursor(value: number, caseId: string): string {
  return Buffer.from(JSON.stringify([value, caseId]), 'utf8').toString('base64url');
}

function readCursor(cursor: string): z.output<typeof Cursor> {
  try {
    return Cursor.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch {
    throw new ProblemError('invalid-request', '/query/cursor: use a cursor that this operation gave.');
  }
}
