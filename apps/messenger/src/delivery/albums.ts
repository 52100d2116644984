import { z } from 'zod';
import type { Album, CreateAlbum } from '../wire-albums.ts';
import { albumLimits } from '../wire-albums.ts';
import { ownPictures, releasedPictures } from './album-view.ts';
import type { Database } from './database.ts';
import type { Events } from './events.ts';
import { DeliveryProblem } from './problems.ts';

/** Where rehearsals are: what an account is in before it chose a country. */
const rehearsalRegion = 'ZZ';

export interface Albums {
  /** The album as the account may see it. @throws {DeliveryProblem} `not-found`, also where it is not a member */
  view(accountId: string, albumId: string): Album;
  list(accountId: string): Album[];
  members(albumId: string): string[];
  /** @throws {DeliveryProblem} `not-found` */
  requireMember(accountId: string, albumId: string): void;
  /** The same album again is the same album. */
  create(accountId: string, album: z.infer<typeof CreateAlbum>): void;
  /** @throws {DeliveryProblem} `owner-only`, `album-full` */
  addMember(accountId: string, albumId: string, added: string): void;
  /**
   * The owner takes somebody out, or a member leaves. What that person is still sending does not come in any more; when the
   * last one leaves, all pictures are taken out.
   */
  removeMember(accountId: string, albumId: string, removed: string): void;
  /** A released picture, or null for the first one. @throws {DeliveryProblem} `owner-only`, `picture-not-released` */
  chooseCover(accountId: string, albumId: string, pictureId: string | null): void;
  regionOf(accountId: string): string;
  setRegion(accountId: string, region: string): void;
  /** The account has read what is checked in this album where it is. */
  seeNotice(accountId: string, albumId: string, region: string): void;
}

const Row = z.object({
  album_id: z.string(),
  title: z.string(),
  owner_id: z.string(),
  cover_id: z.string().nullable(),
  created_at: z.int(),
});
const Name = z.object({ account_id: z.string() });

