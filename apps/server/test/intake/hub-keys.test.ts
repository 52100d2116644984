import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Problem, ReportConfig } from '@wellhouse/protocol';
import { startServerWithHub } from '../support/reporting.ts';
import { createSampleHub, type SampleHub } from '../support/sample-hub.ts';
import type { TestServer } from '../support/test-server.ts';

const hub = createSampleHub();
const neighbour = createSampleHub({ hubId: 'neighbour.test' });
let server: TestServer;
before(async () => {
  server = await startServerWithHub(hub, { hubs: [neighbour.config] });
});
after(() => server.close());

const put = (of: SampleHub, keys: unknown[], secret = of.apiSecret) =>
  server.app.inject({
    method: 'PUT',
    url: `/v1/hubs/${of.hubId}/keys`,
    headers: { authorization: `Bearer ${secret}` },
    payload: { keys },
  });

test('publishing the same key again changes nothing', async () => {
  const response = await put(hub, [hub.verifyKey()]);
  assert.deepEqual(response.json(), { hubId: hub.hubId, keyIds: [1], retired: [] });
});

test('a known key is never replaced: another one under its number is refused, with all that came along', async () => {
  const other = createSampleHub();
  const response = await put(hub, [createSampleHub({ keyId: 2 }).verifyKey(), other.verifyKey()]);
  assert.equal(response.statusCode, 409);
  assert.equal(Problem.parse(response.json()).code, 'key-conflict');
  assert.deepEqual((await put(hub, [hub.verifyKey()])).json().keyIds, [1]);
});

test('a hub publishes for itself only', async () => {
  assert.equal((await put(hub, [hub.verifyKey()], neighbour.apiSecret)).statusCode, 401);
  assert.equal((await put(createSampleHub({ hubId: 'unknown.test' }), [hub.verifyKey()])).statusCode, 401);
});

test('devices read the public half of the keys, and no MAC key', async () => {
  const response = await server.app.inject({ url: '/v1/report-config?locale=ar&audience=child' });
  const config = ReportConfig.parse(response.json());
  assert.equal(config.locale, 'ar');
  assert.deepEqual(config.hubs.map((one) => one.hubId).sort(), [hub.hubId, neighbour.hubId].sort());
  assert.equal(config.hubs.find((one) => one.hubId === hub.hubId)?.keys[0]?.publicKey, hub.verifyKey().publicKey);
  assert.ok(!response.body.includes(hub.verifyKey().macKey));
});

test('the MAC key does not stand in the database as it is', async () => {
  const rows = await server.deps.database.kysely.selectFrom('hub_key').selectAll().execute();
  for (const row of rows) assert.ok(!row.mac_key_wrapped.includes(Buffer.from(hub.key.macKey)));
});
