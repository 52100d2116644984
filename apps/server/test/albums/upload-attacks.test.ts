import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import { after, before, test } from 'node:test';
import { AlbumPicture, AlbumPictureAdded } from '@wellhouse/protocol';
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
} from './support/album-server.ts';

let server: AlbumServer;
before(async () => {
  server = await startAlbumServer();
});
after(() => server.close());

const bytesPath = (hubId: string, pictureId: string) => `/v1/hubs/${hubId}/album-pictures/${pictureId}/bytes`;
const picturePath = (hubId: string, pictureId: string) => `/v1/hubs/${hubId}/album-pictures/${pictureId}`;

test('another hub learns nothing of a picture and changes nothing of it, by any path', async () => {
  const bytes = someBytes(100);
  const body = announcement(bytes);
  const { pictureId } = body;
  const { upload } = AlbumPictureAdded.parse(await (await server.add(body)).json());
  assert.ok(upload);
  const taken = await server.add(body, otherHub);
  assert.equal(taken.status, 422, 'not even with the very same announcement');
  assert.doesNotMatch(await taken.text(), new RegExp(`${upload.token}|ana@|${albumHub.hubId}`));
  const never = await server.call(picturePath(otherHub.hubId, randomUUID()), {}, otherHub);
  for (const [method, path] of [
    ['GET', picturePath(otherHub.hubId, pictureId)],
    ['GET', bytesPath(otherHub.hubId, pictureId)],
    ['DELETE', picturePath(otherHub.hubId, pictureId)],
  ] as const) {
    const response = await server.call(path, { method }, otherHub);
    assert.equal(response.status, never.status, `${method} ${path}`);
    assert.equal(await codeOf(response), 'not-found');
    const wrongSecret = await server.call(path.replace(otherHub.hubId, albumHub.hubId), { method }, otherHub);
    assert.equal(wrongSecret.status, 401);
  }
  const view = await server.call(picturePath(albumHub.hubId, pictureId));
  assert.equal(AlbumPicture.parse(await view.json()).state, 'receiving');
});

test("another upload's token, a receipt's, a hub's secret and a changed token open no upload", async () => {
  const [mine, theirs] = [await server.announce(someBytes(10)), await server.announce(someBytes(10))];
  const flipped = `${mine.token.slice(0, -2)}${mine.token.endsWith('AA') ? 'BB' : 'AA'}`;
  for (const token of [theirs.token, albumHub.apiSecret, flipped, mine.token.slice(0, -1), `${mine.token}A`]) {
    for (const method of ['HEAD', 'PATCH']) {
      const response = await fetch(server.url + mine.path, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'application/partial-upload',
          'upload-offset': '0',
          'upload-complete': '?1',
        },
        ...(method === 'PATCH' && { body: someBytes(10) }),
      });
      assert.equal(response.status, 401);
    }
  }
  const { receipt } = {
    receipt: await fetch(`${server.url}/v1/reports/${mine.pictureId}`, {
      headers: { authorization: `Bearer ${mine.token}` },
    }),
  };
  assert.equal(receipt.status, 401, 'nor is the token of an upload one of a receipt');
  assert.deepEqual(standing(await mine.head()), { offset: 0, complete: false });
});

test('ids that are paths, other cases or no ids reach nothing', async () => {
  const upload = await server.announce(someBytes(10));
  const { pictureId, token } = upload;
  for (const id of [
    `..%2f${pictureId}`,
    `${pictureId}%2f..%2f..`,
    `../${pictureId}`,
    pictureId.toUpperCase(),
    `${pictureId}.`,
    `${pictureId}%00`,
    '%2e%2e',
    `{${pictureId}}`,
    pictureId.replaceAll('-', ''),
  ]) {
    const response = await fetch(`${server.url}/v1/album-uploads/${id}`, {
      method: 'HEAD',
      headers: { authorization: `Bearer ${token}` },
    });
    assert.ok([401, 404].includes(response.status), `${id}: ${response.status}`);
    const hub = await server.call(picturePath(albumHub.hubId, id));
    assert.ok([400, 404].includes(hub.status), `${id}: ${hub.status}`);
  }
  for (const id of ['../../../etc/passwd', `${randomUUID()}/x`, randomUUID().toUpperCase(), '']) {
    const added = await server.add({ ...announcement(someBytes(10)), pictureId: id });
    assert.equal(added.status, 400, id);
  }
});

