import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { AlbumPictureAdded, albumLimits } from '@wellhouse/protocol';
import { sql } from 'kysely';
import {
  type AlbumServer,
  albumHub,
  announcement,
  answerOf,
  codeOf,
  otherHub,
  send,
  someBytes,
  standing,
  startAlbumServer,
  until,
  viewOf,
} from './support/album-server.ts';

const mib = 1024 * 1024;
let server: AlbumServer;
before(async () => {
  server = await startAlbumServer();
});
after(() => server.close());

const stateOf = async (pictureId: string) =>
  viewOf(await server.call(`/v1/hubs/${albumHub.hubId}/album-pictures/${pictureId}`));

test('a picture sent in one request is all there, and its check is queued with its last byte', async () => {
  const bytes = someBytes(3 * mib + 12_345);
  const upload = await server.announce(bytes);
  const sent = await upload.patch(0, bytes, { 'upload-complete': '?1' });
  assert.equal(sent.status, 204, await sent.clone().text());
  assert.deepEqual(standing(sent), { offset: bytes.length, complete: true });
  const picture = await stateOf(upload.pictureId);
  assert.deepEqual([picture.state, picture.received, picture.version], ['checking', bytes.length, 2]);
  assert.deepEqual(await server.stored(upload.pictureId), bytes);
  assert.deepEqual(await server.jobs('check-picture'), [{ payload: { pictureId: upload.pictureId } }]);
});

test('a picture sent in parts is put together from where each part says it begins', async () => {
  const bytes = someBytes(2 * mib + 7);
  const upload = await server.announce(bytes);
  assert.deepEqual(standing(await upload.head()), { offset: 0, complete: false });
  const cuts = [0, 1, 100_000, mib, mib + 1, 2 * mib, bytes.length];
  for (const [index, from] of cuts.slice(0, -1).entries()) {
    const to = cuts[index + 1] ?? 0;
    const last = to === bytes.length;
    const sent = await upload.patch(from, bytes.subarray(from, to), { 'upload-complete': last ? '?1' : '?0' });
    assert.equal(sent.status, 204);
    assert.deepEqual(standing(sent), { offset: to, complete: last });
    assert.deepEqual(standing(await upload.head()), { offset: to, complete: last });
  }
  assert.deepEqual(await server.stored(upload.pictureId), bytes);
});

test('the answer to HEAD says size, limits and that nothing may keep it', async () => {
  const upload = await server.announce(someBytes(500));
  const { status, headers } = await upload.head();
  assert.equal(status, 204);
  assert.equal(headers.get('upload-length'), '500');
  assert.match(headers.get('upload-limit') ?? '', /^max-size=500, max-age=\d+$/);
  assert.equal(headers.get('cache-control'), 'no-store');
});

test('the same announcement is answered with the same token, another under its id is refused', async () => {
  const body = announcement(someBytes(1_000));
  const [first, second] = [await server.add(body), await server.add({ ...body })];
  assert.deepEqual([first.status, second.status], [201, 201]);
  assert.deepEqual(await second.json(), await first.json());
  for (const change of [
    { albumId: 'winter' },
    { accountId: 'ben@hub.example' },
    { region: 'US' },
    { size: 999 },
    { sha256: null },
  ]) {
    const other = await server.add({ ...body, ...change });
    assert.equal(other.status, 422);
    assert.equal(await codeOf(other), 'picture-exists', JSON.stringify(change));
  }
});

test('twenty equal announcements at once are one picture', async () => {
  const body = announcement(someBytes(1_000));
  const answers = await Promise.all(Array.from({ length: 20 }, () => server.add(body)));
  const texts = new Set(await Promise.all(answers.map((answer) => answer.text())));
  assert.deepEqual([...new Set(answers.map((answer) => answer.status))], [201]);
  assert.equal(texts.size, 1);
});

test('a picture that is larger than allowed is refused when it is announced, and an empty one is refused for good', async () => {
  const tooLarge = await server.add({ ...announcement(someBytes(1)), size: albumLimits.bytes + 1 });
  assert.equal(tooLarge.status, 400);
  assert.match(await tooLarge.text(), /\/body\/size/);
  const empty = await server.add(announcement(new Uint8Array()));
  assert.equal(empty.status, 201);
  const { picture } = AlbumPictureAdded.parse(await empty.json());
  assert.deepEqual([picture.state, picture.why], ['refused', 'empty']);
  assert.equal((await server.row(picture.pictureId)).key_wrapped, null);
});

