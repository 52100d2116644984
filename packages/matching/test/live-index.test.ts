import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMatchIndex, loadMatchIndex, type MatchIndex, type MatchIndexOptions } from '@wellhouse/matching';
import fc from 'fast-check';
import { distanceUpTo } from './support/brute-force.ts';
import { hasCode } from './support/has-code.ts';
import { concat, flipBits, randomCodes, seededNumbers } from './support/random-codes.ts';

/** What a list should hold, as plainly as can be. */
type Model = Map<number, Uint8Array>;

function expectedIds(model: Model, query: Uint8Array, radius: number): number[] {
  const near = [...model].filter(([, code]) => distanceUpTo(code, 0, query, 0, radius) <= radius);
  return near.map(([id]) => id).sort((a, b) => a - b);
}

function assertSame(index: MatchIndex, model: Model, query: Uint8Array): void {
  const ids = [...index.search(query, 31).entry].sort((a, b) => a - b);
  assert.deepEqual(ids, expectedIds(model, query, 31));
  assert.equal(index.count, model.size);
}

/** Background work that goes one step further only when a test says so. */
function steps(): { pause: () => Promise<void>; advance: (count: number) => Promise<void> } {
  let waiting: (() => void)[] = [];
  return {
    pause: () => new Promise((resolve) => waiting.push(resolve)),
    async advance(count) {
      for (let n = 0; n < count; n++) {
        const now = waiting;
        waiting = [];
        for (const resolve of now) resolve();
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
  };
}

const command = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('add' as const), count: fc.integer({ min: 1, max: 3 }) }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('addMany' as const), count: fc.integer({ min: 0, max: 40 }) }),
  },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('remove' as const), count: fc.integer({ min: 1, max: 12 }) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('addAgain' as const), count: fc.constant(1) }) },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('advance' as const), count: fc.integer({ min: 1, max: 4 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('compact' as const), count: fc.constant(1) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('reload' as const), count: fc.constant(1) }) },
);

test('under any interleaving of changes and rebuilds, answers are those of a plain list', async () => {
  const property = fc.asyncProperty(
    fc.integer({ min: 1, max: 2 ** 31 - 1 }),
    fc.constantFrom(30, 100, 30_000_000),
    fc.array(command, { minLength: 20, maxLength: 60 }),
    async (seed, shardEntries, commands) => {
      const next = seededNumbers(seed);
      const query = randomCodes(1, next);
      const newCode = (): Uint8Array => flipBits(query, next() % 40, next);
      const { pause, advance } = steps();
      const options: MatchIndexOptions = { shardEntries, freshEntries: 8, stepEntries: 4, pause };
      const model: Model = new Map();
      const gone: number[] = [];
      let index = createMatchIndex(options);
      let lastId = 0;
      const anId = (): number => [...model.keys()][next() % Math.max(1, model.size)] ?? -1;
      for (const { kind, count } of commands) {
        if (kind === 'advance') await advance(count);
        if (kind === 'compact') void index.compact();
        if (kind === 'addMany') {
          const ids = Array.from({ length: count }, (_, n) => lastId + (n % 2 === 0 ? n + 2 : n));
          lastId += count + 2;
          const codes = ids.map(newCode);
          index.addMany(ids, concat(...codes));
          for (const [n, id] of ids.entries()) model.set(id, codes[n] ?? query);
        }
        for (let n = 0; n < count; n++) {
          if (kind === 'add') model.set(++lastId, newCode());
          if (kind === 'add') index.add(lastId, model.get(lastId) ?? query);
          if (kind === 'remove' && model.size > 0) {
            const id = anId();
            assert.equal(index.remove(id), model.delete(id));
            assert.equal(index.has(id), false);
            gone.push(id);
          }
          const old = kind === 'addAgain' ? gone.pop() : undefined;
          if (old !== undefined) model.set(old, newCode());
          if (old !== undefined) index.add(old, model.get(old) ?? query);
        }
        if (kind === 'reload') {
          const loading = loadMatchIndex([...index.snapshot()], { ...options, pause: async () => undefined });
          index.close();
          index = await loading;
        }
        assertSame(index, model, query);
      }
    },
  );
  await fc.assert(property, { numRuns: 60 });
});

test('an entry that is removed while its segment is being rebuilt does not come back with the new one', async () => {
  const next = seededNumbers(31);
  const { pause, advance } = steps();
  const index = createMatchIndex({ freshEntries: 16, stepEntries: 4, pause });
  const code = randomCodes(1, next);
  for (let id = 0; id < 65; id++) index.add(id, code);
  assert.ok(index.stats().rebuilding);
  for (let id = 0; index.stats().rebuilding; id++) {
    assert.ok(index.remove(id));
    assert.equal(hasCode(index, code, id), false);
    await advance(1);
    assert.equal(hasCode(index, code, id), false);
  }
  assert.equal(index.stats().segments, 1);
  assert.ok(index.count < 60);
  assert.equal(index.search(code).entry.length, index.count);
});

