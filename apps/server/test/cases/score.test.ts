import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EvidenceLevel } from '@wellhouse/protocol';
import { taxonomy } from '@wellhouse/taxonomy';
import fc from 'fast-check';
import { bestLevel, clockOf, rankOf, reporterFactor, type ScoreInput, scoreOf, whyOf } from '../../src/cases/score.ts';

const plain: ScoreInput = {
  severity: 40,
  child: false,
  lifeDanger: false,
  dangerNow: false,
  level: 'VERIFIED',
  reporters: 1,
};

const table: [name: string, input: Partial<ScoreInput>, score: number][] = [
  ['severity alone', {}, 40],
  ['attested', { level: 'ATTESTED' }, 32],
  ['asserted', { level: 'ASSERTED' }, 24],
  ['a child', { child: true }, 60],
  ['a life', { lifeDanger: true }, 60],
  ['a child whose life is in danger', { child: true, lifeDanger: true }, 90],
  ['danger right now, whatever the category', { dangerNow: true }, 135],
  ['danger right now in a worse category', { dangerNow: true, severity: 100, lifeDanger: true }, 150],
  ['two reporters', { reporters: 2 }, 50],
  ['a crowd doubles at most', { reporters: 1_000_000 }, 80],
];
for (const [name, input, score] of table) {
  test(`score: ${name}`, () => assert.equal(scoreOf({ ...plain, ...input }), score));
}

const inputs = fc.record<ScoreInput>({
  severity: fc.integer({ min: 0, max: 100 }),
  child: fc.boolean(),
  lifeDanger: fc.boolean(),
  dangerNow: fc.boolean(),
  level: fc.constantFrom(...EvidenceLevel.options),
  reporters: fc.integer({ min: 1, max: 1_000_000 }),
});

test('a further reporter, better proof, a child or danger never lowers a score', () => {
  fc.assert(
    fc.property(inputs, (input) => {
      const score = scoreOf(input);
      assert.ok(scoreOf({ ...input, reporters: input.reporters + 1 }) >= score);
      assert.ok(scoreOf({ ...input, level: 'VERIFIED' }) >= score);
      assert.ok(scoreOf({ ...input, child: true }) >= score);
      assert.ok(scoreOf({ ...input, lifeDanger: true }) >= score);
      assert.ok(scoreOf({ ...input, dangerNow: true }) >= score);
    }),
  );
});

test('one unproven report of any abuse of a child stands before a month of spam from any crowd', () => {
  const spam = taxonomy.leaves.find((leaf) => leaf.id === 'spam.bulk');
  assert.ok(spam);
  const now = new Date('2026-11-24T12:00:00Z');
  const monthAgo = new Date(now.getTime() - 30 * 86_400_000);
  const crowd = scoreOf({ ...plain, severity: spam.severity, reporters: 1_000_000 });
  for (const leaf of taxonomy.leaves.filter((one) => one.childInvolved)) {
    const { severity, lifeDanger } = leaf;
    const child = scoreOf({ ...plain, severity, lifeDanger, child: true, level: 'ASSERTED' });
    assert.ok(rankOf(child, now) > rankOf(crowd, monthAgo), leaf.id);
  }
});

test('rank orders as score plus waiting does, at every moment', () => {
  const moment = fc.date({ min: new Date('2026-01-01'), max: new Date('2027-01-01'), noInvalidDate: true });
  const scores = fc.integer({ min: 0, max: 4_000 }).map((tenths) => tenths / 10);
  fc.assert(
    fc.property(scores, moment, scores, moment, fc.integer({ min: 0, max: 400 }), (a, openedA, b, openedB, days) => {
      const now = Date.UTC(2027, 0, 1) + days * 86_400_000;
      const atNow = (score: number, opened: Date) => score + (now - opened.getTime()) / 86_400_000;
      const difference = atNow(a, openedA) - atNow(b, openedB);
      if (Math.abs(difference) > 1e-6) assert.equal(rankOf(a, openedA) > rankOf(b, openedB), difference > 0);
    }),
  );
});

test('the reporters of a case count by the logarithm', () => {
  assert.deepEqual([1, 2, 4, 8, 16, 1_000].map(reporterFactor), [1, 1.25, 1.5, 1.75, 2, 2]);
});

test('why says in words what raised the score', () => {
  const why = whyOf({ ...plain, child: true, dangerNow: true, level: 'ASSERTED', reporters: 3 }, 'Bullying');
  assert.deepEqual(why, [
    'Bullying: severity 40 of 100',
    'A reporter says there is danger right now',
    'A child is involved',
    'Nothing is proven yet; reporters say so',
    '3 people reported it',
  ]);
});

test('danger right now is due within the hour and never later than its category', () => {
  assert.deepEqual(clockOf({ priority: 'P3', firstReviewMinutes: 21_600 }, true), {
    priority: 'P0',
    firstReviewMinutes: 60,
  });
  assert.deepEqual(clockOf({ priority: 'P0', firstReviewMinutes: 30 }, true).firstReviewMinutes, 30);
  assert.deepEqual(clockOf({ priority: 'P2', firstReviewMinutes: 4_320 }, false).priority, 'P2');
});

test('the best level among items counts; nothing counts as ASSERTED', () => {
  assert.equal(bestLevel([]), 'ASSERTED');
  assert.equal(bestLevel(['ASSERTED', 'ATTESTED']), 'ATTESTED');
  assert.equal(bestLevel(['ATTESTED', 'VERIFIED', 'ASSERTED']), 'VERIFIED');
});
