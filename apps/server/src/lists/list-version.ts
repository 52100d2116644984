import type { ListCounts } from '@wellhouse/protocol';
import { sql } from 'kysely';
import type { Executor, Transaction } from '../platform/database/open-database.ts';
import type { JsonValue } from '../platform/jobs/job.ts';
import type { ListEntryStatus } from '../schema/list-entry.ts';
import type { ListVersionKind } from '../schema/list-version.ts';
import { matchableKinds } from './fingerprint.ts';

export interface NewListVersion {
  readonly listId: string;
  readonly at: Date;
  /** Null: a sync, or the command line. */
  readonly staffId: string | null;
  readonly kind: ListVersionKind;
  readonly details: JsonValue;
}

/** Locks the list's row, for changes and not for rows that refer to it, and names the version that a change to it makes. Null: there is no such list. */
export async function lockList(tx: Transaction, listId: string) {
  const list = await tx
    .selectFrom('list')
    .selectAll()
    .where('list_id', '=', listId)
    .forNoKeyUpdate()
    .executeTakeFirst();
  return list === undefined ? null : { ...list, nextVersion: String(BigInt(list.version) + 1n) };
}
export type LockedList = NonNullable<Awaited<ReturnType<typeof lockList>>>;

/** Where one change moves entries from and to; `from` null: they are new. */
export interface Moved {
  readonly from: ListEntryStatus | null;
  readonly to: ListEntryStatus;
  readonly entries: number;
}

/**
 * Ends a change of a locked list and writes what made the new version. Entries are counted anew unless it is said how
 * they moved, all of them of kinds that can be matched.
 */
export async function writeVersion(
  tx: Transaction,
  list: LockedList,
  entry: NewListVersion,
  moved?: Moved,
): Promise<ListCounts> {
  const counts = moved === undefined ? await countEntries(tx, entry.listId) : { ...list.counts };
  if (moved !== undefined) {
    if (moved.from !== null) counts[moved.from] -= moved.entries;
    counts[moved.to] += moved.entries;
  }
  await tx
    .updateTable('list')
    .set({ version: list.nextVersion, counts: JSON.stringify(counts) })
    .where('list_id', '=', entry.listId)
    .execute();
  await tx
    .insertInto('list_version')
    .values({
      list_id: entry.listId,
      version: list.nextVersion,
      at: entry.at,
      staff_id: entry.staffId,
      kind: entry.kind,
      details: JSON.stringify(entry.details),
    })
    .execute();
  return counts;
}

export const noEntries: ListCounts = { live: 0, quarantined: 0, excluded: 0, withdrawn: 0, notMatchable: 0 };

/** Reads the list's entries once: seconds for ten million, so only a change of many asks for it. */
async function countEntries(executor: Executor, listId: string): Promise<ListCounts> {
  const kinds = sql.join(Object.keys(matchableKinds));
  const { rows } = await sql<{ status: keyof ListCounts; n: string; other: string }>`
    select status, count(*) as n, count(*) filter (where kind not in (${kinds})) as other
    from list_entry where list_id = ${listId} group by status`.execute(executor);
  const counts = { ...noEntries };
  for (const { status, n, other } of rows) {
    counts[status] = Number(n);
    if (status === 'live') counts.notMatchable = Number(other);
  }
  return counts;
}
