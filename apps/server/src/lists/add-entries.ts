import { sql } from 'kysely';
import type { Transaction } from '../platform/database/open-database.ts';
import { isMatchable, type ListedFingerprint, readFingerprint } from './fingerprint.ts';
import { ListError } from './list-error.ts';
import { type LockedList, writeVersion } from './list-version.ts';
import { fingerprintId } from './read-list-file.ts';

export interface NewEntries {
  /** Hexadecimal. */
  readonly fingerprints: readonly ListedFingerprint[];
  /** Begins the ids of the entries; those of `person:` stay when a file is imported. */
  readonly prefix: 'person:' | '';
  /** Who vouches for them. */
  readonly contributor: string;
  /** Null: the server itself. */
  readonly staffId: string | null;
  readonly at: Date;
}

/** Puts fingerprints of pictures on a list beside what is there. Those that are on it already change nothing. */
export async function addEntries(tx: Transaction, list: LockedList, given: NewEntries): Promise<void> {
  const { list_id: listId } = list;
  const { staffId, at } = given;
  let added = 0n;
  for (const { kind, hex } of given.fingerprints) {
    const print = readFingerprint(kind, hex);
    if (print === null || !isMatchable(print.kind)) throw new ListError('list-file-invalid', `its value is no ${kind}`);
    const value = Buffer.from(print.hex, 'hex');
    const result = await tx
      .insertInto('list_entry')
      .values({
        list_id: listId,
        source_id: `${given.prefix}${fingerprintId('image', print)}`,
        kind: print.kind,
        digest: sql<Buffer>`substring(sha256(${value}) for 16)`,
        value,
        media: 'image',
        class: null,
        source_status: null,
        contributors: [given.contributor],
        feedback_ref: null,
        status: 'live',
        version: list.nextVersion,
        added_at: at,
        withdrawn_at: null,
        withdrawn_why: null,
      })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    added += result.numInsertedOrUpdatedRows ?? 0n;
  }
  if (added === 0n) return;
  const version = { listId, at, staffId, kind: 'entry-added', details: { added: Number(added) } } as const;
  await writeVersion(tx, list, version, { from: null, to: 'live', entries: Number(added) });
}
