import assert from 'node:assert/strict';
import { test } from 'node:test';
import { add, readTally, tallyLine } from '../lib/tally.ts';

test('the closing lines of the test runner are read, cancelled tests as failed', () => {
  const output = 'ℹ tests 5\nℹ pass 2\nℹ fail 1\nℹ cancelled 1\nℹ skipped 1\nℹ todo 0\n';
  assert.deepEqual(readTally(output), { passed: 2, failed: 2, skipped: 1 });
});

test('the plain closing line is read', () => {
  assert.deepEqual(readTally('noise\n\u001b[32m12 passed, 3 failed, 1 skipped\u001b[0m\n'), {
    passed: 12,
    failed: 3,
    skipped: 1,
  });
});

test('output without a closing line has no tally', () => {
  assert.equal(readTally('Segmentation fault'), null);
});

test('tallies add up and are printed as one line', () => {
  const sum = add({ passed: 1, failed: 0, skipped: 0 }, { passed: 2, failed: 1, skipped: 3 });
  assert.equal(tallyLine(sum), '3 passed, 1 failed, 3 skipped');
  assert.equal(tallyLine({ passed: 1, failed: 0, skipped: 0 }), '1 passed, 0 failed');
});
