import type { CaseLimits } from '@wellhouse/protocol';
import { sql } from 'kysely';
import type { Executor } from '../platform/database/open-database.ts';
import type { SignalColumn } from '../schema/case-signal.ts';
import { nearCases } from './near-pictures.ts';
import { bandsAlike } from './text-fingerprint.ts';

/** Cases of one signal that are compared, the newest; of more only the count is told. */
export const comparedCases = 1_000;

/** Pictures that look the same without being the same file have no signal of their own: near-pictures.ts. */
export type SharedKind = 'target' | 'near' | SignalColumn;

export interface SharingCase {
  readonly caseId: string;
  readonly state: 'open' | 'decided' | 'held';
  readonly category: string;
  readonly kinds: readonly SharedKind[];
}

interface Found {
  case_id: string;
  state: SharingCase['state'];
  category: string;
  kinds: string[];
}

/**
 * Cases that share a subject, a picture, the words or a link with one, as far as the limits cover them: open ones first, then
 * those that share most, then the newest. Plan: the newest thousand of each of the case's signals by index case_signal_value, those
 * about its subject by index case_file_subject, pictures that look the same by the parts of their looks; a common signal costs no
 * more than a rare one.
 */
export async function findRelated(
  executor: Executor,
  caseId: string,
  { categories, regions }: CaseLimits,
): Promise<SharingCase[]> {
  const { rows } = await sql<Found>`
    with own as materialized (select kind, value from case_signal where case_id = ${caseId}),
    hits as (
      select other.case_id, own.kind, count(*) as shared from own
      cross join lateral (
        select case_id from case_signal where kind = own.kind and value = own.value and case_id <> ${caseId}
        order by at desc, case_id limit ${comparedCases}
      ) other
      group by other.case_id, own.kind
    ),
    near as (${nearCases(caseId, comparedCases)}),
    kinds as (
      select case_id, kind, shared from hits where kind <> 'text' or shared >= ${bandsAlike}
      union all
      select case_id, 'near', 1 from near
        where not exists (select from hits where hits.case_id = near.case_id and hits.kind = 'picture')
      union all
      (select other.case_id, 'target', 1 from case_file this join case_file other using (hub_id, subject_kind, subject_id)
        where this.case_id = ${caseId} and other.case_id <> ${caseId} order by other.opened_at desc limit ${comparedCases})
    )
    select file.case_id, file.state, file.category, array_agg(kinds.kind order by kinds.kind) as kinds
    from kinds join case_file file on file.case_id = kinds.case_id
    where file.drill = (select drill from case_file where case_id = ${caseId})
      and (${categories}::text[] is null or file.category = any(${categories}::text[]))
      and (${regions}::text[] is null or file.region = any(${regions}::text[]))
    group by file.case_id
    order by (file.state = 'open') desc, count(*) desc, sum(kinds.shared) desc, file.opened_at desc, file.case_id`.execute(
    executor,
  );
  return rows.map((row) => ({
    caseId: row.case_id,
    state: row.state,
    category: row.category,
    kinds: row.kinds as SharingCase['kinds'],
  }));
}
