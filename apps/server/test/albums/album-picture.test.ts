import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { giveUpUploads } from '../../src/albums/give-up-uploads.ts';
import { movePicture } from '../../src/albums/move-picture.ts';
import { dropPictureBytes, storePictureBytes } from '../../src/albums/picture-bytes.ts';
import {
  type AlbumServer,
  albumHub,
  codeOf,
  send,
  someBytes,
  standing,
  startAlbumServer,
  type Upload,
  until,
  viewOf,
} from './support/album-server.ts';

const mib = 1024 * 1024;
const jpeg = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(2 * mib + 5, 7)]);
let server: AlbumServer;
before(async () => {
  server = await startAlbumServer();
  // Held and removed pictures need a case and a person's answer. What those do is tested with them.
  await server.deps.database.pool.query(`do $$ declare one record; begin
    for one in select conname from pg_constraint where conrelid = 'album_picture'::regclass
      and pg_get_constraintdef(oid) ~ 'state <> ''(held|removed)'
    loop execute format('alter table album_picture drop constraint %I', one.conname); end loop;
  end $$`);
});
after(() => server.close());

const pathOf = ({ pictureId }: { pictureId: string }) => `/v1/hubs/${albumHub.hubId}/album-pictures/${pictureId}`;
const getView = async (upload: Upload) => viewOf(await server.call(pathOf(upload)));
const getBytes = (upload: Upload) => server.call(`${pathOf(upload)}/bytes`);
const withdraw = (upload: Upload) => server.call(pathOf(upload), { method: 'DELETE' });
const blobsOf = ({ pictureId }: Upload) => server.deps.blobs.list(`albums/${pictureId.slice(-3)}/${pictureId}.`);

async function uploaded(bytes: Buffer<ArrayBuffer> = someBytes(1_000)): Promise<Upload> {
  const upload = await server.announce(bytes);
  assert.equal((await upload.patch(0, bytes, { 'upload-complete': '?1' })).status, 204);
  return upload;
}

/** As a case holds it, without one. */
async function setState(upload: Upload, state: 'held' | 'removed'): Promise<void> {
  await server.deps.database.transaction(async (tx) => {
    assert.ok(await movePicture(server.deps, tx, { pictureId: upload.pictureId, to: 'held' }));
    if (state === 'removed')
      assert.ok(await movePicture(server.deps, tx, { pictureId: upload.pictureId, to: 'removed' }));
  });
}

/** Works off everything but checks. */
async function drain(): Promise<void> {
  await server.deps.database.pool.query("delete from job where kind = 'check-picture'");
  await server.worker.drain();
}

test('the bytes of a released picture come as they were uploaded, as a file to save of what they are', async () => {
  const upload = await uploaded(jpeg);
  await server.release(upload.pictureId);
  const response = await getBytes(upload);
  assert.equal(response.status, 200);
  const { headers } = response;
  assert.equal(headers.get('content-type'), 'image/jpeg');
  assert.equal(headers.get('content-length'), String(jpeg.length));
  assert.equal(headers.get('content-disposition'), `attachment; filename="${upload.pictureId}.jpg"`);
  assert.equal(headers.get('x-content-type-options'), 'nosniff');
  assert.equal(headers.get('cache-control'), 'no-store');
  assert.match(headers.get('content-security-policy') ?? '', /default-src 'none'/);
  assert.deepEqual(Buffer.from(await response.arrayBuffer()), jpeg);
});

test('a page that calls itself a picture is handed out as bytes of no kind', async () => {
  const upload = await uploaded(Buffer.from('<html><script>alert(1)</script>'));
  await server.release(upload.pictureId);
  const response = await getBytes(upload);
  assert.equal(response.headers.get('content-type'), 'application/octet-stream');
});

