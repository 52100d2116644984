import { sql } from 'kysely';
import type { Transaction } from '../platform/database/open-database.ts';
import { isMatchable, type ListedFingerprint, readFingerprint } from './fingerprint.ts';
import { ListError } from './list-error.ts';
import { lockList, writeVersion } from './list-version.ts';
import { fingerprintId } from './read-list-file.ts';

export interface ClearedPicture {
  /** A negative list. */
  readonly listId: string;
  /** Hexadecimal. */
  readonly fingerprints: readonly ListedFingerprint[];
  /** Who cleared it. */
  readonly staffId: string;
  readonly at: Date;
}

/** Puts a picture that a person has cleared on a negative list, so that it is not held again. Twice changes nothing. */
export async function teachHarmless(tx: Transaction, picture: ClearedPicture): Promise<void> {
  const { listId, staffId, at } = picture;
  const list = await lockList(tx, listId);
  if (list === null || list.state === 'withdrawn') throw new ListError('list-missing', `there is no list "${listId}"`);
  if (list.kind !== 'negative') throw new ListError('list-source-mismatch', 'only a negative list learns from people');
  let added = 0n;
  for (const { kind, hex } of picture.fingerprints) {
    const print = readFingerprint(kind, hex);
    if (print === null || !isMatchable(print.kind)) throw new ListError('list-file-invalid', `its value is no ${kind}`);
    const value = Buffer.from(print.hex, 'hex');
    const result = await tx
      .insertInto('list_entry')
      .values({
        list_id: listId,
        source_id: `person:${fingerprintId('image', print)}`,
        kind: print.kind,
        digest: sql<Buffer>`substring(sha256(${value}) for 16)`,
        value,
        media: 'image',
        class: null,
        source_status: null,
        contributors: [staffId],
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
