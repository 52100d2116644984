import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type HubKey, toBase64Url } from '@wellhouse/franking';
import { HubKeysError, hubKeysFromJson, hubKeysToJson, rotateHubKeys } from '../src/index.ts';
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

  test('keys are kept for 90 days after their last use, their ids never come back', () => {
    let keys: HubKey[] = [];
    for (let month = 0; month < 12; month++) keys = rotateHubKeys(keys, now + month * 29 * day);
    assert.equal(Math.max(...keys.map(({ keyId }) => keyId)), 12);
    assert.ok(keys.length >= 4 && keys.length <= 6, `${keys.length} keys`);
    assert.equal(new Set(keys.map(({ keyId }) => keyId)).size, keys.length);
  });

  test('a hub goes on stamping through a rotation', async () => {
    let time = now;
    let keys = rotateHubKeys([], now);
    const hub = makeHub({ keys, clock: () => time });
    for (time = now; time < now + 120 * day; time += 5 * day) {
      keys = rotateHubKeys(keys, time, undefined, { validMs: 10 * day });
      hub.replaceKeys(keys);
      await hub.accept(submit('x'));
    }
  });
});

describe('hub keys as JSON', () => {
  const keys = rotateHubKeys(rotateHubKeys([], now), now + day);

  test('come back as they were', () => {
    assert.deepEqual(hubKeysFromJson(JSON.parse(JSON.stringify(hubKeysToJson(keys)))), keys);
    assert.deepEqual(hubKeysFromJson([]), []);
  });

  const damages: [string, (entry: Record<string, unknown>) => void][] = [
    ['a public key of another private key', (entry) => (entry.publicKey = toBase64Url(new Uint8Array(32).fill(5)))],
    ['a short MAC key', (entry) => (entry.macKey = toBase64Url(new Uint8Array(31)))],
    ['no private key', (entry) => delete entry.privateKey],
    ['a key id as text', (entry) => (entry.keyId = '1')],
    ['a time that is none', (entry) => (entry.notAfter = 'soon')],
  ];
  for (const [name, damage] of damages) {
    test(`refuses ${name}`, () => {
      const json = JSON.parse(JSON.stringify(hubKeysToJson(keys)));
      damage(json[0]);
      assert.throws(() => hubKeysFromJson(json), HubKeysError);
    });
  }

  test('refuses a key id that occurs twice, and what is no list', () => {
    const [entry] = hubKeysToJson(keys);
    assert.throws(() => hubKeysFromJson([entry, entry]), HubKeysError);
    for (const json of [null, {}, 'keys', [null], ['x']]) assert.throws(() => hubKeysFromJson(json), HubKeysError);
  });
});
