import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { AlbumPictureAdded } from '@wellhouse/protocol';
import { createAlbumWork } from '../../src/albums/album-work.ts';
import { createCleanPictureBlobs } from '../../src/albums/clean-picture-blobs.ts';
import { createFetchPicture, type FetchPictureOptions } from '../../src/albums/fetch-picture.ts';
import { giveUpUploads } from '../../src/albums/give-up-uploads.ts';
import { createWorker, type Worker } from '../../src/platform/jobs/worker.ts';
import {
  type AlbumServer,
  albumHub,
  announcement,
  codeOf,
  otherHub,
  someBytes,
  startAlbumServer,
  until,
} from './support/album-server.ts';
import { type MediaServer, startMediaServer } from './support/media-server.ts';

const mib = 1024 * 1024;
let media: MediaServer;
let slowMedia: MediaServer;
let server: AlbumServer;
let worker: Worker;
/** Gives up on a store within a moment. */
let hasty: Worker;

before(async () => {
  media = await startMediaServer();
  slowMedia = await startMediaServer();
  server = await startAlbumServer({
    hubs: [
      { ...albumHub, pictureOrigin: media.origin },
      { ...otherHub, pictureOrigin: slowMedia.origin },
    ],
  });
  const { deps } = server;
  const workerWith = (options: FetchPictureOptions) =>
    createWorker({
      database: deps.database,
      random: deps.random,
      log: deps.log,
      handlers: {
        'fetch-picture': createFetchPicture(deps, createAlbumWork(deps), options),
        'clean-picture-blobs': createCleanPictureBlobs(deps),
      },
    });
  worker = workerWith({});
  hasty = workerWith({ stallMs: 300, timeoutMs: 2_000 });
});
after(async () => {
  await server.close();
  await media.close();
  await slowMedia.close();
});
beforeEach(() => {
  media.asked.clear();
  media.answers.clear();
});

async function announceAt(url: string, bytes: Uint8Array, more: object = {}, hub = albumHub): Promise<string> {
  const response = await server.add({ ...announcement(bytes), ...more, source: { form: 'fetch', url } }, hub);
  assert.equal(response.status, 201, await response.clone().text());
  const { picture, upload } = AlbumPictureAdded.parse(await response.json());
  assert.equal(upload, null, 'nobody sends the bytes of a picture that is fetched');
  return picture.pictureId;
}

/** As if every pause had passed. */
async function waitOutPauses(): Promise<void> {
  server.advance(5 * 60_000);
  await server.deps.database.pool.query("update job set run_at = now() where state = 'ready'");
}

test('a picture is fetched from the origin that is listed, and handed on to be checked', async () => {
  const bytes = someBytes(2 * mib + 17);
  media.answers.set('/one', (request, response) => {
    assert.equal(request.headers['accept-encoding'], 'identity');
    response.end(bytes);
  });
  const pictureId = await announceAt(`${media.origin}/one`, bytes);
  await worker.drain();
  const row = await server.row(pictureId);
  assert.deepEqual([row.state, row.received, row.append_id], ['checking', bytes.length, null]);
  assert.deepEqual(await server.stored(pictureId), bytes);
  assert.equal((await server.jobs('check-picture')).length, 1);
});

test('its bytes go once it is released, and this server hands none out', async () => {
  const bytes = someBytes(1_000);
  media.answers.set('/kept', (_request, response) => response.end(bytes));
  const pictureId = await announceAt(`${media.origin}/kept`, bytes);
  await worker.drain();
  // Checks are off in this region: the real check releases it.
  await server.worker.drain();
  const row = await server.row(pictureId);
  assert.deepEqual([row.state, row.checked, row.key_wrapped], ['released', false, null]);
  assert.deepEqual(await server.deps.blobs.list(`albums/${pictureId.slice(-3)}/${pictureId}.`), []);
  const got = await server.call(`/v1/hubs/${albumHub.hubId}/album-pictures/${pictureId}/bytes`);
  assert.equal(got.status, 404);
});

test('an address elsewhere is refused when the picture is announced', async () => {
  const bytes = someBytes(10);
  const { host, port } = new URL(media.origin);
  for (const url of [
    `${slowMedia.origin}/of-another-hub`,
    `https://${host}/x`,
    `http://localhost:${port}/x`,
    `http://127.0.0.1:${Number(port) + 1}/x`,
    `http://user:word@${host}/x`,
    `http://${host}@evil.example/x`,
    `http://${host}.evil.example/x`,
    'http://169.254.169.254/latest/meta-data',
    'file:///etc/passwd',
  ]) {
    const response = await server.add({ ...announcement(bytes), source: { form: 'fetch', url } });
    assert.equal(response.status, 400, url);
    assert.equal(await codeOf(response), 'invalid-request');
  }
});

test('an origin that was taken from the list since is not asked', async () => {
  const pictureId = await announceAt(`${media.origin}/late`, someBytes(10));
  await server.deps.database.kysely
    .updateTable('album_picture')
    .set({ url: 'http://elsewhere.example/late' })
    .where('picture_id', '=', pictureId)
    .execute();
  await worker.drain();
  const row = await server.row(pictureId);
  assert.deepEqual([row.state, row.why], ['refused', 'origin-not-listed']);
});

test('a redirect is not followed, and tried again', async () => {
  const bytes = someBytes(10);
  media.answers.set('/away', (_request, response) => response.writeHead(302, { location: '/here' }).end());
  media.answers.set('/here', (_request, response) => response.end(bytes));
  const pictureId = await announceAt(`${media.origin}/away`, bytes);
  await worker.drain();
  assert.equal((await server.row(pictureId)).state, 'receiving');
  assert.equal(media.asked.get('/here'), undefined);
  media.answers.set('/away', (_request, response) => response.end(bytes));
  await waitOutPauses();
  await worker.drain();
  assert.equal((await server.row(pictureId)).state, 'checking');
});

