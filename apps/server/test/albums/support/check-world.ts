import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { formatHash } from '@wellhouse/fingerprint';
import type { Selectable } from 'kysely';
import { createCheckPicture } from '../../../src/albums/check-picture.ts';
import { movePicture } from '../../../src/albums/move-picture.ts';
import { storePictureBytes } from '../../../src/albums/picture-bytes.ts';
import { createPictureDecoders, type PictureDecoders } from '../../../src/albums/picture-decoders.ts';
import { printPicture } from '../../../src/albums/picture-prints.ts';
import { createReweighPicture } from '../../../src/albums/reweigh-picture.ts';
import { createReweighPictures } from '../../../src/albums/reweigh-pictures.ts';
import type { Deps } from '../../../src/deps.ts';
import { createKnownPictures, type KnownPictures } from '../../../src/lists/known/known-pictures.ts';
import { enqueue } from '../../../src/platform/jobs/enqueue.ts';
import { neverGiveUp } from '../../../src/platform/jobs/job.ts';
import { createWorker, type Worker } from '../../../src/platform/jobs/worker.ts';
import type { AlbumPictureTable } from '../../../src/schema/album-picture.ts';
import { type ListServer, settings, startListServer } from '../../lists/fakes/list-server.ts';

export interface CheckWorld extends Omit<ListServer, 'add'> {
  readonly known: KnownPictures;
  readonly decoders: PictureDecoders;
  /** A list whose matches hold, with the lines of a file (`pdq …`, `sha256 …`). */
  list(listId: string, lines: readonly string[], more?: ListOptions): Promise<void>;
  /** A picture of which every byte is there, and its check. */
  add(bytes: Buffer, more?: { region?: string; form?: 'upload' | 'fetch' }): Promise<string>;
  /** Works off what is due, with these in place of the usual tools. */
  drain(tools?: Partial<Tools>): Promise<number>;
  picture(pictureId: string): Promise<Selectable<AlbumPictureTable>>;
  matches(pictureId: string): Promise<ShownMatch[]>;
  /** How often a list matched, by what came of it. */
  counts(listId: string): Promise<Record<string, number>>;
}

export interface ListOptions {
  readonly kind?: 'known' | 'negative';
  readonly state?: 'active' | 'shadow';
  readonly settings?: Partial<Omit<typeof settings, 'legalBasis'>> & { readonly legalBasis?: Record<string, string> };
}

export interface Tools {
  readonly known: Pick<KnownPictures, 'findMany'>;
  readonly decoders: PictureDecoders;
}

export interface ShownMatch {
  readonly list: string;
  readonly kind: string;
  readonly distance: number | null;
  readonly variant: string | null;
  readonly effect: string;
  readonly withdrawn: boolean;
}

export async function startCheckWorld(): Promise<CheckWorld> {
  const server = await startListServer();
  const { deps } = server;
  const known = createKnownPictures(deps);
  const decoders = createPictureDecoders({ workers: 1 });
  const { kysely } = deps.database;
  return {
    ...server,
    known,
    decoders,
    async list(listId, lines, { kind = 'known', state = 'active', settings: changed = {} } = {}) {
      await server.add(listId, 'file', {
        kind,
        settings: { ...settings, floodLimit: 1_000, ...changed, category: 'child.csam_known' },
      });
      if (lines.length > 0) await server.load(listId, `${lines.join('\n')}\n`);
      await deps.database.pool.query('update list set state = $2, version = version + 1 where list_id = $1', [
        listId,
        state,
      ]);
    },
    add: (bytes, more) => addPicture(deps, bytes, more),
    drain: (tools = {}) => checkWorker(deps, { known, decoders, ...tools }).drain(),
    picture: (pictureId) =>
      kysely.selectFrom('album_picture').selectAll().where('picture_id', '=', pictureId).executeTakeFirstOrThrow(),
    async matches(pictureId) {
      const rows = await kysely
        .selectFrom('album_match')
        .selectAll()
        .where('picture_id', '=', pictureId)
        .orderBy('list_id')
        .orderBy('kind')
        .orderBy('entry_id')
        .execute();
      return rows.map(({ list_id: list, kind, distance, variant, effect, withdrawn_at }) => {
        return { list, kind, distance, variant, effect, withdrawn: withdrawn_at !== null };
      });
    },
    async counts(listId) {
      const rows = await kysely
        .selectFrom('list_match_count')
        .select(['effect', 'matches'])
        .where('list_id', '=', listId)
        .execute();
      return Object.fromEntries(rows.map(({ effect, matches }) => [effect, Number(matches)]));
    },
    async close() {
      decoders.close();
      await known.close();
      await server.close();
    },
  };
}

export function checkWorker(deps: Deps, tools: Tools, options: { leaseMs?: number; pollMs?: number } = {}): Worker {
  const { database, log, random } = deps;
  return createWorker({
    database,
    log,
    random,
    ...options,
    concurrency: 2,
    batch: 2,
    handlers: {
      'check-picture': createCheckPicture(deps, tools, { pausesMs: [0, 0, 5], leavesVideos: true }),
      'check-video': createCheckPicture(deps, tools, { pausesMs: [0, 0, 5] }),
      'reweigh-pictures': createReweighPictures(deps),
      'reweigh-picture': createReweighPicture(deps, tools),
    },
  });
}

export async function addPicture(
  deps: Deps,
  bytes: Buffer,
  { region = 'GB', form = 'upload' }: { region?: string; form?: 'upload' | 'fetch' } = {},
): Promise<string> {
  const pictureId = randomUUID();
  await deps.database.transaction(async (tx) => {
    await tx
      .insertInto('album_picture')
      .values({
        picture_id: pictureId,
        hub_id: 'hub.example',
        album_id: 'album',
        account_id: `account-${pictureId.slice(0, 4)}`,
        region,
        form: 'upload',
        url: null,
        body_digest: randomBytes(32),
        size: bytes.length,
        announced_sha256: null,
        state: 'receiving',
        key_wrapped: null,
        added_at: deps.clock(),
      })
      .execute();
    await storePictureBytes(deps, tx, { picture_id: pictureId }, bytes);
    const url = form === 'fetch' ? 'https://hub.example/picture' : null;
    await tx.updateTable('album_picture').set({ form, url }).where('picture_id', '=', pictureId).execute();
    await movePicture(deps, tx, { pictureId, to: 'checking' });
    await tx
      .deleteFrom('job')
      .where('kind', '=', 'check-picture')
      .where('payload', '@>', JSON.stringify({ pictureId }))
      .execute();
    await enqueue(tx, { kind: 'check-picture', payload: { pictureId }, maxAttempts: neverGiveUp });
  });
  return pictureId;
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** The exact PDQ hash of a picture, as a list has it. */
export async function pdqOf(decoders: PictureDecoders, bytes: Buffer): Promise<string> {
  const decoded = await printPicture(decoders, bytes, { mode: 'exact', fresh: false });
  if (decoded.outcome !== 'hashed' || decoded.pdq === null) throw new Error('expected a picture');
  return formatHash(decoded.pdq);
}