test('line ends, NUL and broken characters in the names of albums and accounts are refused, other words come back as they are', async () => {
  for (const words of ['a\r\nx-evil: 1', 'a\u0000b', '\ud800', '\u001b[31m', 'a\u007f', '', 'x'.repeat(256)]) {
    for (const field of ['albumId', 'accountId']) {
      const response = await server.add({ ...announcement(someBytes(10)), [field]: words });
      assert.equal(response.status, 400, JSON.stringify(words));
      assert.match(await response.text(), new RegExp(`/body/${field}`));
    }
  }
  const odd = `"'; drop table album_picture; -- ${'\u202e'}<script>`;
  const upload = await server.announce(someBytes(10), { albumId: odd, accountId: odd });
  await upload.patch(0, someBytes(10), { 'upload-complete': '?1' });
  const view = AlbumPicture.parse(await (await server.call(picturePath(albumHub.hubId, upload.pictureId))).json());
  assert.deepEqual([view.albumId, view.accountId], [odd, odd]);
});

test('an offset that is no number, negative, too long or missing is refused, and so is completeness of another form', async () => {
  const upload = await server.announce(someBytes(10));
  const authorization = `Bearer ${upload.token}`;
  const patch = (headers: Record<string, string>) =>
    fetch(server.url + upload.path, {
      method: 'PATCH',
      headers: { authorization, 'content-type': 'application/partial-upload', ...headers },
      body: someBytes(10),
    });
  for (const offset of ['-1', '0x0', '1e1', '0.0', '', 'NaN', '1'.repeat(16), '0, 0', '"0"', ':AA==:']) {
    const response = await patch({ 'upload-offset': offset, 'upload-complete': '?1' });
    assert.equal(response.status, 400, offset);
  }
  for (const complete of ['1', '?2', 'true', '', '?1, ?1', '?1?0']) {
    assert.equal((await patch({ 'upload-offset': '0', 'upload-complete': complete })).status, 400, complete);
  }
  assert.equal((await patch({ 'upload-offset': '0' })).status, 400);
  assert.equal((await patch({ 'upload-complete': '?1' })).status, 400);
  const typed = { 'upload-offset': '0', 'upload-complete': '?1' };
  for (const type of ['application/octet-stream', 'application/json', 'image/png', 'application/partial-upload2']) {
    assert.equal((await patch({ ...typed, 'content-type': type })).status, 415, type);
  }
  assert.deepEqual(standing(await upload.head()), { offset: 0, complete: false });
});

test('a Content-Length beyond what was announced is refused before a byte is read, and changes nothing', async () => {
  const bytes = someBytes(100);
  const upload = await server.announce(bytes);
  await upload.patch(0, bytes.subarray(0, 60));
  const sent = await upload.patch(60, someBytes(41), { 'upload-complete': '?1' });
  assert.equal(sent.status, 413);
  assert.equal(await codeOf(sent), 'too-large');
  assert.deepEqual(standing(sent), { offset: 60, complete: false });
  const huge = await upload.open(60, 1_000_000_000_000);
  const answer = answerOf(huge);
  assert.match(await firstLine(answer, huge), /^HTTP\/1.1 413/);
  assert.equal((await upload.patch(60, bytes.subarray(60), { 'upload-complete': '?1' })).status, 204);
  assert.deepEqual(await server.stored(upload.pictureId), bytes);
});

