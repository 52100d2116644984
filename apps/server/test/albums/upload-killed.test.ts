import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { type AlbumServer, someBytes, standing, startAlbumServer } from './support/album-server.ts';
import { startUploadServer } from './support/start-upload-server.ts';

const mib = 1024 * 1024;
let database: TestDatabase;
let server: AlbumServer;
before(async () => {
  database = await startTestDatabase();
  server = await startAlbumServer({ database });
});
after(async () => {
  await server.close();
  await database.close();
});

for (const puts of [1, 2, 4]) {
  test(`a server that is killed between chunk ${puts} and its row loses no counted byte and doubles none`, async () => {
    const bytes = someBytes(3 * mib + 500);
    const upload = await server.announce(bytes);
    const killed = await startUploadServer(database.connectionString, server.deps.config.stateDirectory, String(puts));
    const sent = await fetch(killed.url + upload.path, {
      method: 'PATCH',
      headers: {
        authorization: `Bearer ${upload.token}`,
        'content-type': 'application/partial-upload',
        'upload-offset': '0',
        'upload-complete': '?1',
      },
      body: bytes,
    }).catch(() => null);
    assert.equal(sent, null);
    const [, signal] = await killed.exited;
    assert.equal(signal, 'SIGKILL');

    const here = (puts - 1) * mib;
    assert.deepEqual(standing(await upload.head()), { offset: here, complete: false });
    assert.equal((await blobsOf(upload.pictureId)).length, puts, 'the last one has no row');
    assert.equal((await upload.patch(here, bytes.subarray(here), { 'upload-complete': '?1' })).status, 204);
    assert.deepEqual(await server.stored(upload.pictureId), bytes);

    await server.deps.database.pool.query("delete from job where kind = 'check-picture'");
    await server.worker.drain();
    const chunks = await server.deps.database.kysely
      .selectFrom('album_chunk')
      .select('blob')
      .where('picture_id', '=', upload.pictureId)
      .execute();
    const named = chunks.map(({ blob }) => `${prefixOf(upload.pictureId)}${blob}`);
    assert.deepEqual((await blobsOf(upload.pictureId)).toSorted(), named.toSorted(), 'and now it is gone');
    assert.deepEqual(await server.stored(upload.pictureId), bytes);
  });
}

const prefixOf = (pictureId: string) => `albums/${pictureId.slice(-3)}/${pictureId}.`;
const blobsOf = (pictureId: string) => server.deps.blobs.list(prefixOf(pictureId));
