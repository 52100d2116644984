import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { generateHubKey, generateMacOnlyHubKey } from '@wellhouse/franking';
import { startOfTime } from './support/hub.ts';
import { createWorld } from './support/world.ts';

const hour = 3_600_000;
const day = 24 * hour;
const text = (words: string) => ({ sender: 'mal@hub.example', parts: [{ type: 'text' as const, text: words }] });
const nextKey = (keyId = 2) => generateHubKey({ keyId, notBefore: startOfTime, notAfter: startOfTime + 10 * day });

describe('a message stamped with a key that its hub has not published yet', () => {
  test('waits, although the list is new, and is shown once the key is there', async () => {
    const world = await createWorld();
    const key = nextKey();
    const message = world.hub.say({ ...text('late key'), key });
    for (const later of [0, hour, day]) {
      world.time.now = startOfTime + hour + later;
      const waiting = await world.wellhouse.receive(message);
      assert.deepEqual([waiting.shown, !waiting.shown && waiting.retry], [false, true]);
    }
    assert.equal(await world.wellhouse.dropped(), 0);
    world.server.state.hubKeys.push(key);
    world.time.now += 2 * 60_000;
    assert.ok((await world.wellhouse.receive(message)).shown);
  });

  test('does not wait for ever: a forged key id would hold up the others', async () => {
    const world = await createWorld();
    const message = world.hub.say({ ...text('nobody’s key'), key: nextKey(77) });
    world.time.now = startOfTime + 8 * day;
    const dropped = await world.wellhouse.receive(message);
    assert.ok(!dropped.shown);
    assert.deepEqual([dropped.code, dropped.retry], ['key-unknown', false]);
  });
});

describe('a message stamped with a key whose period is over', () => {
  test('is shown on the word of a list of today, and waits for one while the server is away', async () => {
    const world = await createWorld();
    const key = nextKey();
    world.server.state.hubKeys.push(key);
    const message = world.hub.say({ ...text('was offline for weeks'), key });
    await world.wellhouse.config();
    world.time.now = startOfTime + 40 * day;
    world.server.state.fault = () => 'network';
    const waiting = await world.wellhouse.receive(message);
    assert.ok(!waiting.shown && waiting.retry);
    world.server.state.fault = () => null;
    assert.ok((await world.wellhouse.receive(message)).shown);
  });

  test('C5: is dropped once the key is retired, also by a device whose list is older than that', async () => {
    const world = await createWorld();
    const key = nextKey();
    world.server.state.hubKeys.push(key);
    await world.wellhouse.config();
    const forged = world.hub.say({ ...text('anyone can sign this'), key });
    world.server.state.hubKeys = [world.hub.key, { ...key, retired: true }];
    world.time.now = startOfTime + 110 * day;
    const dropped = await world.wellhouse.receive(forged);
    assert.ok(!dropped.shown);
    assert.deepEqual([dropped.code, dropped.retry], ['key-retired', false]);
  });
});

test('C6: a hub cannot go over to MAC-only keys on its own: the messenger has to allow them', async () => {
  for (const acceptMacOnlyKeys of [undefined, false, true]) {
    const world = await createWorld(acceptMacOnlyKeys === undefined ? {} : { acceptMacOnlyKeys });
    const key = generateMacOnlyHubKey({ keyId: 2, notBefore: startOfTime, notAfter: startOfTime + day });
    world.server.state.hubKeys.push(key);
    const result = await world.wellhouse.receive(world.hub.say({ ...text('unsigned'), key }));
    assert.equal(result.shown ? 'shown' : result.code, acceptMacOnlyKeys === true ? 'shown' : 'key-mac-only');
  }
});
