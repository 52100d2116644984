import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import {
  defaultMaximumSealedLength,
  generateSealingKeyPair,
  openReport,
  type SealingKeyPair,
  sealedKeyId,
  sealReport,
} from '@wellhouse/sealing';
import fc from 'fast-check';
import { flipBit, rejectsWith, text } from './helpers.ts';

const about = { hubId: 'messenger.localhost', reportId: '5f0c9a52-9a55-4c3e-8d39-0d4f8a1f4a11' };
const payload = text('{"v":1,"category":"threat.life"}');

let key: SealingKeyPair;
let other: SealingKeyPair;
let sealed: Uint8Array;
/** Where the parts of `sealed` begin. */
let at: { keyId: number; length: number; enc: number; commitment: number; ciphertext: number };

before(async () => {
  key = await generateSealingKeyPair({ keyId: 'sealing-1' });
  other = await generateSealingKeyPair({ keyId: 'sealing-2' });
  sealed = await sealReport({ key, ...about, payload });
  const length = 12 + key.keyId.length;
  at = { keyId: 12, length, enc: length + 4, commitment: length + 1124, ciphertext: length + 1156 };
});

const open = (bytes: Uint8Array, change: Partial<Parameters<typeof openReport>[0]> = {}) =>
  openReport({ keys: [other, key], ...about, sealed: bytes, ...change });

test('a sealed report opens to exactly the bytes that were sealed, among several keys', async () => {
  assert.deepEqual(await open(sealed), payload);
  assert.equal(sealedKeyId(sealed), 'sealing-1');
});

test('any payload under any hub and report id comes back as it was', async () => {
  const id = fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' }).filter((value) => value.isWellFormed());
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 5000 }), id, id, async (bytes, hubId, reportId) => {
      const box = await sealReport({ key, hubId, reportId, payload: bytes });
      assert.deepEqual(await openReport({ keys: [key], hubId, reportId, sealed: box }), Uint8Array.from(bytes));
    }),
    { numRuns: 25 },
  );
});

test('the same report sealed twice shares neither encapsulation nor ciphertext', async () => {
  const again = await sealReport({ key, ...about, payload });
  assert.notDeepEqual(again.subarray(at.enc, at.commitment), sealed.subarray(at.enc, at.commitment));
  assert.notDeepEqual(again.subarray(at.ciphertext), sealed.subarray(at.ciphertext));
});

test('the sealed bytes contain neither payload nor hub nor report id', () => {
  const bytes = Buffer.from(sealed);
  for (const secret of [payload, text(about.hubId), text(about.reportId)]) {
    assert.equal(bytes.includes(Buffer.from(secret)), false);
  }
});

test('reports of up to a thousand bytes are all of one length', async () => {
  const lengths = await Promise.all(
    [0, 1, 500, 1020].map(async (size) => (await sealReport({ key, ...about, payload: new Uint8Array(size) })).length),
  );
  assert.equal(new Set(lengths).size, 1);
});

test('every prefix is refused as truncated', async () => {
  for (let length = 0; length < sealed.length; length++) {
    await rejectsWith('truncated', () => open(sealed.subarray(0, length)), `${length} bytes`);
  }
});

test('a byte after the end is refused', async () => {
  await rejectsWith('malformed', () => open(Uint8Array.of(...sealed, 0)));
});

test('a flipped bit anywhere is refused', async () => {
  // Each header byte, and places all over the rest.
  const places = [...Array(at.enc).keys(), ...Array.from({ length: 60 }, (_, i) => at.enc + i * 36)];
  for (const place of places.filter((place) => place < sealed.length)) {
    await assert.rejects(() => open(flipBit(sealed, place, place % 8)), { name: 'SealingError' }, `byte ${place}`);
  }
});

test('the refusal says what is wrong', async () => {
  await rejectsWith('malformed', () => open(flipBit(sealed, 0)), 'magic');
  await rejectsWith('unsupported-version', () => open(flipBit(sealed, 4)), 'version');
  for (const place of [5, 6, 7, 8, 9, 10]) await rejectsWith('unsupported-suite', () => open(flipBit(sealed, place)));
  await rejectsWith('malformed', () => open(flipBit(sealed, at.keyId, 7)), 'key id that is not ASCII');
  await rejectsWith('unknown-key', () => open(flipBit(sealed, at.keyId)), 'key id');
  await rejectsWith('truncated', () => open(flipBit(sealed, at.length)), 'length too long');
  await rejectsWith('malformed', () => open(flipBit(sealed, at.length + 3, 4)), 'length too short');
  await rejectsWith('wrong-key', () => open(flipBit(sealed, at.enc)), 'ML-KEM half');
  await rejectsWith('wrong-key', () => open(flipBit(sealed, at.commitment - 2)), 'X25519 half');
  await rejectsWith('wrong-key', () => open(flipBit(sealed, at.commitment)), 'commitment');
  await rejectsWith('tampered', () => open(flipBit(sealed, at.ciphertext)), 'ciphertext');
  await rejectsWith('tampered', () => open(flipBit(sealed, sealed.length - 1)), 'tag');
});