test('before and after it is released nobody gets a byte of a picture', async () => {
  const half = await server.announce(someBytes(1_000));
  await half.patch(0, someBytes(500));
  const checking = await uploaded();
  const held = await uploaded();
  await setState(held, 'held');
  const removed = await uploaded();
  await setState(removed, 'removed');
  const withdrawn = await uploaded();
  await server.release(withdrawn.pictureId);
  await withdraw(withdrawn);
  for (const upload of [half, checking, held, removed, withdrawn]) {
    const response = await getBytes(upload);
    assert.equal(response.status, 409, (await getView(upload)).state);
    assert.equal(await codeOf(response), 'picture-not-released');
  }
});

test('a chunk that is gone breaks the answer, so that nobody takes a part for the whole', async () => {
  const upload = await uploaded(jpeg);
  await server.release(upload.pictureId);
  const { blob } = await server.deps.database.kysely
    .selectFrom('album_chunk')
    .select('blob')
    .where('picture_id', '=', upload.pictureId)
    .where('chunk_offset', '=', mib)
    .executeTakeFirstOrThrow();
  await server.deps.blobs.delete(`albums/${upload.pictureId.slice(-3)}/${upload.pictureId}.${blob}`);
  const response = await getBytes(upload);
  await assert.rejects(response.arrayBuffer());
});

test('withdrawing a picture that is on its way, being checked or released destroys its key at once and its blobs soon', async () => {
  const receiving = await server.announce(jpeg);
  await receiving.patch(0, jpeg.subarray(0, mib + 3));
  const checking = await uploaded(jpeg);
  const released = await uploaded(jpeg);
  await server.release(released.pictureId);
  for (const upload of [receiving, checking, released]) {
    assert.ok((await blobsOf(upload)).length > 1);
    assert.equal((await withdraw(upload)).status, 204);
    const row = await server.row(upload.pictureId);
    assert.deepEqual([row.state, row.why, row.key_wrapped], ['withdrawn', 'withdrawn', null]);
    assert.equal((await upload.head()).status, 409);
    assert.equal(await codeOf(await upload.patch(row.received, someBytes(1))), 'upload-closed');
  }
  await drain();
  for (const upload of [receiving, checking, released]) assert.deepEqual(await blobsOf(upload), []);
});

test('withdrawing ends the request that is sending, and no byte of it comes back', async () => {
  const bytes = someBytes(2 * mib);
  const upload = await server.announce(bytes);
  const socket = await upload.open(0, bytes.length);
  await send(socket, bytes.subarray(0, mib + 100));
  await until('a chunk', async () => (await server.row(upload.pictureId)).received === mib);
  assert.equal((await withdraw(upload)).status, 204);
  await send(socket, bytes.subarray(mib + 100));
  socket.destroy();
  assert.equal((await server.row(upload.pictureId)).state, 'withdrawn');
  await drain();
  assert.deepEqual(await blobsOf(upload), []);
});

test('withdrawing says the same whatever became of the picture, and says it again', async () => {
  const [checking, released, held, removed] = [await uploaded(), await uploaded(), await uploaded(), await uploaded()];
  await server.release(released.pictureId);
  await setState(held, 'held');
  await setState(removed, 'removed');
  for (const upload of [checking, released, held, removed, checking, released, held, removed]) {
    const response = await withdraw(upload);
    assert.equal(response.status, 204);
    assert.equal(await response.text(), '');
    assert.equal((await upload.head()).status, 409);
  }
});

test('a held picture that is withdrawn stays held for the safety team and is withdrawn to everybody else', async () => {
  const upload = await uploaded();
  await setState(upload, 'held');
  const before = await getView(upload);
  assert.equal(before.state, 'held');
  await withdraw(upload);
  const view = await getView(upload);
  assert.equal(view.state, 'withdrawn');
  assert.ok(view.version > before.version, 'so that the hub takes it for the newer word');
  assert.equal((await server.row(upload.pictureId)).state, 'held');

  // A person clears it: it does not come back to an album that it was taken out of.
  await server.deps.database.transaction(async (tx) => {
    await storePictureBytes(server.deps, tx, { picture_id: upload.pictureId }, someBytes(1_000));
    await tx.updateTable('album_picture').set({ checked: true }).where('picture_id', '=', upload.pictureId).execute();
    assert.ok(await movePicture(server.deps, tx, { pictureId: upload.pictureId, to: 'released' }));
  });
  const row = await server.row(upload.pictureId);
  assert.deepEqual([row.state, row.key_wrapped], ['withdrawn', null]);
  assert.equal((await getBytes(upload)).status, 409);
  await drain();
  assert.deepEqual(await blobsOf(upload), []);
});

