import assert from 'node:assert/strict';
import { test } from 'node:test';
import { figuresOf, type MisuseRecord, proposalOf } from '../../src/appeals/misuse-rules.ts';

const record = (
  [unfounded, total, grave, deliberate]: [number, number, number, number],
  more: Partial<MisuseRecord> = {},
): MisuseRecord => ({
  figures: figuresOf({ unfounded, total, grave, deliberate }),
  sinceWarning: null,
  paused: false,
  ...more,
});

test('numbers and share together make a habit; gravity with intention counts beside them', () => {
  const table: [[number, number, number, number], 'warn' | null][] = [
    [[0, 0, 0, 0], null],
    [[2, 2, 0, 0], null],
    [[3, 3, 0, 0], 'warn'],
    [[3, 6, 0, 0], 'warn'],
    [[3, 7, 0, 0], null],
    [[50, 200, 0, 0], null],
    [[2, 40, 1, 2], 'warn'],
    [[2, 40, 0, 2], null],
    [[2, 40, 2, 1], null],
    [[1, 1, 1, 1], null],
  ];
  for (const [counts, expected] of table) assert.equal(proposalOf(record(counts)), expected, String(counts));
});

test('a pause is proposed only after a warning that stands and did not help', () => {
  const habit: [number, number, number, number] = [5, 5, 0, 0];
  const malice: [number, number, number, number] = [5, 5, 2, 3];
  assert.equal(proposalOf(record(habit, { sinceWarning: null })), 'warn');
  assert.equal(proposalOf(record(habit, { sinceWarning: 0 })), null);
  assert.equal(proposalOf(record(habit, { sinceWarning: 1 })), null);
  assert.equal(proposalOf(record(habit, { sinceWarning: 2 })), 'pause');
  assert.equal(proposalOf(record(malice, { sinceWarning: 0 })), null);
  assert.equal(proposalOf(record(malice, { sinceWarning: 1 })), 'pause');
  assert.equal(proposalOf(record(habit, { sinceWarning: 3, paused: true })), null);
});

test('a share is never more than all, whatever of the reports is left', () => {
  assert.deepEqual(figuresOf({ unfounded: 4, total: 1, grave: 0, deliberate: 0 }), {
    unfounded: 4,
    total: 4,
    share: 1,
    grave: 0,
    deliberate: 0,
  });
  assert.equal(figuresOf({ unfounded: 0, total: 0, grave: 0, deliberate: 0 }).share, 0);
});
