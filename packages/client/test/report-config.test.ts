import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createWorld } from './support/world.ts';

const tenMinutes = 10 * 60_000;

test('the configuration is fetched once in ten minutes, for each language and audience', async () => {
  const { wellhouse, server, time } = await createWorld();
  await wellhouse.config();
  await wellhouse.config();
  await wellhouse.config({ locale: 'de' });
  const child = await wellhouse.config({ audience: 'child' });
  assert.equal(child.audience, 'child');
  assert.equal(server.calls.length, 3);
  time.now += tenMinutes;
  await wellhouse.config();
  assert.equal(server.calls.length, 4);
});

test('many questions at once make one request', async () => {
  const { wellhouse, server } = await createWorld();
  await Promise.all(Array.from({ length: 20 }, () => wellhouse.config()));
  assert.equal(server.calls.length, 1);
});

test('offline, the last copy serves, after a restart and in another language if need be', async () => {
  const world = await createWorld();
  await world.wellhouse.config();
  world.time.now += 30 * 86_400_000;
  world.server.state.fault = () => 'network';
  const reopened = world.open(world.storage);
  assert.equal((await reopened.config()).taxonomyVersion, '1.0.0');
  assert.equal((await reopened.config({ locale: 'ar' })).locale, 'en');
});

test('a server that answers nonsense does not spoil the last copy', async () => {
  const world = await createWorld();
  await world.wellhouse.config();
  world.time.now += tenMinutes;
  world.server.state.fault = () => Response.json({ tree: 'none' });
  assert.equal((await world.wellhouse.config()).taxonomyVersion, '1.0.0');
});

test('an endless answer is cut off', async () => {
  const { wellhouse, server } = await createWorld();
  let sent = 0;
  const endless = new ReadableStream<Uint8Array>({
    pull(controller) {
      sent += 65_536;
      controller.enqueue(new Uint8Array(65_536));
    },
  });
  server.state.fault = () => new Response(endless);
  await assert.rejects(wellhouse.config(), { code: 'config-unavailable' });
  assert.ok(sent < 5 * 1024 * 1024);
});

test('without a copy and without a server the caller hears so', async () => {
  const { wellhouse, server } = await createWorld();
  server.state.fault = () => 'network';
  await assert.rejects(wellhouse.config(), { name: 'WellhouseClientError', code: 'config-unavailable' });
  await assert.rejects(wellhouse.draft({ subject: { kind: 'account', accountId: 'mal@hub.example' } }), {
    code: 'config-unavailable',
  });
});
