import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failuresOf } from '../lib/failures.ts';

test('what failed is what stands under the heading of the test runner', () => {
  const output =
    '✖ one\nℹ fail 1\n\n\u001b[31m✖ failing tests:\u001b[39m\n\ntest at a.test.ts:1:1\n✖ one\n  Error: no\n';
  assert.deepEqual(failuresOf(output), ['', 'test at a.test.ts:1:1', '✖ one', '  Error: no']);
});

test('what failed in the browser is what stands under the heading of vitest', () => {
  const output = ' ✓ other\n⎯⎯⎯⎯⎯⎯⎯ Failed Tests 1 ⎯⎯⎯⎯⎯⎯⎯\n FAIL  a.test.tsx > one\n';
  assert.deepEqual(failuresOf(output), [' FAIL  a.test.tsx > one']);
});

test('without a heading the last lines are said, and never more than sixty', () => {
  const lines = Array.from({ length: 100 }, (_, n) => `line ${n}`);
  assert.deepEqual(failuresOf(lines.join('\n')), lines.slice(-60));
  assert.equal(failuresOf(`✖ failing tests:\n${lines.join('\n')}`).length, 60);
});
