/** No attack of the list may lose its test, and docs/spec/attacks.md has to say where each one fails. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { attackIds, attackTests } from './support/attack-index.ts';

const tests = attackTests();

test('every attack of the list has a test that is titled with its id', () => {
  const covered = new Set(tests.map(({ id }) => id));
  assert.deepEqual(
    attackIds.filter((id) => !covered.has(id)),
    [],
  );
});

test('no test is titled with an id that is not in the list', () => {
  const unknown = tests.filter(({ id }) => !attackIds.includes(id));
  assert.deepEqual(unknown, []);
});

test('the table of docs/spec/attacks.md has one row for each attack, in order, and names files that hold its tests', () => {
  const text = readFileSync(new URL('../../../../docs/spec/attacks.md', import.meta.url), 'utf8');
  const rows = [...text.matchAll(/^\| ([A-D]\d+) +\|(.*)\|$/gm)];
  assert.deepEqual(
    rows.map(([, id]) => id),
    attackIds,
  );
  for (const [, id, cells = ''] of rows) {
    const named = [...cells.matchAll(/`((?:attacks|mimi)\/[\w/-]+\.test\.ts)`/g)].map(([, file]) => file ?? '');
    const holding = new Set(tests.filter((item) => item.id === id).map(({ file }) => file));
    assert.ok(named.length > 0, `${id} names no test file`);
    for (const file of named) assert.ok(holding.has(file), `${file} holds no test of ${id}`);
  }
});
