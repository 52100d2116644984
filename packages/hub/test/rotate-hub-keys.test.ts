import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { advanceHubKeys, type HubKeyRing, rotateHubKeys } from '../src/index.ts';
import { makeHub, now, submit } from './support/submission.ts';

const day = 24 * 3_600_000;

describe('rotateHubKeys', () => {
  test('the first key is in use at once', () => {
    const [first, ...rest] = rotateHubKeys([], now);
    assert.ok(first);
    assert.deepEqual([first.keyId, first.notBefore, first.notAfter, rest.length], [1, now, now + 30 * day, 0]);
  });

  test('the next key waits a day, so that it can be published before it stamps', () => {
    const [first, second] = rotateHubKeys(rotateHubKeys([], now), now + 20 * day);
    assert.ok(first && second);
    assert.deepEqual([second.keyId, second.notBefore], [2, now + 21 * day]);
    assert.notDeepEqual(second.macKey, first.macKey);
    assert.notDeepEqual(second.privateKey, first.privateKey);
  });

  test('there is a key for every moment, also when rotation comes late or very late', () => {
    for (const rotatedAt of [29.5 * day, 30 * day, 45 * day]) {
      const keys = rotateHubKeys(rotateHubKeys([], now), now + rotatedAt);
      const inUse = (time: number) => keys.some((key) => key.notBefore <= time && time <= key.notAfter);
      assert.ok(inUse(now + rotatedAt));
      assert.ok(inUse(now + rotatedAt + 2 * day));
    }
  });

  test('no key is dropped, and ids of keys that are gone never come back', () => {
    const keys = rotateHubKeys(rotateHubKeys([], now), now + 400 * day, { usedKeyIds: [7, 3] });
    assert.deepEqual(
      keys.map(({ keyId }) => keyId),
      [1, 8],
    );
  });

  test('a MAC-only key is made on demand, and stamps without a signature', async () => {
    const keys = rotateHubKeys([], now, { macOnly: true });
    assert.deepEqual([keys[0]?.privateKey, keys[0]?.publicKey, keys[0]?.macKey.length], [null, null, 32]);
    const { stamp } = await makeHub({ keys, clock: () => now }).accept(submit('x'));
    assert.equal(stamp.length, 36);
  });
});

describe('advanceHubKeys', () => {
  test('changes nothing until something is due', () => {
    const ring = advanceHubKeys({ keys: [], retired: [] }, now);
    assert.equal(ring.keys.length, 1);
    for (const days of [0, 1, 26]) assert.equal(advanceHubKeys(ring, now + days * day), ring);
    assert.equal(advanceHubKeys(ring, now + 28 * day).keys.length, 2);
  });

  test('a hub goes on stamping through years of rotation and retirement, and holds few keys', async () => {
    let time = now;
    let ring: HubKeyRing = { keys: [], retired: [] };
    const hub = makeHub({ keys: [], clock: () => time });
    for (time = now; time < now + 800 * day; time += day / 2) {
      ring = advanceHubKeys(ring, time);
      hub.replaceKeys(ring.keys);
      await hub.accept(submit('x'));
      assert.ok(ring.keys.length <= 6, `${ring.keys.length} keys`);
    }
    const ids = [...ring.retired, ...ring.keys].map(({ keyId }) => keyId);
    assert.equal(new Set(ids).size, ids.length);
    assert.ok(ring.retired.length > 20);
  });

  test('a service that was away for a year comes back with a new key under a new id', () => {
    const ring = advanceHubKeys(advanceHubKeys({ keys: [], retired: [] }, now), now + 365 * day);
    assert.deepEqual([ring.keys.map((key) => key.keyId), ring.retired.map((key) => key.keyId)], [[2], [1]]);
  });

  test('a clock that was a year ahead and is right again does not leave the hub without a key', () => {
    const ahead = advanceHubKeys(advanceHubKeys({ keys: [], retired: [] }, now), now + 365 * day);
    const back = advanceHubKeys(ahead, now + day);
    assert.ok(back.keys.some((key) => key.notBefore <= now + day && now + day <= key.notAfter));
  });
});
