import { NotHearer } from '@wellhouse/protocol';
import { type RawBuilder, sql } from 'kysely';
import type { Executor } from '../platform/database/open-database.ts';
import type { Part } from './appeal-rules.ts';

/** Who had a part in the decisions of a case: rows (staff_id, part). The one place that says so, for rules and for queries. */
function partsOf(caseId: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(
    select decided_by as staff_id, 'author' as part from decision where decision.case_id = ${caseId}
    union all select second_staff_id, 'second-person' from decision
      where decision.case_id = ${caseId} and second_staff_id is not null
    union all select ended_by, 'took-back' from decision where decision.case_id = ${caseId} and ended_by is not null
    union all select answered_by, 'confirmed-picture' from album_picture
      where album_picture.case_id = ${caseId} and answer = 'confirmed' and answered_by is not null
    union all select heard_by, 'heard-before' from appeal_hearing earlier
      where earlier.case_id = ${caseId} and earlier.heard_by is not null
  )`;
}

/** True of a row of appeal_hearing that the member may hear. */
export function mayHear(staffId: string): RawBuilder<boolean> {
  return sql<boolean>`not exists (select from ${partsOf(sql.ref('appeal_hearing.case_id'))} parts
    where parts.staff_id = ${staffId}::uuid)`;
}

/** By case. */
export async function loadParts(executor: Executor, caseIds: readonly string[]): Promise<Map<string, Part[]>> {
  const found = new Map<string, Part[]>(caseIds.map((caseId) => [caseId, []]));
  if (caseIds.length === 0) return found;
  const { rows } = await sql<{ case_id: string; staff_id: string; part: string }>`
    select wanted.case_id, parts.staff_id, parts.part
    from unnest(${[...found.keys()]}::uuid[]) wanted(case_id)
    cross join lateral ${partsOf(sql.ref('wanted.case_id'))} parts`.execute(executor);
  for (const row of rows) found.get(row.case_id)?.push({ staffId: row.staff_id, part: NotHearer.parse(row.part) });
  return found;
}
