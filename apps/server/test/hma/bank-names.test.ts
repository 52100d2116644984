import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ListId } from '@wellhouse/protocol';
import fc from 'fast-check';
import { bankNameOf, listIdOf } from '../../src/hma/bank-names.ts';

const listIds = fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,62}$/);

test('a list has a name that Hasher-Matcher-Actioner takes for a bank, and the name leads back to the list', () => {
  fc.assert(
    fc.property(listIds, (listId) => {
      const name = bankNameOf(listId);
      assert.match(name, /^[A-Z_][A-Z0-9_]*$/);
      assert.equal(listIdOf(name), listId);
    }),
  );
});

test('two lists never share a name', () => {
  fc.assert(
    fc.property(listIds, listIds, (a, b) => {
      assert.equal(bankNameOf(a) === bankNameOf(b), a === b);
    }),
  );
});

test('whatever name leads to a list is the only one that does', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/)), (name) => {
      const listId = listIdOf(name);
      if (listId !== null) assert.equal(bankNameOf(ListId.parse(listId)), name);
    }),
  );
});

for (const [listId, name] of [
  ['child-safety', 'CHILD_SAFETY'],
  ['ncmec', 'NCMEC'],
  ['2024-a', '_2024_A'],
  ['a-', 'A_'],
] as const) {
  test(`${listId} is ${name}`, () => {
    assert.equal(bankNameOf(listId), name);
    assert.equal(listIdOf(name), listId);
  });
}

for (const name of ['', 'child_safety', 'CHILD-SAFETY', '2024_A', '_A', '__', 'A B', `A${'B'.repeat(63)}`, 'ÄB']) {
  test(`no list is called "${name}"`, () => assert.equal(listIdOf(name), null));
}
