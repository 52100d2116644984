import type { Database } from '../platform/database/open-database.ts';
import { type ChainedEntry, chainStart, hashEntry } from './audit-chain.ts';

/** Where the log stands: its last entry. Of an empty log 0 and 32 zero bytes. */
export interface ChainHead {
  readonly size: number;
  readonly hash: Buffer;
}

/**
 * What is wrong with the first link that does not hold.
 * `missing`: positions were taken out · `changed`: what the entry says is not what was hashed · `unlinked`: it does not follow from the
 * entry before it, so that one was changed and hashed anew, or they were put in another order · `cut`: the log is shorter than a
 * head that was kept · `rewritten`: the entry at the end of a head that was kept is another one now.
 */
export type BreakKind = 'missing' | 'changed' | 'unlinked' | 'cut' | 'rewritten';

export interface ChainBreak {
  readonly kind: BreakKind;
  /** The first position at which it shows. */
  readonly entryId: number;
  /** Of `missing` and `cut`: the last position that is missing. */
  readonly until: number;
}

export interface ChainVerdict {
  readonly head: ChainHead;
  readonly broken: ChainBreak | null;
}

const batch = 5_000;

/**
 * Walks the whole log in its order, batch by batch, as of one moment; entries that are written meanwhile are not looked at.
 * @param kept heads from earlier, kept where whoever can write to the database cannot
 */
export async function verifyAudit(
  database: Database,
  kept: readonly ChainHead[] = [],
  onProgress: (done: number, all: number) => void = () => {},
): Promise<ChainVerdict> {
  const { kysely } = database;
  const newest = await kysely
    .selectFrom('audit_entry')
    .select('entry_id')
    .orderBy('entry_id', 'desc')
    .limit(1)
    .executeTakeFirst();
  const all = Number(newest?.entry_id ?? 0);
  // Two heads can tell of as many entries: one of before a change, and one of after.
  const heads = Map.groupBy(kept, (one) => one.size);
  let head: ChainHead = { size: 0, hash: chainStart };
  while (head.size < all) {
    const rows = await kysely
      .selectFrom('audit_entry')
      .selectAll()
      .where('entry_id', '>', String(head.size))
      .where('entry_id', '<=', String(all))
      .orderBy('entry_id')
      .limit(batch)
      .execute();
    for (const row of rows) {
      const entry: ChainedEntry = {
        entryId: Number(row.entry_id),
        at: row.at,
        staffId: row.staff_id,
        action: row.action,
        object: row.object,
        details: row.details,
        previousHash: row.previous_hash,
        hash: row.hash,
      };
      const broken = breakAt(head, entry, heads.get(entry.entryId));
      if (broken !== null) return { head, broken };
      head = { size: entry.entryId, hash: entry.hash };
    }
    onProgress(head.size, all);
    // Somebody took them out between the two queries.
    if (rows.length === 0) break;
  }
  const longest = Math.max(0, ...kept.map((one) => one.size));
  const broken = longest > head.size ? { kind: 'cut' as const, entryId: head.size + 1, until: longest } : null;
  return { head, broken };
}

function breakAt(before: ChainHead, entry: ChainedEntry, kept: readonly ChainHead[] = []): ChainBreak | null {
  const { entryId } = entry;
  const next = before.size + 1;
  if (entryId !== next) return { kind: 'missing', entryId: next, until: entryId - 1 };
  if (!entry.previousHash.equals(before.hash)) return { kind: 'unlinked', entryId, until: entryId };
  if (!entry.hash.equals(hashEntry(before.hash, entry))) return { kind: 'changed', entryId, until: entryId };
  if (kept.some((one) => !entry.hash.equals(one.hash))) return { kind: 'rewritten', entryId, until: entryId };
  return null;
}
