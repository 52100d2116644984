import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { createDigestTable } from '@wellhouse/matching';
import fc from 'fast-check';
import { halfSipHash } from '../src/half-sip-hash.ts';

function digestOf(number: number, algorithm = 'md5'): Uint8Array {
  return createHash(algorithm).update(String(number)).digest();
}

for (const [algorithm, bytes] of [
  ['md5', 16],
  ['sha1', 20],
  ['sha256', 32],
] as const) {
  test(`finds ${algorithm} digests as a plain map does, whatever is added and removed`, () => {
    const step = fc.record({ add: fc.boolean(), digest: fc.nat(30), id: fc.nat(3) });
    const property = fc.property(fc.array(step, { maxLength: 400 }), (steps) => {
      const table = createDigestTable({ bytes });
      const model = new Set<string>();
      for (const { add, digest, id } of steps) {
        const pair = `${digest}/${id}`;
        const bytes = digestOf(digest, algorithm);
        if (add) assert.equal(table.add(bytes, id), !model.has(pair));
        else assert.equal(table.remove(bytes, id), model.has(pair));
        if (add) model.add(pair);
        else model.delete(pair);
        assert.equal(table.count, model.size);
      }
      for (let digest = 0; digest <= 30; digest++) {
        const expected = [0, 1, 2, 3].filter((id) => model.has(`${digest}/${id}`));
        assert.deepEqual(table.find(digestOf(digest, algorithm)), expected);
      }
    });
    fc.assert(property, { numRuns: 60 });
  });
}

test('100,000 digests are all found while the table grows, and none after they were removed', () => {
  const table = createDigestTable({ bytes: 16 });
  const digests = Array.from({ length: 100_000 }, (_, n) => digestOf(n));
  for (const [n, digest] of digests.entries()) table.add(digest, n);
  for (const [n, digest] of digests.entries()) assert.deepEqual(table.find(digest), [n]);
  for (let n = 0; n < 100_000; n += 2) assert.ok(table.remove(digests[n] ?? new Uint8Array(16), n));
  for (const [n, digest] of digests.entries()) assert.deepEqual(table.find(digest), n % 2 === 0 ? [] : [n]);
});

test('digests that differ in one bit are different digests', () => {
  const table = createDigestTable({ bytes: 32 });
  const digest = digestOf(1, 'sha256');
  table.add(digest, 5);
  for (let bit = 0; bit < 256; bit++) {
    const other = Uint8Array.from(digest);
    other[bit >> 3] = (other[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    assert.deepEqual(table.find(other), []);
  }
});

test('digests ground to share all bits but 20 are spread over the table', () => {
  const places = new Set<number>();
  for (let n = 0; n < 4_096; n++) {
    const words = Uint32Array.of(n << 12, 7, 7, 7);
    places.add(halfSipHash(words, 0, 4, 0x1234_5678, 0x9abc_def0) % 4_096);
  }
  // 4,096 balls in 4,096 bins leave 63.2 % of the bins filled
  assert.ok(places.size > 2_450 && places.size < 2_730, `${places.size} of 4,096 places`);
});

test('another seed puts digests in other places', () => {
  const words = Uint32Array.of(1, 2, 3, 4);
  assert.notEqual(halfSipHash(words, 0, 4, 1, 2), halfSipHash(words, 0, 4, 1, 3));
  assert.notEqual(halfSipHash(words, 0, 4, 1, 2), halfSipHash(words, 0, 4, 2, 2));
});

test('refuses digests of another length, ids that are none, and floods of one digest', () => {
  const table = createDigestTable({ bytes: 16 });
  const refused = (code: string, act: () => unknown): void => {
    assert.throws(act, { name: 'MatchingError', code });
  };
  refused('invalid-argument', () => table.add(new Uint8Array(20), 1));
  refused('invalid-argument', () => table.find(new Uint8Array(15)));
  refused('invalid-argument', () => table.add(new Uint8Array(16), -1));
  refused('invalid-argument', () => createDigestTable({ bytes: 16, seed: new Uint8Array(7) }));
  for (let id = 0; id < 1_000; id++) table.add(new Uint8Array(16), id);
  refused('too-many-entries', () => table.add(new Uint8Array(16), 1_000));
  assert.equal(table.count, 1_000);
});

test('the pairs of a moment are those of then, whatever is added and removed while they are read', () => {
  const table = createDigestTable({ bytes: 20 });
  const digests = Array.from({ length: 50 }, () => crypto.getRandomValues(new Uint8Array(20)));
  for (const [id, digest] of digests.entries()) table.add(digest, id);
  const pairs = table.pairs();
  const first = pairs.next().value;
  for (const [id, digest] of digests.entries()) {
    table.remove(digest, id);
    table.add(crypto.getRandomValues(new Uint8Array(20)), 100 + id);
  }
  const read = [first, ...pairs].flatMap((pair) => (pair ? [[pair.id, Buffer.from(pair.digest).toString('hex')]] : []));
  const expected = digests.map((digest, id) => [id, Buffer.from(digest).toString('hex')]);
  assert.deepEqual(
    read.sort(([a], [b]) => Number(a) - Number(b)),
    expected,
  );
});

test('attack: a key in a Buffer is that key, and not what lies beside it in memory', () => {
  const digests = Array.from({ length: 40 }, (_, n) => digestOf(n));
  const orderUnder = (seed: Uint8Array) => {
    const table = createDigestTable({ bytes: 16, seed });
    for (const [n, digest] of digests.entries()) table.add(digest, n);
    return [...table.pairs()].map(({ id }) => id);
  };
  const seeds = [1, 2].map((fill) => new Uint8Array(8).fill(fill));
  const [first, second] = seeds.map((seed) => orderUnder(Buffer.concat([seed])));
  assert.notDeepEqual(first, second);
  assert.deepEqual([first, second], seeds.map(orderUnder));
});
