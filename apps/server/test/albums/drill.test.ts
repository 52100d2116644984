import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { runAlbumDrill } from '../../src/drill-albums.ts';
import { startTestServer, type TestServer } from '../support/test-server.ts';

let server: TestServer;
let serverUrl = '';
before(async () => {
  server = await startTestServer();
  serverUrl = await server.listen();
});
after(() => server.close());

test('without a worker the drill of albums names the step that breaks and goes on', async () => {
  const steps = await runAlbumDrill(server.deps, { serverUrl, patienceMs: 50 });
  const broken = steps.filter((step) => !step.ok);
  assert.equal(broken[0]?.name, 'see it released, byte for byte');
  assert.match(broken[0]?.detail ?? '', /wellhouse work/);
  assert.equal(steps.at(-1)?.name, 'take the pictures out');
});

test('on a running installation every step of the drill of albums is fine, and nothing of it stays', async () => {
  server.worker.start();
  const steps = await runAlbumDrill(server.deps, { serverUrl });
  assert.deepEqual(
    steps.filter((step) => !step.ok),
    [],
  );
  const { kysely } = server.deps.database;
  const open = await kysely.selectFrom('case_file').select('case_id').where('state', '=', 'open').execute();
  assert.deepEqual(open, []);
  assert.deepEqual(await kysely.selectFrom('case_key').select('case_id').execute(), []);
  const kept = await kysely
    .selectFrom('album_picture')
    .select('key_wrapped')
    .where('key_wrapped', 'is not', null)
    .execute();
  assert.deepEqual(kept, []);
});
