import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type KeptLife, whatToKeep } from '@wellhouse/client';
import { groupId, type Speech, startOfTime } from '../support/hub.ts';
import { createWorld } from '../support/world.ts';

const minute = 60_000;
const hour = 60 * minute;
const accepted = startOfTime + minute;
const threat = { sender: 'mal@hub.example', parts: [{ type: 'text', text: 'you will be sorry' }] } as const;

/** Ana's device at the moment when the hub takes Mal's message. */
async function arrival(speech: Partial<Speech> = {}) {
  const world = await createWorld();
  world.time.now = accepted;
  return { ...world, message: world.hub.say({ ...threat, expiresAfter: 3_600, ...speech }) };
}

async function lifeOf({ wellhouse, message }: Awaited<ReturnType<typeof arrival>>): Promise<KeptLife> {
  const result = await wellhouse.receive(message);
  assert.ok(result.shown);
  return { visibleUntil: result.visibleUntil, reportableUntil: result.reportableUntil };
}

test('a received message says until when it is visible and reportable; without a timer, for ever', async () => {
  const world = await arrival();
  const result = await world.wellhouse.receive(world.message);
  assert.ok(result.shown);
  assert.deepEqual(
    [result.visibleUntil, result.reportableUntil, result.keep],
    [accepted + hour, accepted + 2 * hour, 'all'],
  );
  const lasting = await world.wellhouse.receive(world.hub.text('mal@hub.example', 'for ever'));
  assert.ok(lasting.shown);
  assert.deepEqual([lasting.visibleUntil, lasting.reportableUntil, lasting.keep], [null, null, 'all']);
});

test('what is kept changes to the millisecond, at the hub’s time', () => {
  const life = { visibleUntil: 1_000, reportableUntil: 5_000 };
  const at = (time: number, deleteUpTo = time) => ({ time, deleteUpTo });
  const kept = [0, 999, 1_000, 4_999, 5_000, 6_000].map((now) => whatToKeep(life, at(now)));
  assert.deepEqual(kept, ['all', 'all', 'stub', 'stub', 'nothing', 'nothing']);
  assert.equal(whatToKeep({ visibleUntil: 1_000, reportableUntil: 1_000 }, at(1_000)), 'nothing', 'without grace');
  assert.equal(whatToKeep({ visibleUntil: null, reportableUntil: null }, at(Number.MAX_SAFE_INTEGER)), 'all');
  assert.equal(whatToKeep({ ...life, vanished: true }, at(0)), 'stub', 'what has vanished once stays so');
  assert.equal(whatToKeep(life, at(9_000, 4_999)), 'stub', 'hidden, and not yet deleted');
});

test('a sender whose clock lies changes nothing: the hub’s time of acceptance counts', async () => {
  for (const clientTime of [0, accepted + 365 * 24 * hour]) {
    assert.equal((await lifeOf(await arrival({ clientTime }))).visibleUntil, accepted + hour);
  }
});

test('a message that comes after its words disappeared is kept as a stub; after the grace it is expired', async () => {
  const late = await arrival();
  late.time.now = accepted + hour;
  const stub = await late.wellhouse.receive(late.message);
  assert.ok(stub.shown && stub.keep === 'stub');

  const later = await arrival();
  later.time.now = accepted + 2 * hour - 1;
  assert.ok((await later.wellhouse.receive(later.message)).shown);

  const gone = await arrival();
  gone.time.now = accepted + 2 * hour;
  const expired = await gone.wellhouse.receive(gone.message);
  assert.ok(!expired.shown);
  assert.deepEqual([expired.code, expired.retry], ['expired', false]);
});

test('an expired message takes its number: it is not counted as unverifiable, and its replay is dropped', async () => {
  const { wellhouse, hub, time, message } = await arrival();
  const next = hub.text('mal@hub.example', 'next');
  const events: string[] = [];
  wellhouse.subscribe((event) => events.push(event.type));
  time.now = accepted + 2 * hour;
  assert.ok(!(await wellhouse.receive(message)).shown);
  assert.equal(await wellhouse.dropped(groupId), 0);
  assert.deepEqual(events, []);
  assert.ok((await wellhouse.receive(next)).shown);
  const replay = await wellhouse.receive(message);
  assert.ok(!replay.shown);
  assert.equal(replay.code, 'sequence-not-new');
});

test('an altered message is unverifiable and not expired, however late it comes', async () => {
  const { wellhouse, time, message } = await arrival();
  time.now = accepted + 9 * hour;
  const result = await wellhouse.receive({ ...message, authenticatedData: new Uint8Array([0]) });
  assert.ok(!result.shown);
  assert.notEqual(result.code, 'expired');
  assert.equal(await wellhouse.dropped(groupId), 1);
});

