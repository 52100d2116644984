import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ReceiveResult } from '@wellhouse/client';
import { generateHubKey, generateMacOnlyHubKey } from '@wellhouse/franking';
import { type Speech, startOfTime } from './support/hub.ts';
import { createWorld } from './support/world.ts';

const hour = 3_600_000;
const day = 24 * hour;
const text = (words: string) => ({ sender: 'mal@hub.example', parts: [{ type: 'text' as const, text: words }] });
const nextKey = (keyId = 2, lasts = 10 * day) =>
  generateHubKey({ keyId, notBefore: startOfTime, notAfter: startOfTime + lasts });

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
    world.time.now += 60_000;
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

describe('C5: a clock that is wrong, and a retired key whose private half is public', () => {
  /** Ana's device fetched its list while key 2 was in force; now it is retired, and a follower holds its private key. */
  async function retired(lasts = 10 * day) {
    const world = await createWorld();
    const key = nextKey(2, lasts);
    world.server.state.hubKeys.push(key);
    await world.wellhouse.config();
    world.server.state.hubKeys = [world.hub.key, { ...key, retired: true }];
    const macKey = new Uint8Array(32).fill(9);
    const forge = (more: Partial<Speech> = {}) =>
      world.hub.say({ ...text('shown, and no report would prove it'), key: { ...key, macKey }, ...more });
    return { ...world, forge };
  }
  const codeOf = (result: ReceiveResult) => (result.shown ? 'shown' : result.code);

  test('set back into the period of the key: a list that is older than a day by that clock is fetched again', async () => {
    const { wellhouse, time, forge } = await retired();
    time.now = startOfTime + 5 * day;
    assert.equal(codeOf(await wellhouse.receive(forge())), 'key-retired');
  });

  test('set back to the hour of the old list: the hub’s time is known to be later, and a new list is fetched', async () => {
    for (const restart of [false, true]) {
      const { wellhouse, time, forge, open, storage } = await retired();
      time.now = startOfTime + 2 * hour;
      await wellhouse.hubTime(startOfTime + 110 * day);
      const device = restart ? open(storage) : wellhouse;
      assert.equal(codeOf(await device.receive(forge())), 'key-retired');
    }
  });

  test('set back after it had been right: what it had reached is not forgotten', async () => {
    const { wellhouse, time, forge } = await retired();
    time.now = startOfTime + 110 * day;
    await wellhouse.hubTime();
    time.now = startOfTime + 2 * hour;
    assert.equal(codeOf(await wellhouse.receive(forge())), 'key-retired');
  });

  test('while the server is away, a list of up to seven days vouches for a key in its period, an older one for none', async () => {
    const { wellhouse, time, hub, server } = await retired();
    server.state.fault = () => 'network';
    time.now = startOfTime + 7 * day;
    assert.equal(codeOf(await wellhouse.receive(hub.text('mal@hub.example', 'offline for a week'))), 'shown');
    time.now = startOfTime + 7 * day + hour;
    const message = hub.text('mal@hub.example', 'offline for longer');
    const waiting = await wellhouse.receive(message);
    assert.ok(!waiting.shown && waiting.retry);
    server.state.fault = () => null;
    time.now += 60_000;
    assert.equal(codeOf(await wellhouse.receive(message)), 'shown');
  });

  test('while the server is away, the hub’s time makes the stored list too old, whatever the clock says', async () => {
    const { wellhouse, time, forge, server } = await retired();
    server.state.fault = () => 'network';
    time.now = startOfTime + 2 * hour;
    await wellhouse.hubTime(startOfTime + 110 * day);
    const waiting = await wellhouse.receive(forge());
    assert.ok(!waiting.shown && waiting.retry);
  });

  test('a device whose clock was years ahead fetches the list again when it is right', async () => {
    const { wellhouse, time, hub, forge, server } = await retired();
    server.state.hubKeys = server.state.hubKeys.map((key) => ({ ...key, retired: false }));
    time.now = startOfTime + 3_650 * day;
    await wellhouse.receive(hub.text('mal@hub.example', 'first'));
    server.state.hubKeys = server.state.hubKeys.map((key) => ({ ...key, retired: key.keyId === 2 }));
    time.now = startOfTime + 5 * day;
    await wellhouse.hubTime(time.now);
    assert.equal(codeOf(await wellhouse.receive(forge())), 'key-retired');
  });

  test('a server is asked once a minute, not for every message: away or not, old list or new, key known or not', async () => {
    for (const fault of ['network', null] as const) {
      for (const { age, keyId, answer } of [
        { age: 3 * day, keyId: 1, answer: 'shown' },
        { age: hour, keyId: 77, answer: 'hub-keys-unavailable' },
        { age: 3 * day, keyId: 77, answer: 'hub-keys-unavailable' },
        { age: 9 * day, keyId: 1, answer: fault === null ? 'shown' : 'hub-keys-unavailable' },
        { age: 9 * day, keyId: 77, answer: fault === null ? 'key-unknown' : 'hub-keys-unavailable' },
      ]) {
        const { wellhouse, time, hub, server } = await retired();
        time.now = startOfTime + age;
        server.state.fault = () => fault;
        server.calls.length = 0;
        const say = () => hub.say({ ...text('one of many'), key: keyId === 1 ? hub.key : nextKey(keyId) });
        for (const asked of [1, 2]) {
          for (let count = 0; count < 20; count++) assert.equal(codeOf(await wellhouse.receive(say())), answer);
          // a list that came is new enough for the key that is on it
          const calls = fault === null && keyId === 1 ? 1 : asked;
          assert.equal(server.calls.length, calls, `${fault} ${age} ${keyId}`);
          time.now += 60_000;
        }
      }
    }
  });

  test('a server that has never answered is asked once a minute; messages that come together share the answer', async () => {
    const { wellhouse, time, hub, server } = await createWorld();
    server.state.fault = () => 'network';
    const messages = Array.from({ length: 5 }, (_, number) => hub.text('mal@hub.example', `number ${number}`));
    const hand = () => Promise.all(messages.map(wellhouse.receive));
    assert.ok((await hand()).every((result) => codeOf(result) === 'hub-keys-unavailable'));
    await hand();
    assert.equal(server.calls.length, 1);
    server.state.fault = () => null;
    time.now += 60_000;
    assert.ok((await hand()).every(({ shown }) => shown));
    assert.equal(server.calls.length, 2);
  });

  test('set back: the time of any message that was shown counts as hub time, also of one that does not disappear', async () => {
    const { wellhouse, time, hub, forge, server } = await retired(hour);
    const forged = forge({ groupId: new TextEncoder().encode('group-2') });
    server.state.fault = () => 'network';
    time.now = startOfTime + 6 * day;
    assert.equal(codeOf(await wellhouse.receive(hub.say({ ...text('lasting'), after: 6 * 24 * 60 }))), 'shown');
    time.now = startOfTime + 2 * hour;
    assert.equal(codeOf(await wellhouse.receive(forged)), 'hub-keys-unavailable');
  });
});

