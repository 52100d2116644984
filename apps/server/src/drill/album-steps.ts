import { AlbumPicture, AlbumPictureAdded, type AlbumPictureState } from '@wellhouse/protocol';
import sharp from 'sharp';
import type { Deps } from '../deps.ts';
import { drillHub, drillHubId } from '../platform/drill-hub.ts';
import { newUuid } from '../staff/tokens.ts';
import { closeDrillCases } from './close-drill-cases.ts';
import { createDrillClient, type DrillServer, json, needed, type Seen } from './drill-client.ts';
import { drillPictures, readDrillPicture } from './drill-pictures.ts';
import { fillDrillList } from './fill-drill-list.ts';

/** Region of rehearsals: no list of a real source covers it. */
const region = 'ZZ';
const account = 'drill-owner@drill.wellhouse';

interface Added {
  readonly pictureId: string;
  readonly body: string;
  readonly bytes: Buffer;
  readonly upload: { path: string; token: string };
  /** When the last byte was sent, in the clock of this process. */
  readonly sentAt: number;
}

/** The steps of a rehearsal of shared albums, each by HTTP as a delivery service and a device take them. */
export function createAlbumSteps(deps: Deps, options: DrillServer) {
  const { call, until } = createDrillClient(options);
  const { apiSecret: token } = drillHub(deps.keys);
  const base = `/v1/hubs/${drillHubId}/album-pictures`;
  const album = `drill ${newUuid(deps.random)}`;

  async function state(pictureId: string): Promise<AlbumPicture> {
    return AlbumPicture.parse(await (await call('GET', `${base}/${pictureId}`, { token })).json());
  }

  async function announce(body: string): Promise<AlbumPictureAdded> {
    return AlbumPictureAdded.parse(await (await call('POST', base, { token, headers: json, body })).json());
  }

  async function send(upload: Added['upload'], bytes: Buffer, from: number, to: number): Promise<void> {
    await call('PATCH', upload.path, {
      token: upload.token,
      headers: {
        'content-type': 'application/partial-upload',
        'upload-offset': String(from),
        'upload-complete': to === bytes.length ? '?1' : '?0',
      },
      body: new Uint8Array(bytes.subarray(from, to)),
    });
  }

  async function add(bytes: Buffer): Promise<Added> {
    const pictureId = newUuid(deps.random);
    const facts = { pictureId, albumId: album, accountId: account, region, size: bytes.length, sha256: null };
    const body = JSON.stringify({ ...facts, source: { form: 'upload' } });
    const { upload } = await announce(body);
    if (upload === null) throw new Error('be told where the bytes go');
    const half = Math.floor(bytes.length / 2);
    await send(upload, bytes, 0, half);
    const offset = (await call('HEAD', upload.path, { token: upload.token })).headers.get('upload-offset');
    if (offset !== String(half)) throw new Error(`read ${half} bytes as the offset, not ${offset}`);
    await send(upload, bytes, half, bytes.length);
    return { pictureId, body, bytes, upload, sentAt: performance.now() };
  }

  async function settled(pictureId: string): Promise<AlbumPicture> {
    return until('the picture to be checked', async () => {
      const picture = await state(pictureId);
      return picture.state === 'checking' || picture.state === 'receiving' ? null : picture;
    });
  }

  async function expect(added: Added, wanted: AlbumPictureState): Promise<string> {
    const picture = await settled(added.pictureId);
    if (picture.state !== wanted) throw new Error(`find the picture ${wanted}, not ${picture.state} (${picture.why})`);
    return `${wanted} after ${Math.round(performance.now() - added.sentAt)} ms`;
  }

  async function refusesBytes(pictureId: string): Promise<void> {
    const shown = await call('GET', `${base}/${pictureId}/bytes`, { token }).catch((error: unknown) => error);
    if (shown instanceof Error && shown.message.startsWith('picture-not-released')) return;
    throw new Error('get no bytes of a picture that may not be seen');
  }

  return {
    async fillList(): Seen<null> {
      await fillDrillList(deps);
      return [`list "drill", region ${region}, ${drillPictures.length} marked pictures`, null];
    },
    async addHarmless(): Seen<Added> {
      const added = await add(await noise(deps));
      return [`${added.bytes.length} bytes in two pieces`, added];
    },
    async seeReleased(given: Added | null): Seen<null> {
      const added = needed(given);
      const seen = await expect(added, 'released');
      const bytes = await (await call('GET', `${base}/${added.pictureId}/bytes`, { token })).arrayBuffer();
      if (!Buffer.from(bytes).equals(added.bytes)) throw new Error('get other bytes than were sent');
      return [seen, null];
    },
    async addExact(): Seen<Added> {
      const added = await add(await readDrillPicture('harbour'));
      return ['the very file', added];
    },
    /** Smaller, mirrored and encoded anew: only its looks are the same. */
    async addAltered(): Seen<Added> {
      const bytes = await sharp(await readDrillPicture('kites'))
        .resize(700)
        .flop()
        .jpeg({ quality: 80 })
        .toBuffer();
      return ['smaller, mirrored, as JPEG', await add(bytes)];
    },
    async addAgain(given: Added | null): Seen<null> {
      const { body, pictureId } = needed(given);
      const { picture } = await announce(body);
      if (picture.pictureId !== pictureId) throw new Error(`got ${picture.pictureId} for ${pictureId}`);
      return ['the same picture', null];
    },
    async seeHeld(given: Added | null): Seen<null> {
      const added = needed(given);
      const seen = await expect(added, 'held');
      await refusesBytes(added.pictureId);
      return [`${seen}, and not to be seen`, null];
    },
    async findCase(given: readonly (Added | null)[]): Seen<string> {
      const pictures = given.map((one) => needed(one).pictureId);
      const rows = await deps.database.kysely
        .selectFrom('album_picture')
        .innerJoin('case_file', 'case_file.case_id', 'album_picture.case_id')
        .innerJoin('album_match', 'album_match.picture_id', 'album_picture.picture_id')
        .select(['case_file.case_id', 'case_number', 'drill', 'album_match.list_id', 'album_match.distance'])
        .where('album_picture.picture_id', 'in', pictures)
        .where('album_match.effect', '=', 'hold')
        .execute();
      const [first] = rows;
      if (first === undefined || new Set(rows.map((row) => row.case_id)).size !== 1) {
        throw new Error('find one case for both pictures');
      }
      if (!first.drill) throw new Error('find the case marked as a drill');
      const exact = rows.some(({ distance }) => distance === null);
      if (!exact || !rows.some(({ distance }) => distance !== null)) {
        throw new Error('find a match by bytes and one by looks');
      }
      return [`C-${first.case_number}, matches on list "${first.list_id}"`, first.case_id];
    },
    /** A person answers in the console; the drill only waits. */
    async awaitPerson(caseId: string | null): Seen<null> {
      const id = needed(caseId);
      const decided = await until('a person to answer its pictures and decide the case', async () => {
        const row = await deps.database.kysely
          .selectFrom('case_file')
          .innerJoin('decision', 'decision.case_id', 'case_file.case_id')
          .innerJoin('staff', 'staff.staff_id', 'decision.decided_by')
          .select(['case_file.state', 'decision.reference', 'staff.name'])
          .where('case_file.case_id', '=', id)
          .where('case_file.state', '=', 'decided')
          .executeTakeFirst();
        return row ?? null;
      });
      return [`${decided.name}, ${decided.reference}`, null];
    },
    async close(): Seen<null> {
      const closed = await closeDrillCases(deps);
      return [`${closed} closed and erased`, null];
    },
    async takeOut(given: readonly (Added | null)[]): Seen<null> {
      const added = given.flatMap((one) => one ?? []);
      for (const { pictureId } of added) {
        await call('DELETE', `${base}/${pictureId}`, { token });
        await refusesBytes(pictureId);
      }
      return [`${added.length} pictures, none to be seen any more`, null];
    },
  };
}

/** Never the same twice, and like nothing on any list. */
async function noise(deps: Deps): Promise<Buffer> {
  const grid = { width: 24, height: 18, channels: 3 } as const;
  return sharp(deps.random(grid.width * grid.height * grid.channels), { raw: grid })
    .resize(960, 720, { kernel: 'cubic' })
    .jpeg({ quality: 88 })
    .toBuffer();
}
