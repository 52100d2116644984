import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { XWing } from '@hpke/hybridkem-x-wing';
import {
  createDataKey,
  createMasterKey,
  createMasterKeyring,
  encryptAtRest,
  generateSealingKeyPair,
  openReport,
  sealReport,
  wrapDataKey,
} from '@wellhouse/sealing';
import { pad } from '../src/padding.ts';
import { rejectsWith, text } from './helpers.ts';
import { missing, open, openBox, seal, xWingDecapsulate, xWingPublicKey } from './independent.ts';

const about = { keyId: 'sealing-1', hubId: 'messenger.localhost', reportId: 'd3b07384-d9a0-4c9b-8f3e-5a2d6f0c1b7e' };
const payload = text('{"v":1,"statement":"أخاف منه"}');

test('draft-connolly-cfrg-xwing-kem, first test vector: both implementations find the shared secret', {
  skip: missing,
}, async () => {
  // The draft draws its seeds from SHAKE-128 of nothing.
  const stream = createHash('shake128', { outputLength: 96 }).digest();
  const seed = Uint8Array.from(stream.subarray(0, 32));
  const kem = new XWing();
  const pair = await generateSealingKeyPair({ keyId: 'draft', random: () => seed });
  const recipientPublicKey = await kem.deserializePublicKey(pair.publicKey);
  const { enc, sharedSecret } = await kem.encap({ recipientPublicKey, ekm: Uint8Array.from(stream.subarray(32)) });
  const expected = 'd2df0522128f09dd8e2c92b1e905c793d8f57a54c3da25861f10bf4ca613e384';
  assert.equal(Buffer.from(sharedSecret).toString('hex'), expected);
  assert.equal(xWingDecapsulate(seed, new Uint8Array(enc)).toString('hex'), expected);
});

test('OpenSSL derives the same public key from a seed', { skip: missing }, async () => {
  const { publicKey, privateKey } = await generateSealingKeyPair({ keyId: 'k' });
  assert.deepEqual(xWingPublicKey(privateKey), Buffer.from(publicKey));
});

test('what we seal, an implementation on OpenSSL opens', { skip: missing }, async () => {
  const key = await generateSealingKeyPair({ keyId: about.keyId });
  const sealed = await sealReport({ key, hubId: about.hubId, reportId: about.reportId, payload });
  assert.deepEqual(open(key.privateKey, about, sealed), Buffer.from(payload));
});

test('what an implementation on OpenSSL seals, we open', { skip: missing }, async () => {
  const key = await generateSealingKeyPair({ keyId: about.keyId });
  const sealed = seal(key.publicKey, about, pad(payload));
  assert.deepEqual(await openReport({ keys: [key], ...about, sealed }), payload);
});

test('a sender that pads wrongly is refused, though it holds the key', { skip: missing }, async () => {
  const key = await generateSealingKeyPair({ keyId: about.keyId });
  const good = pad(payload);
  const smuggled = Uint8Array.from(good);
  smuggled[good.length - 1] = 1;
  const longer = Uint8Array.from(good);
  longer[0] = 0xff;
  for (const padded of [smuggled, longer, good.subarray(0, -1), new Uint8Array(3), new Uint8Array(2048)]) {
    const sealed = seal(key.publicKey, about, padded);
    await rejectsWith('malformed', () => openReport({ keys: [key], ...about, sealed }));
  }
});

test('node:crypto opens data at rest and a wrapped data key', async () => {
  const master = createMasterKey({ keyId: 'm1', createdAt: 0 });
  const dataKey = createDataKey();
  const wrapped = await wrapDataKey(createMasterKeyring(master), dataKey, 'case:1');
  assert.deepEqual(openBox(master.key, 'data key', 'case:1', wrapped, 6 + 'm1'.length), Buffer.from(dataKey));
  const box = await encryptAtRest(dataKey, payload, 'case:1/report:1');
  assert.deepEqual(openBox(dataKey, 'data', 'case:1/report:1', box, 5), Buffer.from(payload));
});