describe('a message whose key is not known is not given up', () => {
  test('by a clock that is ahead of the hub', async () => {
    const { wellhouse, time, hub, server } = await createWorld();
    await wellhouse.config();
    const key = nextKey();
    const message = hub.say({ ...text('of today'), key });
    time.now = startOfTime + 8 * day;
    await wellhouse.hubTime(startOfTime + hour);
    const waiting = await wellhouse.receive(message);
    assert.ok(!waiting.shown && waiting.retry);
    server.state.hubKeys.push(key);
    time.now += 60_000;
    assert.ok((await wellhouse.receive(message)).shown);
  });

  test('before the server has answered, also with a list that a clock was ahead for', async () => {
    const { wellhouse, time, hub, server } = await createWorld();
    time.now = startOfTime + 100 * day;
    await wellhouse.config();
    const key = nextKey();
    const message = hub.say({ ...text('older than a week'), key });
    server.state.hubKeys.push(key);
    server.state.fault = () => 'network';
    time.now = startOfTime + 9 * day;
    for (let count = 0; count < 2; count++) {
      const waiting = await wellhouse.receive(message);
      assert.ok(!waiting.shown && waiting.retry);
    }
    server.state.fault = () => null;
    time.now += 60_000;
    assert.ok((await wellhouse.receive(message)).shown);
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
