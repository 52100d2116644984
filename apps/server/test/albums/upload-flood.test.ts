import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { after, before, test } from 'node:test';
import { createPictureKey } from '../../src/albums/picture-chunks.ts';
import { uploadToken } from '../../src/albums/upload-token.ts';
import { startTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { type AlbumServer, albumHub, someBytes, startAlbumServer } from './support/album-server.ts';
import { startUploadServer, type UploadServer } from './support/start-upload-server.ts';

const count = 10_000;
const length = 3_000;
/** What Node, the code and ten thousand connections take; a server that kept what comes would need more with each upload. */
const mostMemory = 700 * 1024 * 1024;

let database: TestDatabase;
let server: AlbumServer;
let flooded: UploadServer;
before(async () => {
  database = await startTestDatabase();
  server = await startAlbumServer({ database });
  flooded = await startUploadServer(database.connectionString, server.deps.config.stateDirectory);
});
after(async () => {
  flooded.child.kill();
  await flooded.exited;
  await server.close();
  await database.close();
});

test('ten thousand uploads at once are all taken by one server whose memory stays bounded', async () => {
  const pictures = await announceAll();
  const bytes = someBytes(length);
  // Every request is there with half of its bytes before the first gets the other half.
  const open = await inTurns(pictures, 500, async (pictureId) => {
    const socket = await connected(flooded.url);
    await write(socket, Buffer.concat([head(pictureId), bytes.subarray(0, length / 2)]));
    return { socket, answer: firstLineOf(socket) };
  });
  for (const { socket } of open) socket.write(bytes.subarray(length / 2));
  const answers = new Map<string, number>();
  for (const { answer } of open) {
    const line = await answer;
    answers.set(line, (answers.get(line) ?? 0) + 1);
  }
  assert.deepEqual([...answers], [['HTTP/1.1 204 No Content', count]]);
  const { rows } = await database.database.pool.query<{ state: string; n: number; bytes: number }>(
    'select state, count(*)::integer as n, sum(received)::integer as bytes from album_picture group by state',
  );
  assert.deepEqual(rows, [{ state: 'checking', n: count, bytes: count * length }]);
  assert.equal((await server.jobs('check-picture')).length, count);
  for (const pictureId of [pictures[0], pictures[count / 2], pictures[count - 1]]) {
    assert.deepEqual(await server.stored(pictureId ?? ''), bytes);
  }
  const peak = await peakMemoryOf(flooded.child.pid ?? 0);
  if (peak !== null) assert.ok(peak < mostMemory, `${Math.round(peak / 1024 / 1024)} MiB`);
});

/** Announcements as addAlbumPicture writes them. */
async function announceAll(): Promise<string[]> {
  const pictures = Array.from({ length: count }, () => randomUUID());
  for (let at = 0; at < count; at += 1_000) {
    const rows = pictures.slice(at, at + 1_000).map(async (pictureId) => ({
      picture_id: pictureId,
      hub_id: albumHub.hubId,
      album_id: 'flood',
      account_id: 'flood@hub.example',
      region: 'GB',
      form: 'upload' as const,
      url: null,
      body_digest: Buffer.alloc(32),
      size: length,
      announced_sha256: null,
      state: 'receiving' as const,
      key_wrapped: (await createPictureKey(server.deps, pictureId)).wrapped,
      added_at: server.deps.clock(),
    }));
    await database.database.kysely
      .insertInto('album_picture')
      .values(await Promise.all(rows))
      .execute();
  }
  return pictures;
}

function head(pictureId: string): Buffer {
  const lines = [
    `PATCH /v1/album-uploads/${pictureId} HTTP/1.1`,
    'host: localhost',
    'connection: close',
    `authorization: Bearer ${uploadToken(server.deps.keys.receiptKey, pictureId)}`,
    'content-type: application/partial-upload',
    'upload-offset: 0',
    'upload-complete: ?1',
    `content-length: ${length}`,
  ];
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n`);
}

function connected(url: string): Promise<Socket> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port) }, () => resolve(socket));
    socket.once('error', reject);
  });
}

function write(socket: Socket, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve) => socket.write(bytes, () => resolve()));
}

function firstLineOf(socket: Socket): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    socket.on('data', (data) => {
      text += String(data);
    });
    socket.once('error', (error) => resolve(error.message));
    socket.once('close', () => resolve(text.slice(0, text.indexOf('\r\n'))));
  });
}

async function inTurns<A, B>(all: readonly A[], atOnce: number, task: (one: A) => Promise<B>): Promise<B[]> {
  const done: B[] = [];
  for (let at = 0; at < all.length; at += atOnce)
    done.push(...(await Promise.all(all.slice(at, at + atOnce).map(task))));
  return done;
}

/** The most memory that a process ever held, where the system says so. */
async function peakMemoryOf(pid: number): Promise<number | null> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const match = /^VmHWM:\s+(\d+) kB$/m.exec(status);
  return match?.[1] === undefined ? null : Number(match[1]) * 1024;
}