test('bytes that do not have the announced digest are refused at the last byte, with the picture, and go', async () => {
  for (const parts of [1, 3]) {
    const bytes = someBytes(mib + 500);
    const upload = await server.announce(bytes, { sha256: 'ab'.repeat(32) });
    let sent: Response | undefined;
    for (let part = 0; part < parts; part += 1) {
      const [from, to] = [part, part + 1].map((n) => Math.floor((bytes.length * n) / parts));
      const complete = part === parts - 1 ? '?1' : '?0';
      sent = await upload.patch(from ?? 0, bytes.subarray(from, to), { 'upload-complete': complete });
    }
    assert.equal(sent?.status, 422);
    assert.equal(sent && standing(sent).complete, true, 'sending again cannot help');
    assert.equal(sent && (await codeOf(sent)), 'digest-mismatch');
    const picture = await stateOf(upload.pictureId);
    assert.deepEqual([picture.state, picture.why], ['refused', 'digest-mismatch']);
    await server.worker.drain();
    assert.deepEqual(await blobsOf(upload.pictureId), []);
    assert.equal((await server.row(upload.pictureId)).key_wrapped, null);
    assert.equal((await upload.head()).status, 409);
  }
});

test('an append from elsewhere than the end is refused with where to go on, and changes nothing', async () => {
  const bytes = someBytes(1_000);
  const upload = await server.announce(bytes);
  await upload.patch(0, bytes.subarray(0, 400));
  for (const offset of [0, 399, 401, 1_000, 999_999_999_999_999]) {
    const sent = await upload.patch(offset, bytes.subarray(0, 10));
    assert.equal(sent.status, 409, String(offset));
    assert.deepEqual(standing(sent), { offset: 400, complete: false });
    assert.equal(await codeOf(sent), 'upload-offset');
  }
  assert.deepEqual(standing(await upload.head()), { offset: 400, complete: false });
  await upload.patch(400, bytes.subarray(400), { 'upload-complete': '?1' });
  assert.deepEqual(await server.stored(upload.pictureId), bytes);
});

test('of two appends at once one is told to wait, and no byte is mixed', async () => {
  const bytes = someBytes(2 * mib);
  const upload = await server.announce(bytes);
  const slow = await upload.open(0, bytes.length);
  await send(slow, bytes.subarray(0, mib + 10));
  await until('the first chunk', async () => (await server.row(upload.pictureId)).append_id !== null);
  await until('the first chunk', async () => (await server.row(upload.pictureId)).received === mib);
  const { received } = await server.row(upload.pictureId);
  const second = await upload.patch(received, someBytes(bytes.length - received), { 'upload-complete': '?1' });
  assert.equal(second.status, 409);
  assert.equal(await codeOf(second), 'upload-busy');
  const answer = answerOf(slow);
  await send(slow, bytes.subarray(mib + 10));
  assert.match(await answer, /^HTTP\/1.1 204/);
  assert.deepEqual(await server.stored(upload.pictureId), bytes);
});

test('twelve whole uploads of one picture at once leave one whole picture', async () => {
  const bytes = someBytes(mib + 3);
  const upload = await server.announce(bytes);
  const answers = await Promise.all(
    Array.from({ length: 12 }, () => upload.patch(0, bytes, { 'upload-complete': '?1' })),
  );
  assert.equal(answers.filter(({ status }) => status === 204).length, 1);
  assert.ok(answers.every(({ status }) => status === 204 || status === 409));
  assert.deepEqual(await server.stored(upload.pictureId), bytes);
  assert.equal((await server.jobs('check-picture')).filter((job) => isOf(job, upload.pictureId)).length, 1);
});

test('HEAD ends the request that its sender has lost, keeps what came of it, and its offset is one to go on from', async () => {
  const bytes = someBytes(mib + 1_000);
  const upload = await server.announce(bytes);
  const lost = await upload.open(0, bytes.length);
  await send(lost, bytes.subarray(0, 777));
  await until('the lease', async () => (await server.row(upload.pictureId)).append_id !== null);
  await new Promise((resolve) => setTimeout(resolve, 50));
  const head = await upload.head();
  assert.deepEqual(standing(head), { offset: 777, complete: false });
  const rest = await upload.patch(777, bytes.subarray(777), { 'upload-complete': '?1' });
  assert.equal(rest.status, 204);
  lost.destroy();
  assert.deepEqual(await server.stored(upload.pictureId), bytes);
});

