import type { Transaction } from '../platform/database/open-database.ts';
import { addEntries } from './add-entries.ts';
import type { ListedFingerprint } from './fingerprint.ts';
import { ListError } from './list-error.ts';
import { lockList } from './list-version.ts';

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
  const { fingerprints } = picture;
  await addEntries(tx, list, { fingerprints, prefix: 'person:', contributor: staffId, staffId, at });
}
