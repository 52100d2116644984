import type { Executor } from '../platform/database/open-database.ts';
import type { MatchableKind } from './fingerprint.ts';

export interface ChangedEntry {
  readonly entryId: string;
  readonly version: string;
  /** Null: take it out of the index. */
  readonly value: Buffer | null;
}

/**
 * What a match index of one list and kind has to take in: entries that changed after `since.version`, in order, page by
 * page. Start with version 0 for all of them; `since` of the next page is the last entry of this one. An entry that is
 * set aside stays in the index: its matches are counted.
 */
export async function loadChangedEntries(
  executor: Executor,
  {
    listId,
    kind,
    since,
    limit,
  }: {
    listId: string;
    kind: MatchableKind;
    since: { version: string; entryId: string };
    limit: number;
  },
): Promise<ChangedEntry[]> {
  const rows = await executor
    .selectFrom('list_entry')
    .select(['entry_id', 'version', 'value', 'status'])
    .where('list_id', '=', listId)
    .where('kind', '=', kind)
    .where((where) =>
      where.or([
        where('version', '>', since.version),
        where.and([where('version', '=', since.version), where('entry_id', '>', since.entryId)]),
      ]),
    )
    .orderBy('version')
    .orderBy('entry_id')
    .limit(limit)
    .execute();
  return rows.map(({ entry_id, version, value, status }) => ({
    entryId: entry_id,
    version,
    value: status === 'live' || status === 'quarantined' ? value : null,
  }));
}
