import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMatchIndex, loadMatchIndex, type MatchIndex } from '@wellhouse/matching';
import fc from 'fast-check';
import { concat, randomCodes, seededNumbers } from './support/random-codes.ts';

/** Two segments, newest entries, and removed ones in each. */
function sampleIndex(): { index: MatchIndex; codes: Uint8Array; left: number[] } {
  const codes = randomCodes(900, seededNumbers(61));
  const index = createMatchIndex({ freshEntries: 200 });
  const ids = Array.from({ length: 900 }, (_, n) => n * 3);
  index.addMany(ids.slice(0, 400), codes.subarray(0, 400 * 32));
  index.addMany(ids.slice(400, 800).reverse(), reversed(codes.subarray(400 * 32, 800 * 32)));
  for (let n = 800; n < 900; n++) index.add(n * 3, codes.subarray(n * 32, n * 32 + 32));
  for (const n of [0, 399, 500, 801, 899]) index.remove(n * 3);
  return { index, codes, left: ids.filter((id) => ![0, 399, 500, 801, 899].includes(id / 3)) };
}

function reversed(codes: Uint8Array): Uint8Array {
  return concat(...Array.from({ length: codes.length / 32 }, (_, n) => codes.subarray(n * 32, n * 32 + 32)).reverse());
}

const sample = sampleIndex();
const blocks = [...sample.index.snapshot()];
const whole = concat(...blocks);

async function codeOf(bytes: Uint8Array): Promise<string> {
  try {
    const index = await loadMatchIndex([bytes]);
    index.close();
    return 'loaded';
  } catch (error) {
    if (error instanceof Error && 'code' in error) return String(error.code);
    throw error;
  }
}

test('what is loaded answers as what was saved, in whatever pieces the bytes come', async () => {
  const property = fc.asyncProperty(fc.integer({ min: 1, max: 20_000 }), async (size) => {
    const pieces: Uint8Array[] = [];
    for (let at = 0; at < whole.length; at += size) pieces.push(whole.subarray(at, at + size), new Uint8Array(0));
    const index = await loadMatchIndex(pieces, { shardEntries: 150 });
    const { query, entry } = index.search(sample.codes, 0);
    assert.deepEqual([...entry], sample.left);
    assert.deepEqual(
      [...query],
      sample.left.map((id) => id / 3),
    );
    assert.equal(index.count, sample.left.length);
    index.close();
  });
  await fc.assert(property, { numRuns: 12 });
});

test('a snapshot holds the moment at which it was asked for', async () => {
  const { index, left } = sampleIndex();
  const later = index.snapshot();
  const first = left[0] ?? -1;
  index.remove(first);
  index.add(9_999, randomCodes(1, seededNumbers(1)));
  await index.compact();
  const loaded = await loadMatchIndex(later);
  assert.equal(loaded.has(first), true);
  assert.equal(loaded.has(9_999), false);
  assert.equal(loaded.count, left.length);
});

test('an empty index is saved and loaded', async () => {
  const loaded = await loadMatchIndex(createMatchIndex().snapshot());
  assert.equal(loaded.count, 0);
});

test('a snapshot with any one bit turned is refused', async () => {
  const next = seededNumbers(67);
  const places = [...Array(64).keys(), ...Array.from({ length: 120 }, () => next() % whole.length), whole.length - 1];
  for (const at of places) {
    const turned = whole.slice();
    turned[at] = (turned[at] ?? 0) ^ (1 << (next() % 8));
    const expected =
      at < 8 ? ['snapshot-foreign'] : at < 12 ? ['snapshot-version'] : ['snapshot-damaged', 'snapshot-truncated'];
    assert.ok(expected.includes(await codeOf(turned)), `byte ${at}`);
  }
});

test('a snapshot that was cut off is refused', async () => {
  const ends = new Set([0, 1, 7, 8, 12, 16, 40, whole.length - 1, whole.length - 8]);
  let at = 0;
  for (const block of blocks.slice(0, -1)) {
    at += block.length;
    ends.add(at);
  }
  for (const end of ends) assert.equal(await codeOf(whole.subarray(0, end)), 'snapshot-truncated', `${end} bytes`);
});

test('what is no snapshot, of another version, too large, or followed by more is refused', async () => {
  assert.equal(await codeOf(new TextEncoder().encode('pdq 0f0f0f0f0f0f\n'.repeat(9))), 'snapshot-foreign');
  const newer = whole.slice();
  newer[8] = 2;
  assert.equal(await codeOf(newer), 'snapshot-version');
  assert.equal(await codeOf(concat(whole, Uint8Array.of(0))), 'snapshot-damaged');
  await assert.rejects(loadMatchIndex([whole], { entriesMost: 894 }), { code: 'snapshot-too-large' });
});

test('blocks that were swapped are refused', async () => {
  const [header, a, b, ...rest] = blocks;
  if (!header || !a || !b) throw new Error('the sample has two blocks');
  assert.equal(await codeOf(concat(header, b, a, ...rest)), 'snapshot-damaged');
});

test('a stream that fails hands on its failure', async () => {
  const failing = (async function* (): AsyncGenerator<Uint8Array> {
    yield whole.subarray(0, 100);
    throw new Error('connection reset');
  })();
  await assert.rejects(loadMatchIndex(failing), { message: 'connection reset' });
});
