import type { Updateable } from 'kysely';
import type { Deps } from '../deps.ts';
import type { Transaction } from '../platform/database/open-database.ts';
import type { AlbumPictureTable } from '../schema/album-picture.ts';
import { type NewLine, timelineLine } from '../schema/timeline-line.ts';
import { keepSignals, pictureSignal } from '../signals/keep-signals.ts';
import { keepLook } from '../signals/near-pictures.ts';
import { type JoinedCase, openedSaid } from './join-case.ts';
import { placeOf } from './place-case.ts';
import { type CaseMatter, findOrOpenCase } from './undecided-case.ts';

export interface JoiningPicture extends CaseMatter {
  readonly pictureId: string;
  /** Of its album; ISO 3166-1 alpha-2. */
  readonly region: string | null;
  /** From when on the case's clock runs for it. */
  readonly joinedAt: Date;
  /** What the picture's row says of its place in the case. */
  readonly columns: Updateable<AlbumPictureTable>;
  readonly event: Pick<NewLine, 'said'> & { readonly kind: 'picture-joined' | 'reopened' };
}

/**
 * Puts a picture of a shared album into the undecided case about whoever added it and its category, or opens one: the same
 * that a report about them joins. Holds the case's row until the transaction ends. The caller holds the picture's row.
 */
export async function joinMatch(deps: Deps, tx: Transaction, picture: JoiningPicture): Promise<JoinedCase> {
  const { joinedAt: at, category } = picture;
  const { row, vault, opened } = await findOrOpenCase(deps, tx, picture, at);
  const { sha256, ...look } = await tx
    .updateTable('album_picture')
    .set({ ...picture.columns, case_id: row.case_id })
    .where('picture_id', '=', picture.pictureId)
    .returning(['sha256', 'pdq', 'quality'])
    .executeTakeFirstOrThrow();
  if (sha256 !== null) await keepSignals(deps, tx, row.case_id, [pictureSignal(sha256)]);
  await keepLook(tx, row.case_id, look);
  const where = { region: row.region ?? picture.region, surface: opened ? ('album' as const) : row.surface };
  const place = await placeOf(tx, { ...row, ...where, category, picture_count: row.picture_count + 1 }, at);
  await tx
    .updateTable('case_file')
    .set({ ...where, ...place })
    .where('case_id', '=', row.case_id)
    .execute();
  const event = { caseId: row.case_id, at, staffId: null };
  const first = timelineLine({ ...event, kind: 'opened', said: openedSaid(category) });
  const joined = timelineLine({ ...event, ...picture.event });
  await tx
    .insertInto('case_event')
    .values(opened ? [first, joined] : [joined])
    .execute();
  return { caseId: row.case_id, vault };
}