export function createAlbums(database: Database, events: Events, clock: () => number): Albums {
  function find(albumId: string): z.infer<typeof Row> {
    const row = database.row(Row, 'SELECT * FROM album WHERE album_id = ?', albumId);
    if (row === undefined) throw new DeliveryProblem('not-found', 'there is no such album');
    return row;
  }

  function members(albumId: string): string[] {
    const rows = database.rows(
      Name,
      'SELECT account_id FROM album_member WHERE album_id = ? ORDER BY added_at, rowid',
      albumId,
    );
    return rows.map((row) => row.account_id);
  }

  function requireMember(accountId: string, albumId: string): void {
    find(albumId);
    // To a stranger an album that exists and one that does not look the same.
    if (!members(albumId).includes(accountId)) throw new DeliveryProblem('not-found', 'there is no such album');
  }

  function requireOwner(accountId: string, albumId: string): void {
    requireMember(accountId, albumId);
    if (find(albumId).owner_id !== accountId) throw new DeliveryProblem('owner-only', 'the album has another owner');
  }

  function regionOf(accountId: string): string {
    const row = database.row(
      z.object({ region: z.string() }),
      'SELECT region FROM account_region WHERE account_id = ?',
      accountId,
    );
    return row?.region ?? rehearsalRegion;
  }

  function noticeSeen(accountId: string, albumId: string): boolean {
    return (
      database.row(
        z.object({ seen_at: z.int() }),
        'SELECT seen_at FROM album_notice_seen WHERE album_id = ? AND account_id = ? AND region = ?',
        albumId,
        accountId,
        regionOf(accountId),
      ) !== undefined
    );
  }

  function view(accountId: string, albumId: string): Album {
    const album = find(albumId);
    const inside = members(albumId);
    const isMember = inside.includes(accountId);
    const own = ownPictures(database, albumId, accountId, isMember);
    if (!isMember && own.length === 0) throw new DeliveryProblem('not-found', 'there is no such album');
    const released = isMember ? releasedPictures(database, albumId, accountId) : [];
    const pictures = [...own, ...released].toSorted((a, b) => a.addedAt - b.addedAt);
    const shown = pictures.filter((picture) => picture.state === 'released');
    return {
      albumId,
      title: album.title,
      ownerId: album.owner_id,
      isMember,
      members: isMember ? inside : [],
      coverId: (shown.find((picture) => picture.pictureId === album.cover_id) ?? shown[0])?.pictureId ?? null,
      changedAt: pictures.at(-1)?.addedAt ?? album.created_at,
      noticeSeen: noticeSeen(accountId, albumId),
      pictures,
    };
  }

  function admit(albumId: string, accountId: string): void {
    if (database.row(Name, 'SELECT account_id FROM account WHERE account_id = ?', accountId) === undefined) {
      throw new DeliveryProblem('not-found', `there is no account ${accountId}`);
    }
    database.run(
      'INSERT OR IGNORE INTO album_member (album_id, account_id, added_at) VALUES (?, ?, ?)',
      albumId,
      accountId,
      clock(),
    );
  }

  /** Of one who goes: what is still on its way. Of an album that nobody is in any more: everything. */
  function takeOut(albumId: string, gone: string | null): void {
    database.run(
      `UPDATE album_picture SET taken_out_at = ?1, ask_at = ?1 WHERE album_id = ?2 AND taken_out_at IS NULL
       AND (?3 IS NULL OR (account_id = ?3 AND state IN ('receiving', 'checking')))`,
      clock(),
      albumId,
      gone,
    );
  }

  function changed(recipients: readonly string[], albumId: string): void {
    events.append(recipients, { type: 'album-changed', albumId });
  }

  return {
    view,
    members,
    requireMember,
    regionOf,
    list: (accountId) =>
      database
        .rows(
          z.object({ album_id: z.string() }),
          `SELECT album_id FROM album_member WHERE account_id = ?1
           UNION SELECT album_id FROM album_picture WHERE account_id = ?1 AND state IN ('held', 'removed')`,
          accountId,
        )
        .flatMap(({ album_id }) => {
          try {
            return [view(accountId, album_id)];
          } catch (error) {
            if (error instanceof DeliveryProblem && error.code === 'not-found') return [];
            throw error;
          }
        }),
    create(accountId, { albumId, title, members: invited }) {
      const inside = [...new Set([accountId, ...invited])];
      if (inside.length > albumLimits.members) throw new DeliveryProblem('album-full', 'these are too many members');
      database.transaction(() => {
        const owned = database.row(
          z.object({ n: z.int() }),
          'SELECT count(*) AS n FROM album WHERE owner_id = ?',
          accountId,
        );
        const made = database.run(
          'INSERT OR IGNORE INTO album (album_id, title, owner_id, created_at) VALUES (?, ?, ?, ?)',
          albumId,
          title,
          accountId,
          clock(),
        );
        if (made === 0) {
          if (find(albumId).owner_id === accountId) return;
          throw new DeliveryProblem('album-exists', 'choose another random album id');
        }
        if ((owned?.n ?? 0) >= albumLimits.albums) throw new DeliveryProblem('album-full', 'these are too many albums');
        for (const member of inside) admit(albumId, member);
        changed(inside, albumId);
      });
      events.wake(inside);
    },
    addMember(accountId, albumId, added) {
      const woken = database.transaction(() => {
        requireOwner(accountId, albumId);
        admit(albumId, added);
        const inside = members(albumId);
        if (inside.length > albumLimits.members) throw new DeliveryProblem('album-full', 'the album has no more room');
        changed(inside, albumId);
        return inside;
      });
      events.wake(woken);
    },
    removeMember(accountId, albumId, removed) {
      const woken = database.transaction(() => {
        if (removed === accountId) requireMember(accountId, albumId);
        else requireOwner(accountId, albumId);
        database.run('DELETE FROM album_member WHERE album_id = ? AND account_id = ?', albumId, removed);
        const stayed = members(albumId);
        const [eldest] = stayed;
        takeOut(albumId, eldest === undefined ? null : removed);
        if (eldest !== undefined && find(albumId).owner_id === removed) {
          database.run('UPDATE album SET owner_id = ? WHERE album_id = ?', eldest, albumId);
        }
        changed([...stayed, removed], albumId);
        return [...stayed, removed];
      });
      events.wake(woken);
    },
    chooseCover(accountId, albumId, pictureId) {
      const woken = database.transaction(() => {
        requireOwner(accountId, albumId);
        const { pictures } = view(accountId, albumId);
        const chosen = pictures.find((picture) => picture.pictureId === pictureId);
        if (pictureId !== null && chosen?.state !== 'released') {
          throw new DeliveryProblem('picture-not-released', 'a cover is a picture that everyone here sees');
        }
        database.run('UPDATE album SET cover_id = ? WHERE album_id = ?', pictureId, albumId);
        changed(members(albumId), albumId);
        return members(albumId);
      });
      events.wake(woken);
    },
    setRegion(accountId, region) {
      database.run(
        `INSERT INTO account_region (account_id, region) VALUES (?, ?)
         ON CONFLICT (account_id) DO UPDATE SET region = excluded.region`,
        accountId,
        region,
      );
    },
    seeNotice(accountId, albumId, region) {
      requireMember(accountId, albumId);
      database.run(
        'INSERT OR IGNORE INTO album_notice_seen (album_id, account_id, region, seen_at) VALUES (?, ?, ?, ?)',
        albumId,
        accountId,
        region,
        clock(),
      );
    },
  };
}
