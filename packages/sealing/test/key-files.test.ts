import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  createMasterKey,
  createMasterKeyring,
  generateSealingKeyPair,
  keyringFromJson,
  keyringToJson,
  rotateMasterKey,
  sealingKeyFromJson,
  sealingKeyPairFromJson,
  sealingKeyPairToJson,
  sealingKeyToJson,
} from '@wellhouse/sealing';
import { rejectsWith } from './helpers.ts';

const first = createMasterKeyring(createMasterKey({ keyId: 'm1', createdAt: 1 }));
const ring = rotateMasterKey(first, createMasterKey({ keyId: 'm2', createdAt: 2 }));

test('a keyring survives its file', () => {
  assert.deepEqual(keyringFromJson(JSON.parse(JSON.stringify(keyringToJson(ring)))), ring);
});

test('a sealing key and a key pair survive their files, and the public one holds no private key', async () => {
  const pair = await generateSealingKeyPair({ keyId: 'sealing-1' });
  assert.deepEqual(await sealingKeyPairFromJson(JSON.parse(JSON.stringify(sealingKeyPairToJson(pair)))), pair);
  const json = sealingKeyToJson(pair);
  assert.deepEqual(Object.keys(json).sort(), ['keyId', 'publicKey', 'suite']);
  assert.deepEqual(sealingKeyFromJson({ ...json, notAfter: '2027-01-01T00:00:00Z' }), {
    keyId: pair.keyId,
    suite: pair.suite,
    publicKey: pair.publicKey,
  });
});

test('a keyring file that is not one is refused', () => {
  const good = keyringToJson(ring);
  const [key] = good.keys;
  assert.ok(key);
  const cases: [string, unknown][] = [
    ['malformed', null],
    ['malformed', []],
    ['unsupported-version', { ...good, v: 2 }],
    ['malformed', { ...good, keys: 'm1' }],
    ['malformed', { ...good, keys: [null] }],
    ['malformed', { ...good, keys: [{ ...key, createdAt: 'now' }] }],
    ['malformed', { ...good, keys: [{ ...key, key: `${key.key.slice(0, -1)}=` }] }],
    ['invalid-input', { ...good, keys: [{ ...key, key: 'AAAA' }] }],
    ['invalid-input', { ...good, keys: [key, key] }],
    ['invalid-input', { ...good, current: 'm9' }],
    ['invalid-input', { ...good, keys: [] }],
  ];
  for (const [code, json] of cases) assert.throws(() => keyringFromJson(json), { name: 'SealingError', code });
});

test('a base64url spelling with leftover bits is refused', async () => {
  const json = sealingKeyPairToJson(await generateSealingKeyPair({ keyId: 'k' }));
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const last = alphabet.indexOf(json.privateKey.at(-1) ?? '');
  const privateKey = json.privateKey.slice(0, -1) + alphabet[last + 1];
  await rejectsWith('malformed', () => sealingKeyPairFromJson({ ...json, privateKey }));
});

test('a key pair whose halves do not belong together is refused', async () => {
  const [one, two] = await Promise.all([
    generateSealingKeyPair({ keyId: 'k' }),
    generateSealingKeyPair({ keyId: 'k' }),
  ]);
  const mixed = { ...sealingKeyPairToJson(one), privateKey: sealingKeyPairToJson(two).privateKey };
  await rejectsWith('malformed', () => sealingKeyPairFromJson(mixed));
});

test('an error never carries key bytes', async () => {
  const pair = sealingKeyPairToJson(await generateSealingKeyPair({ keyId: 'k' }));
  await assert.rejects(sealingKeyPairFromJson({ ...pair, privateKey: `${pair.privateKey}*` }), (error: Error) => {
    assert.ok(!error.message.includes(pair.privateKey.slice(0, 8)));
    return true;
  });
});
