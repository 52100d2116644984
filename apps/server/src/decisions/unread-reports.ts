import { sql } from 'kysely';
import type { Transaction } from '../platform/database/open-database.ts';

/** As many reports on one case are news from one person; more would let one person keep it from being decided. */
const newsFromOne = 5;
/** A page lists no more reports. What comes after is news as long as it proves something, */
const newsUnproven = 200;
/** and up to here: else a crowd that reports on and on could keep a case from ever being decided. */
const newsProven = 1_000;

/** How many reports of a case came after the first `read` ones and are news. */
export async function unreadReports(tx: Transaction, caseId: string, read: number): Promise<number> {
  const { rows } = await sql<{ count: string }>`
    select count(*) as count from (
      select report_id, row_number() over (order by verified_at, report_id) as place,
        row_number() over (partition by reporter order by verified_at, report_id) as own
      from report where case_id = ${caseId}) placed
    where place > ${read} and own <= ${newsFromOne} and (place <= ${newsUnproven} or (place <= ${newsProven}
      and exists (select from evidence_item item where item.case_id = ${caseId} and item.report_id = placed.report_id
        and item.level <> 'ASSERTED' and item.role = 'reported')))`.execute(tx);
  return Number(rows[0]?.count ?? 0);
}