test('a held picture that is withdrawn and then removed by a person is removed to its hub', async () => {
  const upload = await uploaded();
  await setState(upload, 'held');
  await withdraw(upload);
  await server.deps.database.transaction((tx) =>
    movePicture(server.deps, tx, { pictureId: upload.pictureId, to: 'removed' }),
  );
  assert.equal((await getView(upload)).state, 'removed');
});

test('a picture that goes into a case leaves no bytes outside it, and one that a case gives back has its bytes again', async () => {
  const bytes = someBytes(2 * mib + 9);
  const upload = await uploaded(bytes);
  await setState(upload, 'held');
  assert.equal((await server.row(upload.pictureId)).key_wrapped, null);
  await assert.rejects(server.stored(upload.pictureId), { code: 'picture-bytes-gone' });
  // Before the job that clears the old blobs away has run.
  await server.deps.database.transaction(async (tx) => {
    await storePictureBytes(server.deps, tx, { picture_id: upload.pictureId }, bytes);
    await tx.updateTable('album_picture').set({ checked: true }).where('picture_id', '=', upload.pictureId).execute();
    await movePicture(server.deps, tx, { pictureId: upload.pictureId, to: 'released' });
  });
  await drain();
  assert.equal((await blobsOf(upload)).length, 3);
  assert.deepEqual(Buffer.from(await (await getBytes(upload)).arrayBuffer()), bytes);
});

test('bytes that a transaction stored and undid leave no blob, once it is tidied', async () => {
  const upload = await uploaded();
  await setState(upload, 'held');
  await assert.rejects(
    server.deps.database.transaction(async (tx) => {
      await storePictureBytes(server.deps, tx, { picture_id: upload.pictureId }, someBytes(1_000));
      throw new Error('undo');
    }),
    /undo/,
  );
  assert.ok((await blobsOf(upload)).length >= 1);
  await drain();
  assert.deepEqual(await blobsOf(upload), []);
});

test('dropping the bytes of a picture twice, or of one that never was, changes nothing', async () => {
  const upload = await uploaded();
  for (const pictureId of [upload.pictureId, upload.pictureId, randomUUID()]) {
    await server.deps.database.transaction((tx) => dropPictureBytes(tx, pictureId));
  }
  assert.equal((await server.row(upload.pictureId)).key_wrapped, null);
});

test('an upload that is not all there after a day is given up, one that is younger is not', async () => {
  const bytes = someBytes(1_000);
  const old = await server.announce(bytes);
  await old.patch(0, bytes.subarray(0, 500));
  server.advance(23 * 3_600_000);
  const young = await server.announce(bytes);
  await giveUpUploads(server.deps);
  assert.deepEqual(standing(await old.head()), { offset: 500, complete: false });
  server.advance(2 * 3_600_000);
  await giveUpUploads(server.deps);
  const row = await server.row(old.pictureId);
  assert.deepEqual([row.state, row.why, row.key_wrapped], ['withdrawn', 'never-came', null]);
  assert.deepEqual(standing(await young.head()), { offset: 0, complete: false });
  await drain();
  assert.deepEqual(await blobsOf(old), []);
});

test('two processes that give up uploads at once do not wait for each other, and give each up once', async () => {
  await Promise.all(Array.from({ length: 30 }, () => server.announce(someBytes(10))));
  server.advance(25 * 3_600_000);
  const [one, two] = await Promise.all([giveUpUploads(server.deps), giveUpUploads(server.deps)]);
  const { rows } = await server.deps.database.pool.query(
    "select count(*)::integer as left from album_picture where state = 'receiving'",
  );
  assert.deepEqual(rows, [{ left: 0 }]);
  assert.ok(one + two >= 30);
});
