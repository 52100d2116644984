import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createHammingIndex } from '@wellhouse/matching';
import { bitPermutation } from '../src/bit-permutation.ts';
import { type Chunk, chunkRadii, cutIntoChunks } from '../src/plan-chunks.ts';
import { bruteForce, distanceUpTo, rows } from './support/brute-force.ts';
import { concat, flipBits, randomCodes, seededNumbers } from './support/random-codes.ts';

const visits = 2 ** 31;
const chunkCounts = [11, 13, 16];

/** Codes whose bits are told in the order in which chunks see them. */
function restored(codes: Uint8Array): Uint8Array {
  const plain = new Uint8Array(codes.length);
  bitPermutation().restore(codes, plain);
  return plain;
}

function bits(from: number, count: number): number[] {
  return Array.from({ length: count }, (_, n) => from + n);
}

for (const count of chunkCounts) {
  const chunks = cutIntoChunks(count);

  test(`finds neighbours at every distance from 0 to 40 across every boundary of ${count} chunks`, () => {
    const next = seededNumbers(count);
    const query = randomCodes(1, next);
    const planted: Uint8Array[] = [];
    for (const { firstBit } of chunks) {
      for (let distance = 0; distance <= 40; distance++) {
        const from = Math.min(Math.max(0, firstBit - (distance >> 1)), 256 - distance);
        planted.push(flipBits(query, distance, next, bits(from, distance)));
      }
    }
    const codes = restored(concat(...planted));
    const index = createHammingIndex(codes, { chunks: count, visits });
    const found = rows(index.search(restored(query), 31));
    assert.deepEqual(found, bruteForce(codes, restored(query), 31));
    assert.equal(found.length, count * 32);
  });

  test(`finds what only one of ${count} chunks leads to, for each chunk and each radius up to 31`, () => {
    const next = seededNumbers(count + 100);
    const query = randomCodes(1, next);
    for (const radius of count === 11 ? [0, 10, 31] : bits(0, 32)) {
      const radii = chunkRadii(count, radius);
      const planted = chunks.flatMap((_, only) => hardestNeighbour(query, chunks, radii, only, next));
      const distances = planted.map((code) => distanceUpTo(query, 0, code, 0, 256));
      assert.deepEqual(new Set(distances), new Set([radius]));
      const index = createHammingIndex(restored(concat(...planted)), { chunks: count, visits });
      assert.equal(index.search(restored(query), radius).entry.length, planted.length, `radius ${radius}`);
    }
  });
}

/** As many bits off in each chunk as just escapes it, but for one chunk: `radius` bits off in all. */
function hardestNeighbour(
  query: Uint8Array,
  chunks: readonly Chunk[],
  radii: readonly number[],
  only: number,
  next: () => number,
): Uint8Array[] {
  if ((radii[only] ?? -1) < 0) return [];
  let code = query;
  for (const [n, { firstBit, length }] of chunks.entries()) {
    code = flipBits(code, (radii[n] ?? 0) + (n === only ? 0 : 1), next, bits(firstBit, length));
  }
  return [code];
}
