/** One test for each thing that fuzzing, or writing a second implementation from the specification, found (docs/spec/fuzzing.md). */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evidenceFromJson, evidenceToJson, verifyEvidence } from '../../src/index.ts';
import { decodeMimiContent, encodeMimiContent } from '../../src/mimi/index.ts';
import { array, bstr, rawMimiContent, tstr, uint, withExtensions } from '../mimi/support/cbor.ts';
import { ascii, bytes } from '../support/raw.ts';
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

test('a minus before the zero of an index makes no second form of a disclosure: it is read as 0', () => {
  const json = JSON.stringify(evidenceToJson(asEvidence(makeScene())));
  const minus = json.replace('"index":0', '"index":-0');
  assert.notEqual(minus, json);
  assert.deepEqual(evidenceFromJson(JSON.parse(minus)), evidenceFromJson(JSON.parse(json)));
});

test('F0: an integer of a MIMI content written as a float is a second encoding, and refused; in an extension a float may stand', () => {
  const one = bytes(0xf9, 0x3c, 0x00);
  const body = (first: Uint8Array, cardinality: Uint8Array) =>
    array(first, tstr(''), cardinality, tstr('text/plain'), bstr(ascii('hello')));
  const honest = rawMimiContent({ body: body(uint(1), uint(1)) });
  assert.deepEqual(encodeMimiContent(decodeMimiContent(honest)), honest);
  for (const content of [
    rawMimiContent({ body: body(one, uint(1)) }),
    rawMimiContent({ body: body(uint(1), one) }),
    rawMimiContent({ expires: array(bytes(0xf5), one) }),
  ]) {
    assert.throws(() => decodeMimiContent(content), { name: 'FrankingError', code: 'invalid-value' });
  }
  assert.equal(decodeMimiContent(withExtensions([uint(300), one])).otherExtensions.get(300), 1);
});

test('a verdict quotes nothing of the stamp: the name of a hub cannot move the cursor of the terminal that shows it', () => {
  const scene = makeScene({ context: { hubId: 'other\u0000\u001b[2J\u009b31m\u202e' } });
  const verdict = verifyEvidence(asEvidence(scene), { keys: [hubKey], hubId });
  assert.ok(!verdict.ok);
  assert.equal(verdict.code, 'hub-mismatch');
  assert.match(verdict.detail, /^[ -~]+$/);
});
