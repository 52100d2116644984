import { sql } from 'kysely';
import type { Executor } from '../platform/database/open-database.ts';
import { type MatchableKind, matchableKinds } from './fingerprint.ts';

/** How far a list has been taken in: its entries are read in order of the version in which they last changed. */
export interface ListPosition {
  readonly version: string;
  readonly entryId: string;
}

export const listStart: ListPosition = { version: '0', entryId: '0' };

export interface ChangedEntry extends ListPosition {
  readonly kind: MatchableKind;
  /** Null: take it out of the index. */
  readonly value: Buffer | null;
}

/**
 * What an index of one list has to take in: entries of kinds that can be matched which changed after `since`, in order,
 * page by page. `since` of the next page is the last entry of this one. All entries of a version are written in one
 * transaction, so none turns up behind the position later. An entry that is set aside stays in the index: its matches
 * are counted.
 */
export async function loadChangedEntries(
  executor: Executor,
  { listId, since, limit }: { listId: string; since: ListPosition; limit: number },
): Promise<ChangedEntry[]> {
  const kinds = Object.keys(matchableKinds);
  // Compared as rows, so that the index on (list_id, version, entry_id) leads straight to the first one.
  const { rows } = await sql<{ entryId: string; version: string; kind: MatchableKind; value: Buffer | null }>`
    select entry_id as "entryId", version, kind,
      case when status in ('live', 'quarantined') then value end as value
    from list_entry
    where list_id = ${listId} and (version, entry_id) > (${since.version}::bigint, ${since.entryId}::bigint)
      and kind = any(${kinds}::text[])
    order by version, entry_id limit ${limit}`.execute(executor);
  return rows;
}
