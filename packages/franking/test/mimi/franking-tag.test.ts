/** A8: HMAC reads a short key and the same key with zeros behind it as one. */
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { computeFrankingTag } from '../../src/mimi/index.ts';
import { hmacSha256 } from '../../src/primitives-node.ts';
import { ascii, join, zeros } from '../support/raw.ts';
import { seeded } from '../support/seeded.ts';

const salt = seeded('salt')(16);
const data = ascii('application data');

test('the tag is HMAC-SHA-256 under the salt', () => {
  assert.deepEqual(Buffer.from(computeFrankingTag(salt, data)), createHmac('sha256', salt).update(data).digest());
});

test('A8: a salt with a zero behind it would give the same tag, so only 16 bytes are a salt', () => {
  const padded = join(salt, zeros(1));
  assert.deepEqual(hmacSha256(padded, data), computeFrankingTag(salt, data));
  for (const wrong of [padded, salt.subarray(1), zeros(0), zeros(64)]) {
    assert.throws(() => computeFrankingTag(wrong, data), { name: 'FrankingError', code: 'invalid-argument' });
  }
});
