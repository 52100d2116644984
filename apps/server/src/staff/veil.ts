import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import type { Database, Executor } from '../platform/database/open-database.ts';
import type { Authenticators, NamedCases } from '../platform/http/authenticators.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import { caseOfParam, casesListed } from './case-of-param.ts';
import { liftVeil, type Veiled } from './lift-veil.ts';

interface Row {
  case_id: string;
  staff_id: string;
  blind: boolean;
  case_number: string;
  review_id: string;
  hub_id: string;
  subject_kind: string;
  subject_id: string;
  decision_ids: string[];
  names: string[];
}

/**
 * While somebody reviews a decision a second time, no operation tells them anything of it: this stands before every one and
 * after every one, whoever wrote it. A case that is open again is veiled to nobody: no live case waits.
 */
export function createVeil(deps: { readonly database: Database }): Authenticators['veil'] {
  return async ({ staffId, permissions }) => {
    if (!permissions.has('quality.review') && !permissions.has('audit.read')) return null;
    const { kysely } = deps.database;
    let rows = await load(kysely, staffId);
    if (rows.length === 0) return null;
    return {
      blind: rows.some((row) => row.blind),
      async refuse(named) {
        const found = await namedOf(kysely, staffId, named);
        const blind = rows.filter((row) => row.blind);
        if (blind.some((row) => isAccount(row, named) || found.some((one) => one.case_id === row.case_id))) {
          throw new ProblemError('under-blind-review');
        }
        // Who comes to work on the same account cannot stay blind, and that case does not wait: the review goes to another.
        const over = blind.filter((row) => found.some((one) => isSameSubject(one, row)));
        for (const row of over) await giveBack(kysely, staffId, row.review_id);
        rows = rows.filter((row) => !over.includes(row));
      },
      lift(answer) {
        const lifted = liftVeil(answer, veiledOf(rows));
        if (lifted === null) throw new ProblemError('under-blind-review');
        return lifted.answer;
      },
    };
  };
}

interface Named {
  readonly case_id: string;
  readonly hub_id: string;
  readonly subject_kind: string;
  readonly subject_id: string;
}

function isSameSubject(one: Named, other: Named): boolean {
  return one.hub_id === other.hub_id && one.subject_kind === other.subject_kind && one.subject_id === other.subject_id;
}

function isAccount(row: Row, { hubId, accountId }: NamedCases): boolean {
  return row.subject_kind === 'account' && row.hub_id === hubId && row.subject_id === accountId;
}

async function giveBack(executor: Executor, staffId: string, reviewId: string): Promise<void> {
  await sql`update quality_review set state = 'waiting', staff_id = null, taken_at = null, viewed_at = null,
      left_by = array_append(left_by, ${staffId}::uuid)
    where review_id = ${reviewId} and staff_id = ${staffId} and state = 'taken'`.execute(executor);
}

async function load(executor: Executor, staffId: string): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select review.review_id, review.case_id, review.staff_id, review.staff_id = ${staffId} as blind, file.case_number, file.hub_id, file.subject_kind, file.subject_id,
      made.decision_ids, made.names
    from quality_review review join case_file file using (case_id)
    cross join lateral (
      select array_agg(decision_id::text) as decision_ids, array_agg(reference) as names
      from decision where decision.case_id = review.case_id
    ) made
    where review.state = 'taken' and (review.staff_id = ${staffId} or review.author_id = ${staffId})
      and file.state <> 'open'`.execute(executor);
  return rows;
}

function veiledOf(rows: readonly Row[]): Veiled {
  const blind = rows.filter((row) => row.blind);
  const quoted = blind.flatMap((row) => [row.case_id, `C-${row.case_number}`, ...row.decision_ids, ...row.names]);
  return {
    names: new Set([...quoted, ...blind.map((row) => `case:${row.case_id}`)]),
    // Letters, digits and hyphens alone: nothing to escape.
    written: quoted.length === 0 ? null : new RegExp(`\\b(?:${quoted.join('|')})\\b`, 'g'),
    accounts: new Set(blind.map((row) => `${row.hub_id} ${row.subject_id}`)),
    looks: new Set(rows.filter((row) => !row.blind).map((row) => `${row.case_id} ${row.staff_id}`)),
  };
}

const Id = z.uuid();

/** The cases that a request names, by their own id or by something that belongs to one. One's own look for the review is free. */
async function namedOf(executor: Executor, staffId: string, named: NamedCases): Promise<Named[]> {
  const cases: Named[] = [];
  for (const [name, find] of Object.entries(caseOfParam)) {
    const id = Id.safeParse(named[name]).data;
    // A review is its reviewer's to work on; the operations of reviews say whose it is.
    if (id === undefined || name === 'reviewId') continue;
    if (name === 'viewId' && (await isOwnLook(executor, staffId, id))) continue;
    cases.push(...(await casesFor(executor, find(id))));
  }
  const many = [...(z.array(Id).safeParse(named.caseIds).data ?? []), ...casesListed(named)];
  return many.length === 0 ? cases : [...cases, ...(await casesFor(executor, sql`any(${many}::uuid[])`))];
}

async function casesFor(executor: Executor, caseId: RawBuilder<unknown>): Promise<Named[]> {
  const { rows } = await sql<Named>`select case_id, hub_id, subject_kind, subject_id from case_file
    where case_id = ${caseId}`.execute(executor);
  return rows;
}

async function isOwnLook(executor: Executor, staffId: string, viewId: string): Promise<boolean> {
  const look = await executor
    .selectFrom('evidence_view')
    .select('view_id')
    .where('view_id', '=', viewId)
    .where('staff_id', '=', staffId)
    .where('purpose', '=', 'quality')
    .executeTakeFirst();
  return look !== undefined;
}
