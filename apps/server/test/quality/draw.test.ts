import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { type DrawFacts, isGoldenTurn, outcomeOf, placeOfDecision, shareFor } from '../../src/quality/draw.ts';

const key = Buffer.alloc(32, 7);
const facts: DrawFacts = { policyId: 'threats', priority: 'P2', attached: false, albums: false };

test('as many are drawn as the share says, and by a key that is not known others would be', () => {
  const ids = Array.from(
    { length: 20_000 },
    (_, n) => `${n.toString(16).padStart(8, '0')}-0000-4000-8000-000000000000`,
  );
  const drawn = (by: Buffer) => new Set(ids.filter((id) => placeOfDecision(by, id) < 0.07));
  const ours = drawn(key);
  // 1400 expected, standard deviation 36.
  assert.ok(Math.abs(ours.size - 1_400) < 200, `${ours.size}`);
  const both = [...drawn(Buffer.alloc(32, 8))].filter((id) => ours.has(id)).length;
  assert.ok(both < 200, 'two keys draw independently of each other');
});

test('a draw is the same whenever it is computed, and 0 and 100 per cent are none and all', () => {
  for (let n = 0; n < 200; n += 1) {
    const place = placeOfDecision(randomBytes(32), randomUUID());
    assert.ok(place >= 0 && place < 1);
    assert.equal(outcomeOf(place, 100, facts, false), 'drawn');
    assert.equal(outcomeOf(place, 0, facts, false), 'not-drawn');
  }
  assert.equal(placeOfDecision(key, 'a'), placeOfDecision(key, 'a'));
});

test('the first rule that fits counts, and a null fits all', () => {
  const rule = { policyId: null, priority: null, share: 1, pictures: false };
  const rules = [
    { ...rule, policyId: 'spam', share: 2 },
    { ...rule, policyId: 'threats', priority: 'P0' as const, share: 50 },
    { ...rule, priority: 'P2' as const, share: 30, pictures: true },
  ];
  assert.deepEqual(shareFor({ share: 7, rules }, facts), { share: 30, pictures: true });
  assert.deepEqual(shareFor({ share: 7, rules }, { ...facts, priority: 'P0' }), { share: 50, pictures: false });
  assert.deepEqual(shareFor({ share: 7, rules }, { ...facts, priority: 'P3' }), { share: 7, pictures: false });
});

test('nobody is shown pictures for a second review unless the policy needs it, and album pictures never', () => {
  assert.equal(outcomeOf(0, 100, { ...facts, attached: true }, false), 'pictures');
  assert.equal(outcomeOf(0, 100, { ...facts, attached: true }, true), 'drawn');
  assert.equal(outcomeOf(0, 100, { ...facts, albums: true }, true), 'pictures');
});

test('golden turns come about as often as told, at no fixed distance', () => {
  const turns = Array.from({ length: 5_000 }, (_, n) => isGoldenTurn(key, 'kim', n, 10));
  const count = turns.filter(Boolean).length;
  assert.ok(count > 380 && count < 620, `${count}`);
  const gaps = new Set(turns.flatMap((is, n) => (is ? [n] : [])).map((n, index, all) => n - (all[index - 1] ?? 0)));
  assert.ok(gaps.size > 10);
  assert.ok(!isGoldenTurn(key, 'kim', 1, 0));
});
