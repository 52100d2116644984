import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { parseHash } from '@wellhouse/fingerprint';
import { createMatchIndex } from '@wellhouse/matching';
import fc from 'fast-check';
import { createKnownIndex, digestBytes, type KnownIndex } from '../../src/lists/known/known-index.ts';
import { chunksOf, readDigests } from '../../src/lists/known/known-snapshot-chunks.ts';

const kinds = ['pdq', 'md5', 'sha1', 'sha256'] as const;
/** Entry `id` is always of one kind and has one value, shared by two of eight in a row. */
const kindOf = (id: number) => kinds[id % 4] ?? 'pdq';
function printOf(id: number): Buffer {
  const kind = kindOf(id);
  const bytes = kind === 'pdq' ? 32 : digestBytes[kind];
  return createHash('sha256')
    .update(`${kind} ${Math.floor(id / 8)}`)
    .digest()
    .subarray(0, bytes);
}
const change = (id: number, isThere: boolean) => ({ id, kind: kindOf(id), value: isThere ? printOf(id) : null });
function foundIn(index: KnownIndex, id: number): number[] {
  const kind = kindOf(id);
  const hex = printOf(id).toString('hex');
  const prints = { pdq: [], md5: null, sha1: null, sha256: null };
  const picture =
    kind === 'pdq'
      ? { ...prints, pdq: [{ variant: 'original' as const, hash: parseHash(hex) }] }
      : { ...prints, [kind]: hex };
  return index
    .search(picture, 0)
    .map(({ entryId }) => Number(entryId))
    .sort((a, b) => a - b);
}

test('whatever comes, goes and comes back in what order, what is there is found and nothing else', () => {
  const step = fc.record({ ids: fc.uniqueArray(fc.nat(60), { maxLength: 20 }), isThere: fc.boolean() });
  const property = fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
    const index = createKnownIndex();
    const there = new Set<number>();
    for (const { ids, isThere } of steps) {
      // Nothing goes that never came: the caller leaves that out.
      const changes = isThere ? ids : ids.filter((id) => there.has(id));
      index.take(changes.map((id) => change(id, isThere)));
      for (const id of changes) isThere ? there.add(id) : there.delete(id);
    }
    for (let id = 0; id <= 60; id += 1) {
      const same = [...there].filter((each) => kindOf(each) === kindOf(id) && printOf(each).equals(printOf(id)));
      assert.deepEqual(
        foundIn(index, id),
        same.sort((a, b) => a - b),
      );
    }
    assert.equal(index.count, there.size);
    index.close();
  });
  fc.assert(property, { numRuns: 100 });
});

test('what is captured is what was there then, whatever comes and goes while it is read', () => {
  const index = createKnownIndex();
  const ids = Array.from({ length: 2_000 }, (_, id) => id);
  index.take(ids.map((id) => change(id, true)));
  index.take([5, 6, 7].map((id) => change(id, false)));
  const chunks = chunksOf(index.capture());
  const first = chunks.next().value;
  index.take(ids.filter((id) => id % 2 === 0).map((id) => change(id, false)));
  index.take([5, 7, 3_001].map((id) => change(id, true)));
  const read: number[] = [];
  for (const chunk of [first, ...chunks]) {
    if (chunk === undefined || chunk.kind === 'pdq') continue;
    for (const { id, value, kind } of readDigests(chunk.kind, Buffer.from(chunk.bytes))) {
      assert.deepEqual({ kind, value: Buffer.from(value ?? []) }, { kind: kindOf(id), value: printOf(id) });
      read.push(id);
    }
  }
  const expected = ids.filter((id) => kindOf(id) !== 'pdq' && ![5, 6, 7].includes(id));
  assert.deepEqual(
    read.sort((a, b) => a - b),
    expected,
  );
  index.close();
});

test('digests that went are forgotten together, and what comes back meanwhile is kept', async () => {
  const index = createKnownIndex(createMatchIndex());
  const ids = Array.from({ length: 120_000 }, (_, id) => id).filter((id) => kindOf(id) !== 'pdq');
  index.take(ids.map((id) => change(id, true)));
  const went = ids.filter((id) => id % 3 === 0);
  index.take(went.map((id) => change(id, false)));
  let pauses = 0;
  await index.sweep(async () => {
    pauses += 1;
    if (pauses === 1) index.take(went.slice(-3).map((id) => change(id, true)));
  });
  assert(pauses > 0);
  assert.equal(index.count, ids.length - went.length + 3);
  assert.equal([...index.capture().digests.md5].filter(({ id }) => went.slice(0, -3).includes(id)).length, 0);
  for (const id of went.slice(-3)) assert(foundIn(index, id).includes(id));
  index.take(went.slice(0, 3).map((id) => change(id, true)));
  for (const id of went.slice(0, 3)) assert(foundIn(index, id).includes(id));
  index.close();
});

test('attack: a crowd around a picture, however large, does not hide an entry that is farther off', () => {
  const index = createKnownIndex();
  const base = createHash('sha256').update('crowded').digest();
  const changed = (...bits: readonly number[]): Buffer => {
    const code = Buffer.from(base);
    for (const bit of bits) code[bit >> 3] = (code[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    return code;
  };
  const crowd: Buffer[] = [];
  for (let a = 0; a < 256; a += 1) for (let b = 0; b < a; b += 1) crowd.push(changed(a, b));
  index.take(crowd.map((value, n) => ({ id: n + 1, kind: 'pdq', value })));
  const victim = changed(...Array.from({ length: 20 }, (_, n) => n * 7));
  index.take([{ id: 1_000_000, kind: 'pdq', value: victim }]);
  const picture = { pdq: [{ variant: 'original' as const, hash: parseHash(base.toString('hex')) }] };
  const found = index.search({ ...picture, md5: null, sha1: null, sha256: null }, 31);
  assert.equal(found.length, crowd.length + 1);
  assert.equal(found.at(-1)?.entryId, '1000000');
  index.close();
});
