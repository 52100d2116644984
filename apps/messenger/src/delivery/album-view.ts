import { AlbumPictureState } from '@wellhouse/protocol';
import { z } from 'zod';
import { type AlbumPicture, RemovalNotice } from '../wire-albums.ts';
import type { Database } from './database.ts';

const Row = z.object({
  picture_id: z.string(),
  account_id: z.string(),
  state: AlbumPictureState,
  why: z.string().nullable(),
  notice: z.string().nullable(),
  added_at: z.int(),
});

/**
 * One's own pictures as they stand. What was taken out is gone, but for the notice about a picture that was removed first.
 * Who is no member any more still learns what becomes of the pictures that a person looks at.
 */
export function ownPictures(database: Database, albumId: string, accountId: string, isMember: boolean): AlbumPicture[] {
  return database
    .rows(
      Row,
      `SELECT picture_id, account_id, state, why, notice, added_at FROM album_picture
       WHERE album_id = ? AND account_id = ? AND (taken_out_at IS NULL OR state = 'removed') ORDER BY added_at, rowid`,
      albumId,
      accountId,
    )
    .filter(({ state }) => isMember || state === 'held' || state === 'removed')
    .map((row) => ({
      ...present(row),
      state: row.state,
      why: row.why,
      notice: row.notice === null ? null : RemovalNotice.parse(JSON.parse(row.notice)),
    }));
}

/** Other members' pictures: those that may be seen, and no sign of the others. */
export function releasedPictures(database: Database, albumId: string, except: string): AlbumPicture[] {
  return database
    .rows(
      Row,
      `SELECT picture_id, account_id, state, why, notice, added_at FROM album_picture
       WHERE album_id = ? AND account_id <> ? AND state = 'released' AND taken_out_at IS NULL ORDER BY added_at, rowid`,
      albumId,
      except,
    )
    .map((row) => ({ ...present(row), state: 'released' as const, why: null, notice: null }));
}

function present(row: z.infer<typeof Row>): Pick<AlbumPicture, 'pictureId' | 'accountId' | 'addedAt'> {
  return { pictureId: row.picture_id as AlbumPicture['pictureId'], accountId: row.account_id, addedAt: row.added_at };
}