test('answers are whole at every step of a rebuild', async () => {
  const next = seededNumbers(37);
  const { pause, advance } = steps();
  const index = createMatchIndex({ pause });
  const codes = randomCodes(40_000, next);
  index.addMany(
    Array.from({ length: 20_000 }, (_, n) => n),
    codes.subarray(0, 640_000),
  );
  index.addMany(
    Array.from({ length: 20_000 }, (_, n) => n + 20_000),
    codes.subarray(640_000),
  );
  void index.compact();
  let stepsDone = 0;
  do {
    for (const id of [0, 19_999, 20_000, 39_999]) {
      assert.ok(hasCode(index, codes.subarray(id * 32, id * 32 + 32), id), `entry ${id} at step ${stepsDone}`);
    }
    await advance(1);
  } while (index.stats().rebuilding && ++stepsDone < 1_000);
  assert.ok(stepsDone > 10);
  assert.equal(index.stats().segments, 1);
});

test('a list beyond one shard is searched as one', async () => {
  const next = seededNumbers(41);
  const code = randomCodes(1, next);
  const index = createMatchIndex({ shardEntries: 100, freshEntries: 8 });
  index.addMany(
    Array.from({ length: 1_001 }, (_, n) => n),
    concat(...Array.from({ length: 1_001 }, () => code)),
  );
  assert.equal(index.stats().segments, 11);
  assert.equal(index.search(code, 31, 5_000).entry.length, 1_001);
  for (let id = 0; id < 1_001; id += 2) index.remove(id);
  await index.compact();
  assert.equal(index.stats().segments, 5);
  assert.equal(index.stats().removed, 0);
  assert.deepEqual(
    [...index.search(code, 31, 5_000).entry].filter((id) => id % 2 === 0),
    [],
  );
});

test('entries that come one by one end in few segments', async () => {
  const next = seededNumbers(43);
  const index = createMatchIndex({ freshEntries: 16 });
  for (let id = 0; id < 5_000; id++) index.add(id, randomCodes(1, next));
  await index.settled();
  assert.ok(index.stats().segments <= 15, `${index.stats().segments} segments`);
  assert.equal(index.count, 5_000);
});

test('a rebuild that fails leaves the list as it was, says why, and is tried again', async () => {
  const next = seededNumbers(47);
  let broken = true;
  const pause = async (): Promise<void> => {
    if (broken) throw new Error('no memory left');
  };
  const index = createMatchIndex({ freshEntries: 8, pause });
  const code = randomCodes(1, next);
  for (let id = 0; id < 41; id++) index.add(id, code);
  await index.settled();
  assert.equal(index.stats().failure?.message, 'no memory left');
  assert.equal(index.search(code).entry.length, 41);
  broken = false;
  index.remove(3);
  await index.settled();
  assert.equal(index.stats().failure, null);
  assert.equal(index.search(code).entry.length, 40);
});

test('refuses an id that is taken, codes and ids that do not fit, and leaves the list as it was', () => {
  const next = seededNumbers(53);
  const index = createMatchIndex();
  const code = randomCodes(1, next);
  index.add(1, code);
  const refused = (code: string, act: () => unknown): void => {
    assert.throws(act, { name: 'MatchingError', code });
  };
  refused('id-taken', () => index.add(1, code));
  refused('id-taken', () => index.addMany([2, 1], concat(code, code)));
  refused('id-taken', () => index.addMany([2, 2], concat(code, code)));
  refused('invalid-argument', () => index.addMany([2, 3], code));
  refused('invalid-argument', () => index.add(-1, code));
  refused('invalid-argument', () => index.add(1.5, code));
  refused('invalid-argument', () => index.add(2, code.subarray(1)));
  refused('invalid-argument', () => index.search(code.subarray(1)));
  refused('invalid-argument', () => index.search(code, 256));
  refused('invalid-argument', () => index.search(code, 31, 0));
  refused('invalid-argument', () => createMatchIndex({ shardEntries: 0 }));
  assert.equal(index.count, 1);
  assert.deepEqual([...index.search(code).entry], [1]);
  assert.equal(index.remove(2), false);
  index.close();
  refused('closed', () => index.search(code));
  refused('closed', () => index.add(2, code));
});

test('keeps ids up to 2^53 - 1 apart', () => {
  const code = randomCodes(1, seededNumbers(59));
  const index = createMatchIndex();
  index.addMany([Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER - 1, 0], concat(code, code, code));
  assert.ok(index.remove(Number.MAX_SAFE_INTEGER - 1));
  assert.deepEqual([...index.search(code).entry].sort(), [0, Number.MAX_SAFE_INTEGER]);
});