test('a server that grants more than a day of grace is taken to grant a day, one without a policy none', async () => {
  const world = await arrival();
  world.server.state.configOverrides = { disappearing: { graceSeconds: 10 ** 9 } };
  assert.equal((await lifeOf(world)).reportableUntil, accepted + hour + 24 * hour);

  const old = await arrival();
  const config = await old.wellhouse.config();
  const { disappearing: _, ...before } = config;
  // as an older version stored it
  const stored = { fetchedAt: accepted, config: before as typeof config };
  await old.storage.write([{ store: 'config', key: 'en|adult', value: stored }]);
  assert.equal((await lifeOf(old)).reportableUntil, accepted + hour);
});

test('a device that slept over the whole life of a message wakes up without it', async () => {
  const world = await arrival();
  const life = await lifeOf(world);
  world.time.now = accepted + 40 * 24 * hour;
  const reopened = world.open(world.storage);
  assert.equal(whatToKeep(life, await reopened.hubTime()), 'nothing');
});

test('a clock that is set back brings nothing back into view, over a restart, and time goes on from there', async () => {
  const world = await arrival();
  const life = await lifeOf(world);
  world.time.now = accepted + hour;
  assert.equal(whatToKeep(life, await world.wellhouse.hubTime()), 'stub');
  world.time.now = accepted - 365 * 24 * hour;
  const reopened = world.open(world.storage);
  assert.equal(whatToKeep(life, await reopened.hubTime()), 'stub');
  world.time.now += hour - 1;
  assert.equal(whatToKeep(life, await reopened.hubTime()), 'stub');
  world.time.now += 1;
  assert.equal(whatToKeep(life, await reopened.hubTime()), 'nothing', 'an hour passed by the clock that was set back');
});

test('a clock that is set back while a message is visible does not lengthen its life', async () => {
  const world = await arrival();
  const life = await lifeOf(world);
  world.time.now = accepted + hour / 2;
  await world.wellhouse.hubTime();
  world.time.now -= 10 * 24 * hour;
  await world.wellhouse.hubTime();
  world.time.now += hour / 2 - 1;
  assert.equal(whatToKeep(life, await world.wellhouse.hubTime()), 'all');
  world.time.now += 1;
  assert.equal(whatToKeep(life, await world.wellhouse.hubTime()), 'stub');
});

test('a device whose clock is a day slow learns the hub’s time from the stamp', async () => {
  const world = await arrival();
  world.time.now = accepted - 24 * hour;
  const life = await lifeOf(world);
  world.time.now += hour - 1;
  assert.equal(whatToKeep(life, await world.wellhouse.hubTime()), 'all');
  world.time.now += 1;
  assert.equal(whatToKeep(life, await world.wellhouse.hubTime()), 'stub');
});

test('a device whose clock is a year fast, or was, is put right by what the hub says its time is', async () => {
  const world = await arrival();
  world.time.now = accepted + 365 * 24 * hour;
  await world.wellhouse.hubTime();
  assert.equal((await world.wellhouse.hubTime(accepted)).time, accepted);
  const result = await world.wellhouse.receive(world.message);
  assert.ok(result.shown && result.keep === 'all');
  world.time.now = accepted + 10;
  assert.equal((await world.wellhouse.hubTime(accepted + 10)).time, accepted + 10, 'the clock is right again');
});

test('an answer that was under way for a while does not turn the time back, and nonsense is not believed', async () => {
  const world = await arrival();
  assert.equal((await world.wellhouse.hubTime()).time, accepted);
  assert.equal((await world.wellhouse.hubTime(accepted - 5 * minute)).time, accepted);
  for (const nonsense of [Number.NaN, Number.POSITIVE_INFINITY, -1, 0.5]) {
    assert.equal((await world.wellhouse.hubTime(nonsense)).time, accepted);
  }
});

test('two answers at once never turn the time back', async () => {
  const world = await arrival();
  const heard = Array.from({ length: 20 }, (_, index) => accepted + ((index * 7) % 20) * 1_000);
  await Promise.all(heard.map((time) => world.wellhouse.hubTime(time)));
  assert.equal((await world.wellhouse.hubTime()).time, accepted + 19_000);
});

test('a deletion never expires: what it took away must not come back', async () => {
  const world = await arrival({ kind: 'delete', refersTo: new Uint8Array(16).fill(1), parts: [], expiresAfter: 1 });
  world.time.now = accepted + 9 * hour;
  assert.deepEqual(await lifeOf(world), { visibleUntil: null, reportableUntil: null });
});
