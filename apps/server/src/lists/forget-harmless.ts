import { sql } from 'kysely';
import type { Transaction } from '../platform/database/open-database.ts';
import { announceListEvents } from './announce-events.ts';
import { clearedListId } from './built-in-lists.ts';
import { lockList, writeVersion } from './list-version.ts';

export interface ConfirmedPicture {
  readonly sha256: Buffer | null;
  /** Null: too plain to be told from others. */
  readonly pdq: Buffer | null;
  /** Looks that differ in so many bits at most are the same. */
  readonly bits: number;
  /** Who confirmed it. */
  readonly staffId: string;
  readonly at: Date;
}

/**
 * Rules out what the list of cleared pictures has learned of a picture that a person has confirmed since. Pictures that were
 * released because of it are weighed anew. It is not learned again.
 */
export async function forgetHarmless(tx: Transaction, picture: ConfirmedPicture): Promise<void> {
  const { sha256, pdq, bits, staffId, at } = picture;
  const isSame = sql<boolean>`((kind = 'sha256' and value = ${sha256}::bytea) or (kind = 'pdq' and
    bit_count(('x' || encode(value, 'hex'))::bit(256) # ('x' || encode(${pdq}::bytea, 'hex'))::bit(256)) <= ${bits}))`;
  const known = tx.selectFrom('list_entry').select('entry_id').where('list_id', '=', clearedListId);
  const found = await known.where('status', '=', 'live').where(isSame).limit(1).executeTakeFirst();
  if (found === undefined) return;
  const list = await lockList(tx, clearedListId);
  if (list === null) return;
  const gone = await tx
    .updateTable('list_entry')
    .set({ status: 'excluded', ruled_out: true, version: list.nextVersion })
    .where('list_id', '=', clearedListId)
    .where('status', '=', 'live')
    .where(isSame)
    .returning('entry_id')
    .execute();
  if (gone.length === 0) return;
  const event = { at, kind: 'list-entry-excluded' as const, list_id: clearedListId, why: 'person', handled_at: null };
  await tx
    .insertInto('list_event')
    .values(gone.map(({ entry_id }) => ({ ...event, entry_id })))
    .execute();
  await announceListEvents(tx);
  const details = { entries: gone.length };
  const version = { listId: clearedListId, at, staffId, kind: 'entry-excluded', details } as const;
  await writeVersion(tx, list, version, { from: 'live', to: 'excluded', entries: gone.length });
}
