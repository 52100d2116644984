import { type RawBuilder, sql } from 'kysely';
import type { Executor, Transaction } from '../platform/database/open-database.ts';

/**
 * As which message the team knows each disclosed message of these cases: from 1 in each, in the order in which they were filed. Copies of
 * one stamped message share the number of the first, so that what comes in later changes no number.
 * @returns by item id
 */
export async function loadMessageNumbers(executor: Executor, caseIds: readonly string[]): Promise<Map<string, number>> {
  if (caseIds.length === 0) return new Map();
  const { rows } = await numbered(caseIds).execute(executor);
  return new Map(rows.map(({ item_id, number }) => [item_id, number]));
}

/** Writes the numbers down before what copies are recognised by is destroyed with the case. */
export async function keepMessageNumbers(tx: Transaction, caseId: string): Promise<void> {
  await sql`update evidence_item set number = counted.number from (${numbered([caseId])}) counted
    where evidence_item.item_id = counted.item_id`.execute(tx);
}

function numbered(caseIds: readonly string[]): RawBuilder<{ item_id: string; number: number }> {
  return sql`
    with placed as (
      select item_id, case_id, number, coalesce(encode(statement, 'hex'), item_id::text) as message,
        row_number() over (partition by item.case_id order by verified_at, report_id, item_index) as place
      from evidence_item item join report using (report_id, case_id) where case_id = any(${caseIds}::uuid[])
    ), firsts as (
      select item_id, case_id, number, min(place) over (partition by case_id, message) as first from placed
    )
    select item_id, coalesce(number, dense_rank() over (partition by case_id order by first))::integer as number
    from firsts`;
}
