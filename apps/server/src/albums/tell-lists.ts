import type { Selectable } from 'kysely';
import type { Deps } from '../deps.ts';
import { clearedRadius, ensureClearedList } from '../lists/built-in-lists.ts';
import type { ListedFingerprint } from '../lists/fingerprint.ts';
import { forgetHarmless } from '../lists/forget-harmless.ts';
import { queueFeedback } from '../lists/send-list-feedback.ts';
import { teachHarmless } from '../lists/teach-harmless.ts';
import type { Transaction } from '../platform/database/open-database.ts';
import { drillHubId } from '../platform/drill-hub.ts';
import { loadDecidedBefore } from '../review/decided-before.ts';
import { sameBits } from '../review/same-picture.ts';
import type { AlbumPictureTable } from '../schema/album-picture.ts';

/**
 * Tells the source of each entry that held a picture back what a person found, where it takes votes; a vote that stands is
 * not cast again for another copy.
 */
export async function tellSources(
  deps: Pick<Deps, 'clock' | 'random'>,
  tx: Transaction,
  { pictureId, opinion }: { pictureId: string; opinion: 'confirmed' | 'refuted' },
): Promise<void> {
  const entries = await tx
    .selectFrom('album_match')
    .select('entry_id')
    .where('picture_id', '=', pictureId)
    .where('effect', '=', 'hold')
    .where('withdrawn_at', 'is', null)
    .orderBy('entry_id')
    .execute();
  for (const { entry_id: entryId } of entries) {
    const last = await tx
      .selectFrom('list_feedback')
      .select(['opinion', 'state'])
      .where('entry_id', '=', entryId)
      .orderBy('created_at', 'desc')
      .limit(1)
      .executeTakeFirst();
    const stands = last !== undefined && last.opinion === opinion && last.state !== 'dead';
    if (!stands) await queueFeedback(tx, deps, { entryId, opinion });
  }
}

/**
 * Puts a cleared picture on the list of what is known to be harmless, as far as one person's word may go. A picture that is
 * near what a list holds can be made by anybody (PDQ has no resistance to it), so its looks would silence the list for
 * copies of the known picture: they are learned only from far off. Of the very file, of one that is near, and of one that
 * a person has confirmed before, the bytes are learned once a second person has cleared them too. MD5 and SHA-1 can be
 * shared by two files that were made so, and are never learned; nor is anything of a file that matched nothing.
 */
export async function teachCleared(
  deps: Deps,
  tx: Transaction,
  given: {
    picture: Pick<Selectable<AlbumPictureTable>, 'picture_id' | 'sha256' | 'pdq' | 'looks'>;
    staffId: string;
    at: Date;
  },
): Promise<void> {
  const { picture, staffId, at } = given;
  const distances = await tx
    .selectFrom('album_match')
    .select('distance')
    .where('picture_id', '=', picture.picture_id)
    .where('effect', '=', 'hold')
    .execute();
  if (distances.length === 0 || picture.sha256 === null) return;
  // Within the radius of what is this far there is no copy of what the list knows.
  const isFar = distances.every(({ distance }) => distance !== null && distance > clearedRadius + sameBits);
  const before = (await loadDecidedBefore(tx, [picture.picture_id])).get(picture.picture_id);
  const isAlone = !isFar || before?.answer === 'confirmed';
  if (isAlone && !(await hasSecondPerson(tx, picture.sha256, staffId))) return;
  const fingerprints: ListedFingerprint[] = [{ kind: 'sha256', hex: picture.sha256.toString('hex') }];
  // A plain picture looks like many others, which would be taken for harmless with it.
  const isTelling = picture.looks !== null && picture.looks.length > 0;
  if (isFar && isTelling && picture.pdq !== null) fingerprints.push({ kind: 'pdq', hex: picture.pdq.toString('hex') });
  const listId = await ensureClearedList(tx, deps);
  if (listId !== null) await teachHarmless(tx, { listId, fingerprints, staffId, at });
}

/** Whether another person's word that these bytes are harmless stands. */
async function hasSecondPerson(tx: Transaction, sha256: Buffer, staffId: string): Promise<boolean> {
  const other = await tx
    .selectFrom('album_picture')
    .select('picture_id')
    .where('sha256', '=', sha256)
    .where('looks', 'is not', null)
    .where('answer', '=', 'cleared')
    .where('answered_by', '<>', staffId)
    .where('hub_id', '<>', drillHubId)
    .limit(1)
    .executeTakeFirst();
  return other !== undefined;
}

/** A person has confirmed what another had cleared: it is not known to be harmless any more. */
export async function forgetCleared(
  deps: Pick<Deps, 'clock'>,
  tx: Transaction,
  { picture, staffId }: { picture: Pick<Selectable<AlbumPictureTable>, 'sha256' | 'pdq' | 'looks'>; staffId: string },
): Promise<void> {
  const pdq = picture.looks !== null && picture.looks.length > 0 ? picture.pdq : null;
  await forgetHarmless(tx, { sha256: picture.sha256, pdq, bits: clearedRadius, staffId, at: deps.clock() });
}
