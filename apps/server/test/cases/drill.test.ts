import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { runDrill } from '../../src/drill.ts';
import { startTestServer, type TestServer } from '../support/test-server.ts';

let server: TestServer;
let serverUrl = '';
before(async () => {
  server = await startTestServer();
  serverUrl = await server.listen();
});
after(() => server.close());

test('without a worker the drill names the step that breaks and goes on', async () => {
  const steps = await runDrill(server.deps, { serverUrl, patienceMs: 50 });
  const broken = steps.filter((step) => !step.ok);
  assert.equal(broken[0]?.name, 'find it as a case with VERIFIED evidence');
  assert.match(broken[0]?.detail ?? '', /wellhouse work/);
  assert.equal(steps.at(-1)?.name, 'look for actions that do not arrive');
});

test('without a server the drill says where it knocked', async () => {
  const steps = await runDrill(server.deps, { serverUrl: 'http://127.0.0.1:9', patienceMs: 50 });
  const reach = steps.find((step) => step.name.startsWith('reach'));
  assert.equal(reach?.ok, false);
  assert.match(reach?.detail ?? '', /127\.0\.0\.1:9.*wellhouse serve/);
  assert.match(steps.find((step) => step.name.startsWith('upload'))?.detail ?? '', /^skipped/);
});

test('on a running installation every step of the drill is fine, and nothing of it stays in the queue', async () => {
  await server.worker.drain();
  server.worker.start();
  const steps = await runDrill(server.deps, { serverUrl });
  assert.deepEqual(
    steps.filter((step) => !step.ok),
    [],
  );
  const { kysely } = server.deps.database;
  const open = await kysely.selectFrom('case_file').select('case_id').where('state', '=', 'open').execute();
  assert.deepEqual(open, []);
  assert.deepEqual(await kysely.selectFrom('case_key').select('case_id').execute(), []);
});

test('the drill hub is not among the hubs that devices see', async () => {
  const config = (await server.app.inject({ url: '/v1/report-config' })).json();
  assert.deepEqual(config.hubs, []);
});
