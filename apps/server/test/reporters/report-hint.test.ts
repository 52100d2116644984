import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hintOf, weighsOf } from '../../src/reporters/report-hint.ts';

const rows = [
  { upheld: 0, dismissed: 0, hint: null, why: 'nothing is decided' },
  { upheld: 0, dismissed: 2, hint: null, why: 'twice is no habit' },
  { upheld: 0, dismissed: 3, hint: 'misuse', why: 'three times without ground' },
  { upheld: 1, dismissed: 3, hint: 'misuse', why: 'mostly without ground' },
  { upheld: 2, dismissed: 3, hint: null, why: 'as often right as wrong' },
  { upheld: 2, dismissed: 0, hint: null, why: 'held twice' },
  { upheld: 3, dismissed: 0, hint: 'stalking', why: 'held three times' },
  { upheld: 4, dismissed: 2, hint: 'stalking', why: 'mostly held' },
  { upheld: 5, dismissed: 3, hint: null, why: 'neither one nor the other' },
] as const;

for (const { hint, why, ...pair } of rows) {
  test(`${pair.upheld} upheld and ${pair.dismissed} not about one person hint at ${hint ?? 'nothing'}: ${why}`, () => {
    assert.equal(hintOf(pair), hint);
  });
}

test('what somebody’s word weighs is said as one voice, more, half or little', () => {
  const now = new Date('2026-11-27T12:00:00Z');
  const weighs = (upheld: number, dismissed: number) => weighsOf({ upheld, dismissed, asOf: now }, now);
  assert.equal(weighsOf(null, now), 'half', 'somebody of whom nothing is known');
  assert.deepEqual([weighs(0, 0), weighs(3, 0), weighs(30, 0), weighs(0, 3)], ['half', 'full', 'more', 'little']);
});
