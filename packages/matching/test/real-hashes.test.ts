import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { createHammingIndex } from '@wellhouse/matching';
import { bruteForce, rows } from './support/brute-force.ts';
import { concat, flipBits, seededNumbers } from './support/random-codes.ts';

const file = fileURLToPath(new URL('../../../../shared/data/pdq/hashlists/derived-60k-crops.pdqbin', import.meta.url));
const skip = existsSync(file) ? false : 'no ../shared';

test('finds what brute force finds among 60,000 hashes of real pictures', { skip }, () => {
  const codes = new Uint8Array(readFileSync(file));
  const next = seededNumbers(23);
  const picked = Array.from({ length: 60 }, () => {
    const at = (next() % (codes.length / 32)) * 32;
    return flipBits(codes.subarray(at, at + 32), next() % 40, next);
  });
  const queries = concat(...picked);
  const expected = bruteForce(codes, queries, 31);
  assert.ok(expected.length > 30);
  assert.deepEqual(rows(createHammingIndex(codes).search(queries, 31)), expected);
  assert.deepEqual(rows(createHammingIndex(codes, { chunks: 13 }).search(queries, 31)), expected);
});
