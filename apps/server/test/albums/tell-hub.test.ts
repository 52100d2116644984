import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, beforeEach, test } from 'node:test';
import { AlbumPictureEvent } from '@wellhouse/protocol';
import { Webhook } from 'standardwebhooks';
import { movePicture, tellHub } from '../../src/albums/move-picture.ts';
import { createTellHubOfPicture } from '../../src/albums/tell-hub-of-picture.ts';
import { createWorker, type Worker } from '../../src/platform/jobs/worker.ts';
import { type AlbumServer, albumHub, otherHub, someBytes, startAlbumServer, until } from './support/album-server.ts';

const secret = `whsec_${randomBytes(32).toString('base64')}`;
interface Told {
  readonly id: string;
  readonly event: AlbumPictureEvent;
}
let target: Server;
let hanging: Server;
let server: AlbumServer;
let worker: Worker;
let told: Told[] = [];
/** Ids of everything that was posted, taken or not. */
const tried = new Set<string>();
/** What the target answers; null: it hangs up. */
let answer: () => number | null = () => 204;

before(async () => {
  target = createServer((request, response) => {
    let body = '';
    request.on('data', (data) => {
      body += String(data);
    });
    request.on('end', () => {
      const id = String(request.headers['webhook-id']);
      // The server's clock runs ahead in these tests, so that the time itself cannot be checked.
      const at = new Date(Number(request.headers['webhook-timestamp']) * 1_000);
      assert.equal(request.headers['webhook-signature'], new Webhook(secret).sign(id, at, body));
      const event = AlbumPictureEvent.parse(JSON.parse(body));
      tried.add(id);
      const status = answer();
      if (status === null) return void request.socket.destroy();
      if (status < 300) told.push({ id, event });
      response.writeHead(status, { location: 'http://127.0.0.1:9/elsewhere' }).end('the answer of a stranger');
    });
  }).listen(0, '127.0.0.1');
  hanging = createServer(() => {}).listen(0, '127.0.0.1');
  await Promise.all([target, hanging].map((one) => new Promise((resolve) => one.once('listening', resolve))));
  const urlOf = (one: Server) => `http://127.0.0.1:${(one.address() as AddressInfo).port}/hook`;
  server = await startAlbumServer({
    hubs: [
      { ...albumHub, webhookUrl: urlOf(target), webhookSecret: secret },
      { ...otherHub, webhookUrl: urlOf(hanging), webhookSecret: secret },
    ],
  });
  worker = workerOf();
});
after(async () => {
  hanging.closeAllConnections();
  hanging.close();
  target.close();
  await server.close();
});
beforeEach(async () => {
  told = [];
  tried.clear();
  answer = () => 204;
  await server.deps.database.pool.query('delete from job');
});

function workerOf(options: { timeoutMs?: number } = {}): Worker {
  const { database, random, log } = server.deps;
  return createWorker({
    database,
    random,
    log,
    pollMs: 20,
    handlers: { 'tell-hub-of-picture': createTellHubOfPicture(server.deps, options) },
  });
}

/** As if every pause had passed. */
async function waitOutPauses(): Promise<void> {
  server.advance(5 * 60_000);
  await server.deps.database.pool.query("update job set run_at = now() where state = 'ready'");
}

async function uploaded(): Promise<string> {
  const bytes = someBytes(100);
  const upload = await server.announce(bytes);
  await upload.patch(0, bytes, { 'upload-complete': '?1' });
  return upload.pictureId;
}

const seen = (pictureId: string) =>
  told
    .filter(({ event }) => event.data.picture.pictureId === pictureId)
    .map(({ event }) => [event.data.picture.state, event.data.picture.version]);

test('the hub is told, signed, how a picture stands, and what was told is known', async () => {
  const pictureId = await uploaded();
  await worker.drain();
  assert.deepEqual(seen(pictureId), [], 'nobody waits to hear that the last byte came');
  await server.release(pictureId);
  await worker.drain();
  const [{ id, event } = { id: '', event: undefined }] = told;
  assert.equal(id, `${pictureId}.3`);
  assert.equal(event?.data.hubId, albumHub.hubId);
  assert.deepEqual(seen(pictureId), [['released', 3]]);
  assert.equal(event?.data.notice, null);
  assert.equal((await server.row(pictureId)).told_version, 3);
});

test('of several jobs for one picture the first tells the newest and the others tell nothing', async () => {
  const pictureId = await uploaded();
  await server.release(pictureId);
  for (let n = 0; n < 3; n += 1) await server.deps.database.transaction((tx) => tellHub(tx, pictureId));
  await server.deps.database.transaction((tx) =>
    movePicture(server.deps, tx, { pictureId, to: 'withdrawn', why: 'withdrawn' }),
  );
  await Promise.all([worker.drain(), workerOf().drain()]);
  assert.deepEqual(seen(pictureId), [['withdrawn', 4]]);
});

