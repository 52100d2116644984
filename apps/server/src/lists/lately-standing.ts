import { sql } from 'kysely';
import type { Transaction } from '../platform/database/open-database.ts';

const dayMs = 86_400_000;

/**
 * How many entries stood in a list a day ago, or when an agreement of two people was last used: what a list loses in many
 * small steps over a night, it has lost as well. Entries that came back since count as if they had stood. Reads the list's
 * entries once.
 * @param now entries that stand in it now
 */
export async function latelyStanding(
  tx: Transaction,
  { listId, now, at }: { listId: string; now: number; at: Date },
): Promise<number> {
  const { rows } = await sql<{ lost: number; gained: number }>`
    with since as (
      select greatest(${new Date(at.getTime() - dayMs)}::timestamptz, max(used_at)) as at
      from list_change where list_id = ${listId} and kind in ('shrink', 'import')
    )
    select count(*) filter (where status = 'withdrawn' and withdrawn_at > since.at and added_at <= since.at)::float8 as lost,
      count(*) filter (where status <> 'withdrawn' and added_at > since.at)::float8 as gained
    from list_entry, since where list_id = ${listId}`.execute(tx);
  const [sums] = rows;
  return sums === undefined ? now : now - sums.gained + sums.lost;
}
