import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { type AddAlbumPicture, AlbumPicture, AlbumPictureAdded } from '@wellhouse/protocol';
import type { Selectable } from 'kysely';
import type { z } from 'zod';
import { movePicture } from '../../../src/albums/move-picture.ts';
import { readPictureBytes } from '../../../src/albums/picture-bytes.ts';
import type { Hub } from '../../../src/platform/hubs.ts';
import type { AlbumPictureTable } from '../../../src/schema/album-picture.ts';
import { startTestServer, type TestServer, type TestServerOptions } from '../../support/test-server.ts';

export const albumHub: Hub = {
  hubId: 'hub.example',
  apiSecret: 'a'.repeat(40),
  webhookUrl: null,
  webhookSecret: null,
  origins: ['https://app.example'],
};
export const otherHub: Hub = { ...albumHub, hubId: 'other.example', apiSecret: 'b'.repeat(40), origins: [] };

export interface AlbumServer extends TestServer {
  readonly url: string;
  /** Announces a picture; `bytes` give its size. */
  announce(bytes: Uint8Array, more?: Partial<Announcement>): Promise<Upload>;
  /** The answer to an announcement, whatever it is. */
  add(body: object, hub?: Hub): Promise<Response>;
  call(path: string, init?: RequestInit, hub?: Hub): Promise<Response>;
  /** As a check would have done. */
  release(pictureId: string): Promise<void>;
  row(pictureId: string): Promise<Selectable<AlbumPictureTable>>;
  stored(pictureId: string): Promise<Buffer>;
  jobs(kind: string): Promise<{ payload: unknown }[]>;
}

export type Announcement = z.input<typeof AddAlbumPicture>;

export interface Upload {
  readonly pictureId: string;
  readonly path: string;
  readonly token: string;
  head(): Promise<Response>;
  patch(offset: number, bytes: Uint8Array, headers?: Record<string, string>): Promise<Response>;
  /** Opens a request and leaves its body to the caller. `length` null: chunked. */
  open(offset: number, length: number | null, complete?: boolean): Promise<Socket>;
}

/** A server that listens, with two hubs, and the calls that delivery services and devices make about pictures. */
export async function startAlbumServer(options: TestServerOptions = {}): Promise<AlbumServer> {
  const server = await startTestServer({ hubs: [albumHub, otherHub], ...options });
  const url = await server.listen();
  const { database } = server.deps;
  const call = (path: string, init: RequestInit = {}, hub: Hub = albumHub) =>
    fetch(url + path, { ...init, headers: { authorization: `Bearer ${hub.apiSecret}`, ...init.headers } });
  const add = (body: object, hub: Hub = albumHub) =>
    call(
      `/v1/hubs/${hub.hubId}/album-pictures`,
      { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) },
      hub,
    );
  const row = (pictureId: string) =>
    database.kysely
      .selectFrom('album_picture')
      .selectAll()
      .where('picture_id', '=', pictureId)
      .executeTakeFirstOrThrow();
  return {
    ...server,
    url,
    call,
    add,
    row,
    async announce(bytes, more = {}) {
      const response = await add({ ...announcement(bytes), ...more });
      if (response.status !== 201) throw new Error(`announce: ${response.status} ${await response.text()}`);
      const { picture, upload } = AlbumPictureAdded.parse(await response.json());
      if (upload === null) throw new Error('expected an upload');
      return uploadOf(url, picture.pictureId, upload);
    },
    async release(pictureId) {
      await database.transaction(async (tx) => {
        await tx.updateTable('album_picture').set({ checked: true }).where('picture_id', '=', pictureId).execute();
        await movePicture(server.deps, tx, { pictureId, to: 'released' });
      });
    },
    async stored(pictureId) {
      return readPictureBytes(server.deps, await row(pictureId));
    },
    jobs: (kind) =>
      database.kysely.selectFrom('job').select('payload').where('kind', '=', kind).orderBy('job_id').execute(),
  };
}

export function announcement(bytes: Uint8Array): Announcement {
  return {
    pictureId: randomUUID(),
    albumId: 'summer',
    accountId: 'ana@hub.example',
    region: 'GB',
    size: bytes.length,
    sha256: sha256(bytes),
    source: { form: 'upload' },
  };
}

function uploadOf(url: string, pictureId: string, { path, token }: { path: string; token: string }): Upload {
  const authorization = `Bearer ${token}`;
  return {
    pictureId,
    path,
    token,
    head: () => fetch(url + path, { method: 'HEAD', headers: { authorization } }),
    patch: (offset, bytes, headers = {}) =>
      fetch(url + path, {
        method: 'PATCH',
        headers: {
          authorization,
          'content-type': 'application/partial-upload',
          'upload-offset': String(offset),
          'upload-complete': '?0',
          ...headers,
        },
        body: Buffer.from(bytes),
      }),
    async open(offset, length, complete = true) {
      const { hostname, port } = new URL(url);
      const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
      socket.on('error', () => {});
      const lines = [
        `PATCH ${path} HTTP/1.1`,
        'host: localhost',
        'connection: close',
        `authorization: ${authorization}`,
        'content-type: application/partial-upload',
        `upload-offset: ${offset}`,
        `upload-complete: ${complete ? '?1' : '?0'}`,
        length === null ? 'transfer-encoding: chunked' : `content-length: ${length}`,
      ];
      await new Promise<void>((resolve) => socket.write(`${lines.join('\r\n')}\r\n\r\n`, () => resolve()));
      return socket;
    },
  };
}

/** Everything that the server answers on a socket until it ends it. */
export function answerOf(socket: Socket): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    socket.on('data', (data) => {
      text += String(data);
    });
    socket.once('close', () => resolve(text));
    socket.once('end', () => socket.end());
  });
}

export function send(socket: Socket, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve) => socket.write(bytes, () => resolve()));
}

export async function viewOf(response: Response): Promise<AlbumPicture> {
  return AlbumPicture.parse(await response.json());
}

export function standing(response: Response): { offset: number; complete: boolean } {
  return {
    offset: Number(response.headers.get('upload-offset') ?? Number.NaN),
    complete: response.headers.get('upload-complete') === '?1',
  };
}

export async function codeOf(response: Response): Promise<string> {
  const problem: unknown = await response.json();
  return typeof problem === 'object' && problem !== null && 'code' in problem ? String(problem.code) : '';
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Nobody's picture. */
export function someBytes(length: number): Buffer<ArrayBuffer> {
  return randomBytes(length);
}

export async function until(what: string, done: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 60_000; !(await done()); ) {
    if (Date.now() > end) throw new Error(`waited for ${what} in vain`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