test('an X25519 half of small order is refused', async () => {
  const zero = Uint8Array.from(sealed);
  zero.fill(0, at.commitment - 32, at.commitment);
  await rejectsWith('wrong-key', () => open(zero));
});

test('a report replayed under another report id is refused', async () => {
  await rejectsWith('tampered', () => open(sealed, { reportId: '00000000-0000-4000-8000-000000000000' }));
});

test('a report handed in by another hub is refused', async () => {
  await rejectsWith('wrong-key', () => open(sealed, { hubId: 'other.localhost' }));
});

test('moving a character from the hub id to the report id does not go unnoticed', async () => {
  await assert.rejects(
    open(sealed, { hubId: about.hubId.slice(0, -1), reportId: `${about.hubId.at(-1)}${about.reportId}` }),
  );
});

test('another private key under the same key id is refused', async () => {
  const impostor = await generateSealingKeyPair({ keyId: key.keyId });
  await rejectsWith('wrong-key', () => open(sealed, { keys: [impostor] }));
});

test('a key that was dropped opens nothing any more', async () => {
  await rejectsWith('unknown-key', () => open(sealed, { keys: [other] }));
  await rejectsWith('unknown-key', () => open(sealed, { keys: [] }));
});

test('a header that names another key of ours does not open with it', async () => {
  const renamed = Uint8Array.from(sealed);
  renamed.set(text(other.keyId), at.keyId);
  await rejectsWith('wrong-key', () => open(renamed));
});

test('more bytes than the limit are refused before any work on them', async () => {
  await rejectsWith('oversized', () => open(new Uint8Array(defaultMaximumSealedLength + 1)));
  await rejectsWith('oversized', () => open(sealed, { maximumLength: sealed.length - 1 }));
  await rejectsWith('oversized', () =>
    sealReport({ key, ...about, payload: new Uint8Array(defaultMaximumSealedLength - 100) }),
  );
  await rejectsWith('oversized', () => sealReport({ key, ...about, payload, maximumLength: sealed.length - 1 }));
  assert.equal((await sealReport({ key, ...about, payload, maximumLength: sealed.length })).length, sealed.length);
});

test('a header that announces four gigabytes is refused without making room for them', async () => {
  const huge = Uint8Array.from(sealed);
  huge.fill(0xff, at.length, at.enc);
  await rejectsWith('truncated', () => open(huge));
});

test('any bytes at all are refused by an error of ours', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 3000 }), fc.nat(at.enc), async (bytes, keep) => {
      const mixed = Uint8Array.of(...sealed.subarray(0, keep), ...bytes);
      await assert.rejects(() => open(mixed), { name: 'SealingError' });
    }),
    { numRuns: 200 },
  );
});

test('a key of another suite or of another length is refused', async () => {
  await rejectsWith('unsupported-suite', () => sealReport({ key: { ...key, suite: 'rot13' }, ...about, payload }));
  await rejectsWith('unsupported-suite', () => open(sealed, { keys: [{ ...key, suite: 'rot13' }] }));
  const short = { ...key, publicKey: key.publicKey.subarray(1), privateKey: key.privateKey.subarray(1) };
  await rejectsWith('invalid-input', () => sealReport({ key: short, ...about, payload }));
  await rejectsWith('invalid-input', () => open(sealed, { keys: [short] }));
});

test('a public key whose ML-KEM half is out of range is refused', async () => {
  const broken = { ...key, publicKey: new Uint8Array(key.publicKey.length).fill(0xff) };
  await rejectsWith('invalid-input', () => sealReport({ key: broken, ...about, payload }));
});

test('an empty or overlong id is refused', async () => {
  await rejectsWith('invalid-input', () => sealReport({ key, hubId: '', reportId: 'r', payload }));
  await rejectsWith('invalid-input', () => sealReport({ key, hubId: 'h', reportId: '\ud800', payload }));
  for (const keyId of ['', 'a b', 'ü', 'k'.repeat(65)]) {
    await rejectsWith('invalid-input', () => generateSealingKeyPair({ keyId }));
  }
});

test('a generator that returns too few bytes is refused', async () => {
  const random = () => new Uint8Array(3);
  await rejectsWith('invalid-input', () => generateSealingKeyPair({ keyId: 'k', random }));
  await rejectsWith('invalid-input', () => sealReport({ key, ...about, payload, random }));
});

test('the caller may reuse its buffers afterwards', async () => {
  const buffer = Uint8Array.from(payload);
  const pending = sealReport({ key, ...about, payload: buffer });
  buffer.fill(0);
  assert.deepEqual(await open(await pending), payload);
});
