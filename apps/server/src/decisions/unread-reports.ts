import { sql } from 'kysely';
import type { Transaction } from '../platform/database/open-database.ts';

/** As many reports on one case are news from one person; more would let one person keep it from being decided. */
const newsFromOne = 5;

/** How many reports of a case came after the first `read` ones and are news. */
export async function unreadReports(tx: Transaction, caseId: string, read: number): Promise<number> {
  const { rows } = await sql<{ count: string }>`
    select count(*) as count from (
      select row_number() over (order by verified_at, report_id) as place,
        row_number() over (partition by reporter order by verified_at, report_id) as own
      from report where case_id = ${caseId}) placed
    where place > ${read} and own <= ${newsFromOne}`.execute(tx);
  return Number(rows[0]?.count ?? 0);
}
