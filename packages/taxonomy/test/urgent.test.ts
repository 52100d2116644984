import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isUrgentReport, taxonomy } from '@wellhouse/taxonomy';

const spam = { category: 'spam', audience: 'adult', answers: { danger: 'no', about: 'me' } } as const;

test('danger now, a child who reports or is meant, and kinds that cost lives or children make a report urgent', () => {
  const plain = taxonomy.leaves.find((leaf) => !leaf.lifeDanger && !leaf.childInvolved);
  const calm = { ...spam, category: plain?.id ?? '' };
  assert.equal(isUrgentReport(calm), false);
  assert.equal(isUrgentReport({ ...calm, answers: { danger: 'now', about: 'me' } }), true);
  assert.equal(isUrgentReport({ ...calm, answers: { danger: 'no', about: 'a-child' } }), true);
  assert.equal(isUrgentReport({ ...calm, audience: 'child' }), true);
  for (const leaf of taxonomy.leaves) {
    assert.equal(isUrgentReport({ ...calm, category: leaf.id }), leaf.lifeDanger || leaf.childInvolved, leaf.id);
  }
});

test('a kind that this version does not know is urgent rather than refused', () => {
  assert.equal(isUrgentReport({ ...spam, category: 'from.the.future' }), true);
});