test('a store that is down, hangs, stalls or breaks off is tried again from the first byte, until it answers whole', async () => {
  const bytes = someBytes(mib + 500_000);
  const faults: ((response: import('node:http').ServerResponse) => void)[] = [
    (response) => response.writeHead(503).end(),
    (response) => response.socket?.destroy(),
    () => {},
    (response) => void response.write(bytes.subarray(0, 1_200_000)),
    (response) => {
      response.writeHead(200, { 'content-length': String(bytes.length) });
      response.write(bytes.subarray(0, 1_200_000), () => setTimeout(() => response.socket?.destroy(), 50));
    },
    (response) => response.writeHead(404).end(),
  ];
  let tries = 0;
  media.answers.set('/shaky', (_request, response) => {
    const fault = faults[tries++];
    if (fault === undefined) response.end(bytes);
    else fault(response);
  });
  const pictureId = await announceAt(`${media.origin}/shaky`, bytes);
  for (let tried = 0; tried < faults.length; tried += 1) {
    await hasty.drain();
    assert.equal(tries, tried + 1);
    assert.equal((await server.row(pictureId)).state, 'receiving');
    await waitOutPauses();
  }
  await worker.drain();
  assert.equal((await server.row(pictureId)).state, 'checking');
  assert.deepEqual(await server.stored(pictureId), bytes);
  await worker.drain();
  const chunks = await server.deps.database.kysely
    .selectFrom('album_chunk')
    .select('blob')
    .where('picture_id', '=', pictureId)
    .execute();
  const blobs = await server.deps.blobs.list(`albums/${pictureId.slice(-3)}/${pictureId}.`);
  assert.equal(blobs.length, chunks.length, 'nothing of the failed tries is left');
});

for (const [what, sizes] of Object.entries({
  'longer than announced': [1_001, null],
  'shorter than announced': [999, null],
  'longer, whatever its Content-Length says': [mib + 5, null],
  empty: [0, 0],
} as const)) {
  test(`an answer that is ${what} is refused for good`, async () => {
    const [length, contentLength] = sizes;
    media.answers.set('/lie', (_request, response) => {
      response.writeHead(200, contentLength === null ? {} : { 'content-length': String(contentLength) });
      response.end(Buffer.alloc(length, 1));
    });
    const pictureId = await announceAt(`${media.origin}/lie`, someBytes(1_000), { sha256: null });
    await worker.drain();
    const row = await server.row(pictureId);
    assert.deepEqual([row.state, row.why, row.key_wrapped], ['refused', 'size-mismatch', null]);
  });
}

test('an answer without end is cut off at the announced size', async () => {
  let sent = 0;
  media.answers.set('/endless', (_request, response) => {
    const more = () => {
      if (response.destroyed) return;
      sent += 65_536;
      if (response.write(Buffer.alloc(65_536))) setImmediate(more);
      else response.once('drain', more);
    };
    more();
  });
  const pictureId = await announceAt(`${media.origin}/endless`, someBytes(100_000), { sha256: null });
  await worker.drain();
  assert.deepEqual(
    [(await server.row(pictureId)).state, (await server.row(pictureId)).why],
    ['refused', 'size-mismatch'],
  );
  assert.ok(sent < 64 * mib, `${sent} bytes were taken`);
});

test('bytes with another digest than announced are refused for good', async () => {
  media.answers.set('/other', (_request, response) => response.end(someBytes(1_000)));
  const pictureId = await announceAt(`${media.origin}/other`, someBytes(1_000));
  await worker.drain();
  const row = await server.row(pictureId);
  assert.deepEqual([row.state, row.why], ['refused', 'digest-mismatch']);
});

test('a store that hangs does not keep the pictures of another hub waiting', async () => {
  const bytes = someBytes(100);
  slowMedia.answers.set('/hang', () => {});
  for (let n = 0; n < 60; n += 1) await announceAt(`${slowMedia.origin}/hang`, bytes, {}, otherHub);
  media.answers.set('/quick', (_request, response) => response.end(bytes));
  const quick = await announceAt(`${media.origin}/quick`, bytes);
  const { deps } = server;
  const own = createWorker({
    database: deps.database,
    random: deps.random,
    log: deps.log,
    concurrency: 24,
    handlers: {
      'fetch-picture': createFetchPicture(deps, createAlbumWork(deps), { stallMs: 60_000, timeoutMs: 60_000 }),
    },
  });
  own.start();
  // Each of the sixty would hang for a minute.
  await until('the other picture', async () => (await server.row(quick)).state === 'checking');
  assert.ok((slowMedia.asked.get('/hang') ?? 0) <= 6);
  await own.stop(0);
  await deps.database.pool.query("delete from job where kind = 'fetch-picture'");
});

test('what cannot be fetched for a day is given up', async () => {
  const pictureId = await announceAt(`${media.origin}/never`, someBytes(100));
  await worker.drain();
  assert.equal((await server.row(pictureId)).state, 'receiving');
  server.advance(25 * 3_600_000);
  assert.ok((await giveUpUploads(server.deps)) >= 1);
  const row = await server.row(pictureId);
  assert.deepEqual([row.state, row.why], ['withdrawn', 'never-came']);
  await waitOutPauses();
  await worker.drain();
  assert.equal(media.asked.get('/never'), 1, 'and it is not asked for again');
});
