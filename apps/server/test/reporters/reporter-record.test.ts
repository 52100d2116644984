import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { fade, type ReporterRecord, strangerWeight, trustOf, weightOf } from '../../src/reporters/reporter-record.ts';

const now = new Date('2026-11-27T12:00:00Z');
const after = (days: number) => new Date(now.getTime() + days * 86_400_000);
const record = (upheld: number, dismissed: number): ReporterRecord => ({ upheld, dismissed, asOf: now });
const weight = (upheld: number, dismissed: number, days = 0) => weightOf(record(upheld, dismissed), after(days));

test('slow to trust: two right reports are not enough, three are, and each further one adds less', () => {
  assert.equal(weightOf(null, now), strangerWeight);
  assert.deepEqual(
    [0, 1, 2, 3].map((upheld) => trustOf(record(upheld, 0), now)),
    ['new', 'new', 'new', 'trusted'],
  );
  const steps = [0, 1, 2, 3, 4, 5, 6].map((upheld) => weight(upheld + 1, 0) - weight(upheld, 0));
  assert.ok(steps.every((step, index) => step > 0 && step < (steps[index - 1] ?? 1)));
  assert.ok(weight(30, 0) < 2);
});

test('a wrong report takes from trust at once, and three in a row leave nearly none', () => {
  assert.ok(weight(3, 1) < weight(3, 0));
  assert.equal(trustOf(record(3, 1), now), 'new', 'just trusted, and not any more');
  assert.equal(trustOf(record(0, 2), now), 'new');
  assert.equal(trustOf(record(0, 3), now), 'doubted');
});

test('quick to recover: after two weeks wrong reports count half, and nobody is doubted longer than six weeks', () => {
  assert.ok(weight(0, 3, 14) > weight(0, 3));
  assert.equal(trustOf(record(0, 3), after(14)), 'new');
  assert.equal(trustOf(record(0, 12), after(42)), 'new', 'the most that is held against anybody');
  assert.ok(weight(0, 12, 60) > 0.8 * strangerWeight);
});

test('slow to forget: what was right still counts half after half a year, when what was wrong is gone', () => {
  const later = fade(record(8, 8), after(180));
  assert.ok(Math.abs(later.upheld - 4) < 1e-9 && later.dismissed < 0.01);
  assert.equal(trustOf(record(10, 3), after(60)), 'trusted');
});

test('who is as often wrong as right is never trusted, however much they report', () => {
  for (const many of [1, 5, 10, 12]) assert.equal(trustOf(record(many, many), now), 'new');
});

test('a right report never lowers a weight, a wrong one never raises it, and every weight is above 0 and below 2', () => {
  const amount = fc.double({ min: 0, max: 30, noNaN: true });
  fc.assert(
    fc.property(amount, amount, fc.integer({ min: 0, max: 1_000 }), (upheld, dismissed, days) => {
      const base = weight(upheld, dismissed, days);
      assert.ok(base > 0 && base < 2);
      assert.ok(weight(upheld + 1, dismissed, days) >= base);
      assert.ok(weight(upheld, dismissed + 1, days) <= base);
    }),
  );
});

test('a clock that goes back fades nothing', () => {
  assert.deepEqual(fade(record(4, 2), after(-3)), record(4, 2));
});
