import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createWorld } from './support/world.ts';

test('blocking needs no network, tells nobody, and outlives a restart', async () => {
  const world = await createWorld();
  world.server.state.fault = () => 'network';
  await world.wellhouse.block('mal@hub.example');
  const reopened = world.open(world.storage);
  assert.equal(await reopened.isBlocked('mal@hub.example'), true);
  assert.equal(await reopened.isBlocked('ben@hub.example'), false);
  assert.deepEqual(world.server.calls, []);
});

test('blocking twice keeps the first date; unblocking ends it; both are announced', async () => {
  const { wellhouse, time } = await createWorld();
  const events: string[] = [];
  wellhouse.subscribe(({ type }) => events.push(type));
  const first = time.now;
  await wellhouse.block('mal@hub.example');
  time.now += 1_000;
  await wellhouse.block('mal@hub.example');
  assert.deepEqual(await wellhouse.blocked(), [
    { accountId: 'mal@hub.example', blockedAt: first, moment: first, hubTime: first },
  ]);
  await wellhouse.unblock('mal@hub.example');
  assert.deepEqual(await wellhouse.blocked(), []);
  assert.deepEqual(events, ['blocked', 'blocked', 'blocked']);
});

test('blocking sends no report, and reporting blocks nobody', async () => {
  const { wellhouse, server } = await createWorld();
  await wellhouse.block('mal@hub.example');
  assert.deepEqual(await wellhouse.reports(), []);
  const draft = await wellhouse.draft({ subject: { kind: 'account', accountId: 'ben@hub.example' } });
  draft.set({ category: 'other' });
  await (await wellhouse.send(await draft.preview())).delivered;
  assert.equal(await wellhouse.isBlocked('ben@hub.example'), false);
  assert.equal(server.only().payload.blocked, false);
});
