import { type RawBuilder, sql } from 'kysely';
import type { Transaction } from '../platform/database/open-database.ts';
import { announceListEvents } from './announce-events.ts';

/**
 * Withdraws the entries that `gone` (entry_id, why) selects: their fingerprints are removed and each makes an event that
 * cases can hear of. Returns how many.
 */
export async function withdrawEntries(
  tx: Transaction,
  { version, at }: { version: string; at: Date },
  gone: RawBuilder<unknown>,
): Promise<number> {
  const { rows } = await sql<{ n: number }>`with gone as (${gone}), withdrawn as (
      update list_entry entry set status = 'withdrawn', value = null, withdrawn_at = ${at}, withdrawn_why = gone.why,
        version = ${version}::bigint
      from gone where entry.entry_id = gone.entry_id and entry.status <> 'withdrawn'
      returning entry.entry_id, entry.list_id, gone.why
    ), told as (
      insert into list_event (at, kind, list_id, entry_id, why)
      select ${at}, 'list-entry-withdrawn', list_id, entry_id, why from withdrawn
    )
    select count(*)::integer as n from withdrawn`.execute(tx);
  const withdrawn = rows[0]?.n ?? 0;
  if (withdrawn > 0) await announceListEvents(tx);
  return withdrawn;
}
