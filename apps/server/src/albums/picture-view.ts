import { type AlbumPicture, PictureId } from '@wellhouse/protocol';
import type { Selectable } from 'kysely';
import type { z } from 'zod';
import type { AlbumPictureTable } from '../schema/album-picture.ts';

/**
 * A picture as its delivery service sees it. One that was taken out while a person had to look is `withdrawn` to everybody
 * else, until that person removes it.
 */
export function pictureView(row: Selectable<AlbumPictureTable>): z.input<typeof AlbumPicture> {
  const takenOut = row.state === 'held' && row.withdrawn_at !== null;
  return {
    pictureId: PictureId.parse(row.picture_id),
    albumId: row.album_id,
    accountId: row.account_id,
    state: takenOut ? 'withdrawn' : row.state,
    version: row.version,
    why: takenOut ? null : row.why,
    size: row.size,
    received: row.received,
    checked: row.checked,
    addedAt: row.added_at.toISOString(),
  };
}
