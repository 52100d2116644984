import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type KeptLife, whatToKeep } from '@wellhouse/client';
import { startOfTime } from '../support/hub.ts';
import { createWorld } from '../support/world.ts';

const hour = 3_600_000;
const day = 24 * hour;
const accepted = startOfTime + 60_000;
const threat = { sender: 'mal@hub.example', parts: [{ type: 'text', text: 'you will be sorry' }] } as const;

/** Ana's device has shown Mal's message of an hour; the grace is an hour. Her clock is behind the hub's by so much. */
async function shown({ behind = 0 } = {}) {
  const world = await createWorld();
  world.time.now = accepted - behind;
  const message = world.hub.say({ ...threat, expiresAfter: 3_600 });
  const result = await world.wellhouse.receive(message);
  assert.ok(result.shown);
  const life: KeptLife = { visibleUntil: result.visibleUntil, reportableUntil: result.reportableUntil };
  return { ...world, message: { ...message, reportableUntil: result.reportableUntil }, life };
}

test('a hub that says it is ten years later hides a message and cannot have it deleted before it was reported', async () => {
  const { wellhouse, time, message, open, storage } = await shown();
  const jump = await wellhouse.hubTime(accepted + 3_650 * day);
  assert.equal(jump.time, accepted + 3_650 * day);
  assert.equal(jump.deleteUpTo, accepted + 25 * hour, 'as far as this clock had come, and 25 hours');
  const long = { visibleUntil: accepted + 7 * day, reportableUntil: accepted + 7 * day + hour };
  assert.equal(whatToKeep(long, jump), 'stub');

  const draft = await wellhouse.draft({
    messages: [{ ...message, reportableUntil: long.reportableUntil }],
    reported: 0,
  });
  assert.equal(draft.state.entries[0]?.vanished, true, 'covered, and reportable');
  draft.set({ category: 'threat.life' });
  const preview = await draft.preview();
  await wellhouse.hubTime(accepted + 7_300 * day);
  await wellhouse.send(preview);

  const reopened = open(storage);
  time.now = accepted + 7 * day - 24 * hour - 1;
  assert.equal(whatToKeep(long, await reopened.hubTime()), 'stub');
  time.now += 1;
  assert.equal(whatToKeep(long, await reopened.hubTime()), 'nothing', 'its own clock is 25 hours short of it');
});

test('saying it again and again, or over restarts, moves the deletion no further', async () => {
  const { wellhouse, open, storage } = await shown();
  for (let time = 1; time <= 50; time++) await wellhouse.hubTime(accepted + time * 30 * day);
  const { deleteUpTo } = await open(storage).hubTime(accepted + 3_650 * day);
  assert.equal(deleteUpTo, accepted + 25 * hour);
});

test('a message that comes after such a jump is a stub to report, not expired', async () => {
  const { wellhouse, hub, time } = await shown();
  await wellhouse.hubTime(accepted + 3_650 * day);
  // its list of keys is too old by that time, and a new one is asked for once a minute
  time.now += 60_000;
  const result = await wellhouse.receive(hub.say({ ...threat, expiresAfter: 7 * 86_400 }));
  assert.ok(result.shown);
  assert.equal(result.keep, 'stub');
});

test('a hub whose word is put right again deletes at the time that it said first', async () => {
  const { wellhouse, time, life } = await shown();
  await wellhouse.hubTime(accepted + 3_650 * day);
  await wellhouse.hubTime(accepted);
  const vanished = { ...life, vanished: true };
  time.now = accepted + 2 * hour - 1;
  assert.equal(whatToKeep(vanished, await wellhouse.hubTime()), 'stub');
  time.now = accepted + 2 * hour;
  assert.equal(whatToKeep(vanished, await wellhouse.hubTime()), 'nothing');
});

test('a clock that is a day behind hides and deletes on the hub’s time', async () => {
  const { wellhouse, time, life } = await shown({ behind: 24 * hour });
  assert.equal(whatToKeep(life, await wellhouse.hubTime(accepted + hour)), 'stub');
  time.now += 2 * hour;
  assert.equal(whatToKeep(life, await wellhouse.hubTime(accepted + 2 * hour)), 'nothing');
});

test('a clock that is far behind hides on the hub’s time, and deletes by as much late as it is more than 25 hours behind', async () => {
  const world = await createWorld();
  const life = { visibleUntil: accepted + hour, reportableUntil: accepted + 2 * hour };
  const behind = 365 * day;
  world.time.now = accepted + 2 * hour - behind;
  assert.equal(whatToKeep(life, await world.wellhouse.hubTime(accepted + 2 * hour)), 'stub');
  world.time.now = accepted + 2 * hour - 25 * hour - 1;
  assert.equal(whatToKeep(life, await world.wellhouse.hubTime()), 'stub');
  world.time.now += 1;
  assert.equal(whatToKeep(life, await world.wellhouse.hubTime()), 'nothing');
});

test('a clock that is set back does not put off the deletion: what it had reached counts', async () => {
  const { wellhouse, time, life } = await shown();
  time.now = accepted + 365 * day;
  await wellhouse.hubTime();
  time.now = startOfTime - 365 * day;
  assert.equal(whatToKeep(life, await wellhouse.hubTime()), 'nothing');
  // the hub says that this clock had been ahead: from now on its word leads by 25 hours at most
  const { deleteUpTo } = await wellhouse.hubTime(accepted);
  assert.equal(deleteUpTo, accepted);
  assert.equal((await wellhouse.hubTime(accepted + 3_650 * day)).deleteUpTo, accepted + 25 * hour);
});

test('a time that was kept by a version without such a bound has it from the first look on', async () => {
  const world = await createWorld();
  const kept = { hubTime: accepted + 3_650 * day, readAt: accepted };
  await world.storage.write([{ store: 'hubTime', key: 'hub.example', value: kept }]);
  world.time.now = accepted;
  assert.equal((await world.wellhouse.hubTime()).deleteUpTo, accepted + 25 * hour);
});
