import {
  type AlbumPicture,
  type AlbumPictureEvent,
  AlbumPictureState,
  PictureId,
  albumLimits as serverLimits,
} from '@wellhouse/protocol';
import { z } from 'zod';
import { type AddPicture, albumLimits, type PictureUpload } from '../wire-albums.ts';
import type { Albums } from './albums.ts';
import type { Database } from './database.ts';
import type { Events } from './events.ts';
import { DeliveryProblem } from './problems.ts';
import { type SafetyClient, SafetyRefusal } from './safety-client.ts';
import { whenToAsk } from './when-to-ask.ts';

export interface AlbumPictures {
  /**
   * Announces a picture to the safety server and says where its bytes go. The same again is the same picture, and how an
   * interrupted upload gets a new token.
   *
   * @throws {DeliveryProblem} `not-found`, `album-full`, `too-large`, `picture-exists`, `picture-closed`, `safety-unreachable`
   */
  add(accountId: string, albumId: string, picture: z.infer<typeof AddPicture>): Promise<z.infer<typeof PictureUpload>>;
  /**
   * Takes in how a picture stands, as the safety server says by webhook or when asked: the highest version holds.
   *
   * @returns accounts to be woken once the transaction is committed; null: nothing new
   */
  hear(picture: AlbumPicture, notice?: AlbumPictureEvent['data']['notice']): string[] | null;
  /** One's own picture: out of every view at once, and out of the safety server as soon as that answers. */
  takeOut(accountId: string, albumId: string, pictureId: string): void;
  /** The bytes of a picture that everyone in the album may see now. @throws {DeliveryProblem} `picture-not-released` */
  bytes(accountId: string, albumId: string, pictureId: string): Promise<ReadableStream<Uint8Array>>;
  /** Asks the safety server about what is due: pictures that are not settled, and those that were taken out. */
  look(): Promise<void>;
}

const Row = z.object({
  picture_id: PictureId,
  album_id: z.string(),
  account_id: z.string(),
  region: z.string(),
  size: z.int(),
  sha256: z.string(),
  state: AlbumPictureState,
  version: z.int(),
  why: z.string().nullable(),
  notice: z.string().nullable(),
  added_at: z.int(),
  taken_out_at: z.int().nullable(),
  withdrawn: z.int(),
});
type Row = z.infer<typeof Row>;
const atOnce = 50;

