/** One test for each thing that fuzzing, or writing a second implementation from the specification, found (docs/spec/fuzzing.md). */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evidenceFromJson, verifyEvidence } from '../../src/index.ts';
import { asEvidence, hubId, hubKey, makeScene } from '../support/scene.ts';

test('evidence whose scheme is nested 100,000 deep is refused like any other shape, not by a stack overflow', () => {
  const scheme: unknown = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`);
  assert.throws(() => evidenceFromJson({ scheme }), { name: 'FrankingError', code: 'invalid-value' });
});

test('the same parts in another order are another form of one disclosure, and refused', () => {
  const options = { keys: [hubKey], hubId };
  const whole = asEvidence(makeScene());
  const partly = asEvidence(makeScene(), [1]);
  for (const evidence of [
    { ...whole, revealed: whole.revealed.toReversed() },
    { ...whole, revealed: [0, 2, 1, 3].flatMap((index) => whole.revealed[index] ?? []) },
    { ...partly, hidden: partly.hidden.toReversed() },
  ]) {
    const verdict = verifyEvidence(evidence, options);
    assert.equal(verdict.ok ? 'verified' : verdict.code, 'evidence-malformed');
  }
  assert.ok(verifyEvidence(whole, options).ok && verifyEvidence(partly, options).ok);
});