test('HEAD takes an upload over from a process that died', async () => {
  const bytes = someBytes(1_000);
  const upload = await server.announce(bytes);
  await upload.patch(0, bytes.subarray(0, 10));
  await sql`update album_picture set append_id = ${randomUUID()}::uuid, append_until = now() + interval '1 hour'
    where picture_id = ${upload.pictureId}::uuid`.execute(server.deps.database.kysely);
  assert.equal((await upload.patch(10, bytes.subarray(10))).status, 409);
  assert.deepEqual(standing(await upload.head()), { offset: 10, complete: false });
  assert.equal((await upload.patch(10, bytes.subarray(10), { 'upload-complete': '?1' })).status, 204);
  assert.deepEqual(await server.stored(upload.pictureId), bytes);
});

test('the last answer is given again to whoever has lost it', async () => {
  const bytes = someBytes(1_000);
  const upload = await server.announce(bytes);
  await upload.patch(0, bytes, { 'upload-complete': '?1' });
  assert.deepEqual(standing(await upload.head()), { offset: 1_000, complete: true });
  const again = await upload.patch(1_000, new Uint8Array(), { 'upload-complete': '?1' });
  assert.equal(again.status, 204);
  assert.deepEqual(standing(again), { offset: 1_000, complete: true });
  const more = await upload.patch(1_000, someBytes(1), { 'upload-complete': '?1' });
  assert.equal(await codeOf(more), 'upload-closed');
  assert.equal((await server.jobs('check-picture')).filter((job) => isOf(job, upload.pictureId)).length, 1);
});

test('an account that has too many pictures on the way waits, and nobody else does', async () => {
  const accountId = 'busy@hub.example';
  await sql`insert into album_picture (picture_id, hub_id, album_id, account_id, region, form, body_digest, size, state,
      added_at)
    select gen_random_uuid(), ${albumHub.hubId}, 'a', ${accountId}, 'GB', 'upload', ${Buffer.alloc(32)}, 1, 'receiving',
      now() from generate_series(1, ${albumLimits.waitingPerAccount})`.execute(server.deps.database.kysely);
  const refused = await server.add({ ...announcement(someBytes(1)), accountId });
  assert.equal(refused.status, 429);
  assert.equal(await codeOf(refused), 'rate-limited');
  assert.equal((await server.add({ ...announcement(someBytes(1)), accountId: 'other@hub.example' })).status, 201);
  assert.equal((await server.add({ ...announcement(someBytes(1)), accountId }, otherHub)).status, 201);
  await sql`delete from album_picture where account_id = ${accountId}`.execute(server.deps.database.kysely);
});

test('a page of a listed origin may upload, and read where an upload stands', async () => {
  const upload = await server.announce(someBytes(10));
  const preflight = await fetch(server.url + upload.path, {
    method: 'OPTIONS',
    headers: {
      origin: 'https://app.example',
      'access-control-request-method': 'PATCH',
      'access-control-request-headers': 'authorization,content-type,upload-complete,upload-offset',
    },
  });
  assert.equal(preflight.headers.get('access-control-allow-origin'), 'https://app.example');
  assert.match(preflight.headers.get('access-control-allow-methods') ?? '', /HEAD.*PATCH/);
  const allowed = preflight.headers.get('access-control-allow-headers') ?? '';
  for (const name of ['authorization', 'content-type', 'upload-offset', 'upload-complete']) {
    assert.ok(allowed.includes(name), name);
  }
  const authorization = `Bearer ${upload.token}`;
  const head = await fetch(server.url + upload.path, {
    method: 'HEAD',
    headers: { origin: 'https://app.example', authorization },
  });
  assert.match(head.headers.get('access-control-expose-headers') ?? '', /upload-offset.*upload-complete/);
  const other = await fetch(server.url + upload.path, {
    method: 'HEAD',
    headers: { origin: 'https://evil.example', authorization },
  });
  assert.equal(other.headers.get('access-control-allow-origin'), null);
});

function isOf(job: { payload: unknown }, pictureId: string): boolean {
  return JSON.stringify(job.payload).includes(pictureId);
}

function blobsOf(pictureId: string): Promise<string[]> {
  return server.deps.blobs.list(`albums/${pictureId.slice(-3)}/${pictureId}.`);
}