test('a hub that was down hears the newest state, and not the older ones it missed, with one id for each version', async () => {
  answer = () => 503;
  const pictureId = await uploaded();
  await server.release(pictureId);
  for (let times = 0; times < 4; times += 1) {
    await worker.drain();
    await waitOutPauses();
  }
  assert.equal((await server.row(pictureId)).told_version, 0);
  await server.deps.database.transaction((tx) => movePicture(server.deps, tx, { pictureId, to: 'withdrawn' }));
  answer = () => 204;
  await waitOutPauses();
  await worker.drain();
  assert.deepEqual(seen(pictureId), [['withdrawn', 4]]);
  assert.deepEqual([...tried], [`${pictureId}.3`, `${pictureId}.4`]);
  const { rows } = await server.deps.database.pool.query(
    "select state, attempts from job where kind = 'tell-hub-of-picture' and state <> 'done'",
  );
  assert.deepEqual(rows, []);
});

test('a hub that hangs up, redirects or refuses is told again, for ever', async () => {
  const pictureId = await uploaded();
  await server.release(pictureId);
  for (const status of [null, 302, 400, 404, 500, 429]) {
    answer = () => status;
    await worker.drain();
    assert.deepEqual(seen(pictureId), []);
    const { rows } = await server.deps.database.pool.query<{ state: string; last_error: string; left: number }>(
      "select state, last_error, max_attempts - attempts as left from job where kind = 'tell-hub-of-picture'",
    );
    assert.equal(rows[0]?.state, 'ready');
    assert.ok((rows[0]?.left ?? 0) > 100_000);
    assert.doesNotMatch(rows[0]?.last_error ?? '', /stranger/);
    await waitOutPauses();
  }
  answer = () => 200;
  await worker.drain();
  assert.deepEqual(seen(pictureId), [['released', 3]]);
});

test('a change while the hub is being told is told after it', async () => {
  const pictureId = await uploaded();
  await server.release(pictureId);
  let changed: Promise<unknown> | null = null;
  answer = () => {
    changed ??= server.deps.database.transaction((tx) => movePicture(server.deps, tx, { pictureId, to: 'withdrawn' }));
    return 204;
  };
  await worker.drain();
  await changed;
  await worker.drain();
  assert.deepEqual(seen(pictureId), [
    ['released', 3],
    ['withdrawn', 4],
  ]);
  assert.equal((await server.row(pictureId)).told_version, 4);
});

test('a hub that hangs keeps no other waiting', async () => {
  const { kysely } = server.deps.database;
  const stuck: string[] = [];
  for (let n = 0; n < 40; n += 1) {
    const pictureId = await uploaded();
    await kysely
      .updateTable('album_picture')
      .set({ hub_id: otherHub.hubId })
      .where('picture_id', '=', pictureId)
      .execute();
    await server.release(pictureId);
    stuck.push(pictureId);
  }
  const quick = await uploaded();
  await server.release(quick);
  const own = workerOf({ timeoutMs: 60_000 });
  own.start();
  // Each of the forty would hang for a minute.
  await until('the other hub', async () => (await server.row(quick)).told_version === 3);
  await own.stop(0);
  assert.deepEqual(seen(quick), [['released', 3]]);
});

test('a person whose picture was removed is told why, and how and until when to object', async () => {
  const pictureId = await uploaded();
  const { pool, kysely } = server.deps.database;
  await pool.query(`do $$ declare one record; begin
    for one in select conname from pg_constraint where conrelid = 'album_picture'::regclass
      and pg_get_constraintdef(oid) ~ 'held|answer|looks|case'
    loop execute format('alter table album_picture drop constraint if exists %I', one.conname); end loop;
  end $$`);
  const answeredAt = new Date('2026-08-31T10:00:00Z');
  await server.deps.database.transaction(async (tx) => {
    await movePicture(server.deps, tx, { pictureId, to: 'held' });
    await tx
      .updateTable('album_picture')
      .set({ answer: 'confirmed', answer_reason: 'It is on a list of known pictures.', answered_at: answeredAt })
      .where('picture_id', '=', pictureId)
      .execute();
    await movePicture(server.deps, tx, { pictureId, to: 'removed' });
  });
  await worker.drain();
  const notice = told.at(-1)?.event.data.notice;
  assert.equal(notice?.reason, 'It is on a list of known pictures.');
  assert.equal(notice?.appeal.how, server.deps.config.appeals);
  assert.equal(notice?.appeal.until, '2027-02-28T10:00:00.000Z');
  await kysely.deleteFrom('job').execute();
});

test('a hub without a webhook asks instead, and no job waits for it', async () => {
  const pictureId = await uploaded();
  const { kysely } = server.deps.database;
  await kysely
    .updateTable('album_picture')
    .set({ hub_id: 'gone.example' })
    .where('picture_id', '=', pictureId)
    .execute();
  await server.release(pictureId);
  await worker.drain();
  const { rows } = await server.deps.database.pool.query(
    "select from job where kind = 'tell-hub-of-picture' and state <> 'done'",
  );
  assert.deepEqual(rows, []);
});
