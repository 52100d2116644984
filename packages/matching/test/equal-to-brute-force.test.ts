import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createHammingIndex, createMatchIndex } from '@wellhouse/matching';
import fc from 'fast-check';
import { bruteForce, rows } from './support/brute-force.ts';
import { concat, flipBits, randomCodes, seededNumbers } from './support/random-codes.ts';

/** So many visits that these short lists are searched by the index all the same. */
const visits = 2 ** 31;

function assertEqual(codes: Uint8Array, queries: Uint8Array, radius: number, chunks?: number): void {
  const index = createHammingIndex(codes, chunks === undefined ? {} : { chunks, visits });
  assert.deepEqual(rows(index.search(queries, radius)), bruteForce(codes, queries, radius));
}

test('finds what brute force finds in random lists with planted neighbours, at every radius', () => {
  const property = fc.property(
    fc.integer({ min: 1, max: 2 ** 31 - 1 }),
    fc.integer({ min: 0, max: 400 }),
    fc.integer({ min: 0, max: 70 }),
    fc.constantFrom(0, 14, 16, 24, 32),
    (seed, count, radius, chunks) => {
      const next = seededNumbers(seed);
      const queries = randomCodes(1 + (seed % 20), next);
      const planted: Uint8Array[] = [];
      for (let n = 0; n < count / 2; n++) {
        const q = next() % (queries.length / 32);
        planted.push(flipBits(queries.subarray(q * 32, q * 32 + 32), next() % (radius + 4), next));
      }
      assertEqual(concat(randomCodes(count, next), ...planted), queries, radius, chunks);
    },
  );
  fc.assert(property, { numRuns: 60 });
});

test('answers an empty list, a list of one and no queries', () => {
  const next = seededNumbers(7);
  const code = randomCodes(1, next);
  for (const chunks of [0, 16]) {
    assertEqual(new Uint8Array(0), code, 31, chunks);
    assertEqual(code, concat(code, flipBits(code, 31, next), flipBits(code, 32, next)), 31, chunks);
    assertEqual(code, new Uint8Array(0), 31, chunks);
  }
});

test('finds all of 10,000 near-duplicates, each once', () => {
  const next = seededNumbers(11);
  const query = randomCodes(1, next);
  const near = Array.from({ length: 10_000 }, () => flipBits(query, next() % 36, next));
  const codes = concat(randomCodes(3_000, next), ...near);
  for (const chunks of [13, 16]) assertEqual(codes, concat(query, randomCodes(3, next)), 31, chunks);
});

test('finds all of a list of equal codes, each once', () => {
  const next = seededNumbers(13);
  const code = randomCodes(1, next);
  const codes = concat(...Array.from({ length: 6_000 }, () => code));
  const queries = concat(...[0, 1, 30, 31, 32].map((bits) => flipBits(code, bits, next)));
  for (const chunks of [0, 13, 16]) assertEqual(codes, queries, 31, chunks);
});

test('finds all of a flood, each once, at whatever chunk a query gives the index up', () => {
  const next = seededNumbers(12);
  const query = randomCodes(1, next);
  const near = Array.from({ length: 1_000 }, () => flipBits(query, next() % 36, next));
  const codes = concat(randomCodes(1_000, next), ...near);
  const expected = bruteForce(codes, query, 31);
  for (const chunks of [13, 16]) {
    for (const most of [300, 1_500, 2_000, 2_500, 3_000, 4_000, 5_000, 6_000, 7_000]) {
      const index = createHammingIndex(codes, { chunks, visits: most });
      assert.deepEqual(rows(index.search(query, 31)), expected, `${chunks} chunks, ${most} visits`);
    }
  }
});

test('answers more matches than any buffer holds', () => {
  const next = seededNumbers(14);
  const code = randomCodes(1, next);
  const codes = new Uint8Array(120_000 * 32);
  for (let at = 0; at < codes.length; at += 32) codes.set(code, at);
  const queries = concat(...[0, 9, 31, 32].map((bits) => flipBits(code, bits, next)));
  for (const options of [{}, { chunks: 13, visits }, { chunks: 16, visits }]) {
    const { query, entry, distance, limited } = createHammingIndex(codes, options).search(queries, 31);
    assert.equal(entry.length, 360_000);
    assert.equal(limited.length, 0);
    for (const [q, bits] of [0, 9, 31].entries()) {
      assert.deepEqual([query[q * 120_000], distance[q * 120_000]], [q, bits]);
      assert.equal(new Set(entry.subarray(q * 120_000, (q + 1) * 120_000)).size, 120_000);
    }
  }
});

test('a limit holds for each query, and a query that reaches it is named', () => {
  const next = seededNumbers(15);
  const queries = randomCodes(3, next);
  const near = [9, 100, 101].flatMap((count, q) =>
    Array.from({ length: count }, () => flipBits(queries.subarray(q * 32, q * 32 + 32), next() % 32, next)),
  );
  for (const options of [{ chunks: 0 }, { chunks: 16, visits }]) {
    const { query, limited } = createHammingIndex(concat(...near), options).search(queries, 31, 100);
    assert.deepEqual(
      [0, 1, 2].map((q) => query.filter((other) => other === q).length),
      [9, 100, 100],
    );
    assert.deepEqual([...limited], [1, 2]);
  }
});

test('finds what brute force finds where most chunks of all codes are zero', () => {
  const next = seededNumbers(17);
  const zero = new Uint8Array(32);
  const codes = concat(...Array.from({ length: 5_000 }, () => flipBits(zero, next() % 50, next)));
  const queries = concat(...Array.from({ length: 6 }, (_, n) => flipBits(zero, n * 6, next)));
  for (const chunks of [13, 16]) assertEqual(codes, queries, 31, chunks);
});

test('finds what brute force finds at radii from 0 to 255, without any option', () => {
  const next = seededNumbers(19);
  const codes = randomCodes(20_000, next);
  const queries = randomCodes(8, next);
  for (let distance = 0; distance <= 40; distance++) {
    const q = distance % 8;
    codes.set(flipBits(queries.subarray(q * 32, q * 32 + 32), distance, next), distance * 32 * 17);
  }
  for (const radius of [0, 1, 15, 31, 40, 255]) assertEqual(codes, queries.subarray(0, radius > 40 ? 32 : 256), radius);
});

test('attack: queries in a Buffer are left as they are, and found again the second time', () => {
  const codes = randomCodes(200, seededNumbers(11));
  const live = createMatchIndex();
  live.addMany(
    Array.from({ length: 200 }, (_, n) => n),
    codes,
  );
  const queries = Buffer.from(codes.slice(0, 40 * 32));
  for (const index of [live, createHammingIndex(codes)]) {
    for (let times = 0; times < 2; times++) {
      assert.deepEqual(
        [...index.search(queries, 0).entry],
        Array.from({ length: 40 }, (_, n) => n),
      );
      assert.deepEqual(new Uint8Array(queries), codes.slice(0, 40 * 32));
    }
  }
});
