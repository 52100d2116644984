import type { Executor } from '../platform/database/open-database.ts';
import type { ReporterRecord } from './reporter-record.ts';

/** How somebody's earlier reports ended; null when nothing is known of them. */
export async function loadRecord(
  executor: Executor,
  { hubId, reporter }: { readonly hubId: string; readonly reporter: string },
): Promise<ReporterRecord | null> {
  const row = await executor
    .selectFrom('reporter_record')
    .select(['upheld', 'dismissed', 'as_of'])
    .where('hub_id', '=', hubId)
    .where('reporter', '=', reporter)
    .executeTakeFirst();
  return row === undefined ? null : { upheld: row.upheld, dismissed: row.dismissed, asOf: row.as_of };
}