test('a chunked body that goes on beyond what was announced ends the upload for good', async () => {
  const bytes = someBytes(100);
  const upload = await server.announce(bytes);
  const socket = await upload.open(0, null);
  const answer = answerOf(socket);
  await send(socket, chunked(Buffer.concat([bytes, someBytes(1)])));
  await send(socket, Buffer.from('0\r\n\r\n'));
  assert.match(await answer, /^HTTP\/1.1 413[\s\S]*upload-complete: \?1/);
  const row = await server.row(upload.pictureId);
  assert.deepEqual([row.state, row.why, row.key_wrapped], ['refused', 'size-mismatch', null]);
});

test('a body that says it is the last and is too short is kept, and the picture waits for the rest', async () => {
  const bytes = someBytes(100);
  const upload = await server.announce(bytes);
  const known = await upload.patch(0, bytes.subarray(0, 50), { 'upload-complete': '?1' });
  assert.equal(await codeOf(known), 'upload-length');
  assert.deepEqual(standing(known), { offset: 0, complete: false }, 'it was refused by its length alone');
  const socket = await upload.open(0, null);
  const answer = answerOf(socket);
  await send(socket, Buffer.concat([chunked(bytes.subarray(0, 50)), Buffer.from('0\r\n\r\n')]));
  assert.match(await answer, /^HTTP\/1.1 400[\s\S]*upload-length/);
  assert.deepEqual(standing(await upload.head()), { offset: 50, complete: false });
  const other = await upload.patch(50, bytes.subarray(50), { 'upload-complete': '?1', 'upload-length': '101' });
  assert.equal(await codeOf(other), 'upload-length');
  assert.equal((await upload.patch(50, bytes.subarray(50), { 'upload-complete': '?1' })).status, 204);
  assert.deepEqual(await server.stored(upload.pictureId), bytes);
});

test('a chunk that is moved to another picture, to another place or altered is not opened', async () => {
  const { blobs, database } = server.deps;
  const sendAll = async () => {
    const bytes = someBytes(1024 * 1024 + 10);
    const upload = await server.announce(bytes);
    await upload.patch(0, bytes, { 'upload-complete': '?1' });
    return upload.pictureId;
  };
  const [one, two] = [await sendAll(), await sendAll()];
  const keyOf = async (pictureId: string, offset: number) => {
    const chunk = await database.kysely
      .selectFrom('album_chunk')
      .select('blob')
      .where('picture_id', '=', pictureId)
      .where('chunk_offset', '=', offset)
      .executeTakeFirstOrThrow();
    return `albums/${pictureId.slice(-3)}/${pictureId}.${chunk.blob}`;
  };
  const first = (await blobs.get(await keyOf(one, 0))) ?? Buffer.alloc(0);
  await blobs.put(await keyOf(two, 0), first);
  await assert.rejects(server.stored(two), { code: 'picture-bytes-gone' });
  const last = (await blobs.get(await keyOf(one, 1024 * 1024))) ?? Buffer.alloc(0);
  await blobs.put(await keyOf(one, 0), last);
  await assert.rejects(server.stored(one), { code: 'picture-bytes-gone' });
  first.writeUInt8(first.readUInt8(500) ^ 1, 500);
  await blobs.put(await keyOf(one, 0), first);
  await assert.rejects(server.stored(one), { code: 'picture-bytes-gone' });
});

test('what lies in the blob store tells nothing of the bytes', async () => {
  const bytes = Buffer.alloc(100_000, 'the same words again and again ');
  const upload = await server.announce(bytes);
  await upload.patch(0, bytes, { 'upload-complete': '?1' });
  const keys = await server.deps.blobs.list(`albums/${upload.pictureId.slice(-3)}/${upload.pictureId}.`);
  assert.equal(keys.length, 1);
  for (const key of keys) assert.ok(!(await server.deps.blobs.get(key))?.includes('again and again'));
});

function chunked(bytes: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')]);
}

/** The answer comes although the body does not. */
async function firstLine(answer: Promise<string>, socket: Socket): Promise<string> {
  socket.once('data', () => socket.destroy());
  setTimeout(() => socket.destroy(), 60_000).unref();
  return answer;
}
