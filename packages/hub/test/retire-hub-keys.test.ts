import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type HubKey, toBase64Url } from '@wellhouse/franking';
import {
  advanceHubKeys,
  type HubKeyRing,
  HubKeysError,
  hubKeyRingFromJson,
  hubKeyRingToJson,
  noteToldKeys,
  publishedHubKeys,
  retiredHubKeysToJson,
  retireHubKeys,
  rotateHubKeys,
} from '../src/index.ts';
import { now } from './support/submission.ts';

const hour = 3_600_000;
const day = 24 * hour;
const window = 90 * day;
const key = (() => {
  const [first] = rotateHubKeys([], now);
  if (!first?.privateKey || !first.publicKey) throw new Error('expected a signing key');
  return { ...first, privateKey: first.privateKey, publicKey: first.publicKey };
})();

describe('retireHubKeys', () => {
  test('keeps a key to the last millisecond of its report window', () => {
    assert.deepEqual(retireHubKeys([key], key.notAfter + window), { kept: [key], retired: [] });
    const { kept, retired } = retireHubKeys([key], key.notAfter + window + 1);
    assert.deepEqual([kept, retired.map(({ keyId }) => keyId)], [[], [key.keyId]]);
  });

  test('another window can be given', () => {
    assert.equal(retireHubKeys([key], key.notAfter + day + 1, { windowMs: day }).kept.length, 0);
  });

  test('forgets the MAC key: no copy of it is carried over', () => {
    const { retired } = retireHubKeys([key], key.notAfter + window + 1);
    assert.ok(!Object.keys(retired[0] ?? {}).includes('macKey'));
    const json = JSON.stringify(hubKeyRingToJson({ keys: [], retired }));
    assert.ok(!json.includes(toBase64Url(key.macKey)));
  });
});

describe('publishedHubKeys', () => {
  const retiredAt = key.notAfter + window + 1;
  const { retired } = retireHubKeys([key], retiredAt);

  test('holds the private key back until everyone could know, counted from when the safety server knew', () => {
    const later = retiredAt + 1000 * day;
    assert.equal(publishedHubKeys(retired, later)[0]?.privateKey, null, 'the safety server was never told');
    const { retired: told } = noteToldKeys({ keys: [], retired }, retired, later);
    assert.equal(publishedHubKeys(told, later + 48 * hour - 1)[0]?.privateKey, null);
    assert.deepEqual(publishedHubKeys(told, later + 48 * hour)[0]?.privateKey, key.privateKey);
  });

  test('being told twice does not put publication off', () => {
    const ring = noteToldKeys({ keys: [], retired }, retired, retiredAt);
    assert.equal(noteToldKeys(ring, retired, retiredAt + day), ring);
  });

  test('the public document names hub, key, period and retirement', () => {
    const told = noteToldKeys({ keys: [], retired }, retired, retiredAt).retired;
    assert.deepEqual(retiredHubKeysToJson('hub.example', publishedHubKeys(told, retiredAt + 2 * day)), [
      {
        hubId: 'hub.example',
        keyId: 1,
        publicKey: toBase64Url(key.publicKey),
        privateKey: toBase64Url(key.privateKey),
        notBefore: new Date(key.notBefore).toISOString(),
        notAfter: new Date(key.notAfter).toISOString(),
        retiredAt: new Date(retiredAt).toISOString(),
      },
    ]);
  });
});

describe('a ring as JSON', () => {
  const full = (): HubKeyRing => {
    const macOnly = rotateHubKeys([key], now + 29 * day, { macOnly: true });
    const ring = advanceHubKeys({ keys: macOnly, retired: [] }, key.notAfter + window + day);
    return noteToldKeys(advanceHubKeys(ring, now + 500 * day), ring.retired, now + 200 * day);
  };
  const copy = (ring: HubKeyRing): { keys: Record<string, unknown>[]; retired: Record<string, unknown>[] } =>
    JSON.parse(JSON.stringify(hubKeyRingToJson(ring)));

  test('comes back as it was, with signing, MAC-only, retired, told and untold keys', () => {
    const ring = full();
    assert.ok(ring.retired.some(({ publicKey }) => publicKey === null));
    assert.deepEqual([...new Set(ring.retired.map(({ toldAt }) => toldAt === null))].sort(), [false, true]);
    assert.deepEqual(hubKeyRingFromJson(copy(ring)), ring);
    assert.deepEqual(hubKeyRingFromJson({ keys: [], retired: [] }), { keys: [], retired: [] });
  });

  const signing: HubKey[] = [key];
  const damages: [string, (entry: Record<string, unknown>) => void][] = [
    ['a public key of another private key', (entry) => (entry.publicKey = toBase64Url(new Uint8Array(32).fill(5)))],
    ['a short MAC key', (entry) => (entry.macKey = toBase64Url(new Uint8Array(31)))],
    ['no private key', (entry) => delete entry.privateKey],
    ['a private key that is null beside a public key', (entry) => (entry.privateKey = null)],
    ['a public key that is null beside a private key', (entry) => (entry.publicKey = null)],
    ['a key id as text', (entry) => (entry.keyId = '1')],
    ['a time that is none', (entry) => (entry.notAfter = 'soon')],
  ];
  for (const [name, damage] of damages) {
    test(`refuses ${name}`, () => {
      const json = copy({ keys: signing, retired: [] });
      damage(json.keys[0] ?? {});
      assert.throws(() => hubKeyRingFromJson(json), HubKeysError);
    });
  }

  test('refuses a key id that occurs twice, also once in use and once retired, and what is no ring', () => {
    const { keys } = copy({ keys: signing, retired: [] });
    assert.throws(() => hubKeyRingFromJson({ keys: [...keys, ...keys], retired: [] }), HubKeysError);
    const { retired } = copy({ keys: [], retired: retireHubKeys([key], now + 999 * day).retired });
    assert.throws(() => hubKeyRingFromJson({ keys, retired }), HubKeysError);
    for (const json of [null, [], 'keys', {}, { keys: [], retired: null }, { keys: [null], retired: [] }]) {
      assert.throws(() => hubKeyRingFromJson(json), HubKeysError);
    }
  });
});
