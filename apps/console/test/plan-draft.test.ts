import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codesOf, skillsOf } from '../src/screens/queues/plan-draft.ts';

test('codes of a rule may stand with commas or spaces between them', () => {
  const upper = (code: string): string => code.toUpperCase();
  assert.deepEqual(codesOf('de, MX fr  de', upper), ['DE', 'MX', 'FR']);
  assert.equal(codesOf('  ,', upper), null);
});

test('a skill may hold a space', () => {
  assert.deepEqual(skillsOf('german, child safety'), ['german', 'child safety']);
});