export function createAlbumPictures(deps: {
  database: Database;
  events: Events;
  albums: Albums;
  safety: SafetyClient;
  clock: () => number;
}): AlbumPictures {
  const { database, events, albums, safety, clock } = deps;

  function find(pictureId: string): Row | undefined {
    return database.row(Row, 'SELECT * FROM album_picture WHERE picture_id = ?', pictureId);
  }

  /** Tells those who may know of the picture that the album is another now. */
  function tell({ album_id: albumId, account_id: accountId }: Row, everyone: boolean): string[] {
    const recipients = everyone ? [...new Set([...albums.members(albumId), accountId])] : [accountId];
    events.append(recipients, { type: 'album-changed', albumId });
    return recipients;
  }

  function hear(picture: AlbumPicture, notice: AlbumPictureEvent['data']['notice'] = null): string[] | null {
    const known = find(picture.pictureId);
    if (known === undefined || picture.accountId !== known.account_id || picture.albumId !== known.album_id)
      return null;
    // Asking gives the same version as the webhook, but no notice.
    const onlyNotice = picture.version === known.version && notice !== null && known.notice === null;
    if (picture.version <= known.version && !onlyNotice) return null;
    database.run(
      'UPDATE album_picture SET state = ?, version = ?, why = ?, notice = ?, ask_at = ? WHERE picture_id = ?',
      picture.state,
      picture.version,
      picture.why,
      notice === null ? null : JSON.stringify(notice),
      whenToAsk(picture.state, known, clock()),
      picture.pictureId,
    );
    const seenBefore = known.state === 'released' && known.taken_out_at === null;
    const seenNow = picture.state === 'released' && known.taken_out_at === null;
    if (picture.state === known.state && !onlyNotice) return [];
    return tell(known, seenBefore !== seenNow);
  }

  function hearAndWake(picture: AlbumPicture): void {
    events.wake(database.transaction(() => hear(picture)) ?? []);
  }

  function announce(accountId: string, albumId: string, picture: z.infer<typeof AddPicture>): Row {
    const { pictureId, size, sha256 } = picture;
    const { row, woken } = database.transaction(() => {
      albums.requireMember(accountId, albumId);
      const known = find(pictureId);
      if (known !== undefined) {
        const same =
          known.account_id === accountId &&
          known.album_id === albumId &&
          known.size === size &&
          known.sha256 === sha256;
        if (!same) throw new DeliveryProblem('picture-exists', 'choose another random picture id');
        if (known.taken_out_at !== null) throw new DeliveryProblem('picture-closed', 'the picture was taken out');
        return { row: known, woken: [] };
      }
      const here = database.row(
        z.object({ n: z.int() }),
        'SELECT count(*) AS n FROM album_picture WHERE album_id = ? AND taken_out_at IS NULL',
        albumId,
      );
      if ((here?.n ?? 0) >= albumLimits.pictures) throw new DeliveryProblem('album-full', 'the album is full');
      database.run(
        `INSERT INTO album_picture (picture_id, album_id, account_id, region, size, sha256, state, version, added_at, ask_at)
         VALUES (?, ?, ?, ?, ?, ?, 'receiving', 0, ?, ?)`,
        pictureId,
        albumId,
        accountId,
        albums.regionOf(accountId),
        size,
        sha256,
        clock(),
        clock() + 60_000,
      );
      const row = find(pictureId);
      if (row === undefined) throw new Error('cannot store the picture');
      return { row, woken: tell(row, false) };
    });
    events.wake(woken);
    return row;
  }

  /** The safety server did not take it, so there is nothing to show. */
  function forget(row: Row): void {
    const woken = database.transaction(() => {
      database.run('DELETE FROM album_picture WHERE picture_id = ? AND version = 0', row.picture_id);
      return tell(row, false);
    });
    events.wake(woken);
  }

  async function withdraw(pictureId: string): Promise<void> {
    try {
      await safety.withdrawPicture(pictureId);
    } catch (error) {
      // Removed by a person meanwhile, or never arrived: there is nothing left to withdraw.
      if (!(error instanceof SafetyRefusal) || error.status === 429) throw error;
    }
    database.run('UPDATE album_picture SET withdrawn = 1, ask_at = NULL WHERE picture_id = ?', pictureId);
    await ask(pictureId);
  }

  async function ask(pictureId: string): Promise<void> {
    try {
      hearAndWake(await safety.picture(pictureId));
    } catch (error) {
      if (!(error instanceof SafetyRefusal) || error.status !== 404) throw error;
      const lost = find(pictureId);
      if (lost === undefined || lost.state === 'withdrawn') return;
      const woken = database.transaction(() => {
        database.run(
          `UPDATE album_picture SET state = 'withdrawn', why = 'lost', ask_at = NULL WHERE picture_id = ?`,
          pictureId,
        );
        return tell(lost, lost.state === 'released');
      });
      events.wake(woken);
    }
  }

  return {
    hear,
    async add(accountId, albumId, picture) {
      if (picture.size > serverLimits.bytes) throw new DeliveryProblem('too-large', 'the picture is too large');
      const row = announce(accountId, albumId, picture);
      try {
        const added = await safety.addPicture({
          pictureId: row.picture_id,
          albumId,
          accountId,
          region: row.region,
          size: row.size,
          sha256: row.sha256,
          source: { form: 'upload' },
        });
        hearAndWake(added.picture);
        return { upload: added.upload };
      } catch (error) {
        if (!(error instanceof SafetyRefusal)) throw error;
        if (error.status === 429) throw new DeliveryProblem('rate-limited', error.message);
        forget(row);
        if (error.status === 413) throw new DeliveryProblem('too-large', error.message);
        throw new DeliveryProblem('picture-closed', `${error.code}: ${error.message}`);
      }
    },
    takeOut(accountId, albumId, pictureId) {
      const known = find(pictureId);
      if (known === undefined || known.album_id !== albumId || known.account_id !== accountId) {
        throw new DeliveryProblem('not-found', 'there is no such picture of yours');
      }
      if (known.state === 'removed') throw new DeliveryProblem('picture-closed', 'a person has removed it already');
      if (known.taken_out_at !== null) return;
      const woken = database.transaction(() => {
        database.run(
          'UPDATE album_picture SET taken_out_at = ?, ask_at = ? WHERE picture_id = ?',
          clock(),
          clock() + 10_000,
          pictureId,
        );
        return tell(known, known.state === 'released');
      });
      events.wake(woken);
      // What fails now is tried again by `look`.
      void withdraw(pictureId).catch(() => {});
    },
    async bytes(accountId, albumId, pictureId) {
      albums.requireMember(accountId, albumId);
      const known = find(pictureId);
      if (known === undefined || known.album_id !== albumId)
        throw new DeliveryProblem('not-found', 'no such picture here');
      if (known.state !== 'released' || known.taken_out_at !== null) {
        throw known.account_id === accountId
          ? new DeliveryProblem('picture-not-released', 'the picture is not shown now')
          : new DeliveryProblem('not-found', 'no such picture here');
      }
      try {
        return await safety.pictureBytes(pictureId);
      } catch (error) {
        if (!(error instanceof SafetyRefusal)) throw error;
        // The word about it has not come yet: ask, so that it leaves every view.
        void ask(pictureId).catch(() => {});
        throw new DeliveryProblem('not-found', 'no such picture here');
      }
    },
    async look() {
      const due = database.rows(
        Row,
        'SELECT * FROM album_picture WHERE ask_at <= ? ORDER BY ask_at LIMIT ?',
        clock(),
        atOnce,
      );
      for (const row of due) {
        const again = whenToAsk(row.state, row, clock());
        database.run('UPDATE album_picture SET ask_at = ? WHERE picture_id = ?', again, row.picture_id);
        await (row.taken_out_at !== null && row.withdrawn === 0 ? withdraw(row.picture_id) : ask(row.picture_id));
      }
    },
  };
}
