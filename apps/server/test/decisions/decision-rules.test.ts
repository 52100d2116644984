import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Action, type MakeDecision } from '@wellhouse/protocol';
import { taxonomy } from '@wellhouse/taxonomy';
import type { z } from 'zod';
import { answerRefusalOf, type CaseFacts, isHeld, nextState, refusalOf } from '../../src/decisions/decision-rules.ts';
import { deliveryOf } from '../../src/decisions/load-decisions.ts';
import { findPolicy, policies, policiesFor } from '../../src/decisions/policies.ts';

const me = 'me';
const facts: CaseFacts = {
  state: 'open',
  level: 'VERIFIED',
  subjectKind: 'account',
  reportCount: 2,
  unreadReports: 0,
  claimedBy: me,
  removableMessages: 1,
};
type Body = z.output<typeof MakeDecision>;
const suspend: Body = { action: 'suspend', policyId: 'threats', reason: 'a reason of words', days: 7, reportCount: 2 };
const warn: Body = { ...suspend, action: 'warn', days: null };

const table: [name: string, facts: Partial<CaseFacts>, body: Body, code: string | null][] = [
  ['a proven threat', {}, suspend, null],
  ['a decided case', { state: 'decided' }, suspend, 'case-closed'],
  ['a case whose decision is held', { state: 'held' }, suspend, 'case-closed'],
  ['nobody holds the case', { claimedBy: null }, suspend, 'not-claimed'],
  ['another person holds the case', { claimedBy: 'other' }, suspend, 'already-claimed'],
  ['a report came in meanwhile', { reportCount: 3, unreadReports: 1 }, suspend, 'case-changed'],
  ['only the reports of one who reports on and on came in', { reportCount: 30 }, suspend, null],
  ['more was read than there is', { reportCount: 1 }, suspend, 'case-changed'],
  ['an action without a policy', {}, { ...warn, policyId: null }, 'invalid-request'],
  ['a policy that does not exist', {}, { ...warn, policyId: 'no-such' }, 'invalid-request'],
  ['no action needs no policy', {}, { ...warn, action: 'no-action', policyId: null }, null],
  ['a suspension without a length', {}, { ...suspend, days: null }, 'invalid-request'],
  ['a warning with a length', {}, { ...warn, days: 3 }, 'invalid-request'],
  ['suspending on words of reporters', { level: 'ASSERTED' }, suspend, 'asserted-only'],
  ['banning on words of reporters', { level: 'ASSERTED' }, { ...warn, action: 'ban' }, 'asserted-only'],
  ['removing on words of reporters', { level: 'ASSERTED' }, { ...warn, action: 'remove-message' }, 'asserted-only'],
  ['a person may warn on words of reporters', { level: 'ASSERTED' }, warn, null],
  ['a person may close on words of reporters', { level: 'ASSERTED' }, { ...warn, action: 'no-action' }, null],
  [
    'removing when no message is proven',
    { removableMessages: 0 },
    { ...warn, action: 'remove-message' },
    'asserted-only',
  ],
  ['suspending a group', { subjectKind: 'group' }, suspend, 'invalid-request'],
  ['removing messages of a group', { subjectKind: 'group' }, { ...warn, action: 'remove-message' }, null],
];
for (const [name, given, body, code] of table) {
  test(`decision: ${name}: ${code ?? 'made'}`, () => {
    const policy = body.policyId === null ? undefined : findPolicy(body.policyId);
    assert.equal(refusalOf({ ...facts, ...given }, body, me, policy)?.code ?? null, code);
  });
}

test('only a ban waits for a second person, who is never its author', () => {
  const answer = (staffId: string) => ({ staffId, approves: true, level: 'VERIFIED' as const });
  assert.deepEqual(Action.options.filter(isHeld), ['ban']);
  assert.equal(answerRefusalOf({ state: 'held', decidedBy: me }, answer(me))?.code, 'same-person');
  assert.equal(answerRefusalOf({ state: 'held', decidedBy: me }, answer('other')), null);
  assert.equal(answerRefusalOf({ state: 'in-force', decidedBy: me }, answer('other'))?.code, 'case-closed');
});

test('a held decision whose proof has fallen away meanwhile can be refused and not approved', () => {
  const held = { state: 'held' as const, decidedBy: me };
  const answer = { staffId: 'other', approves: true, level: 'ASSERTED' as const };
  assert.equal(answerRefusalOf(held, answer)?.code, 'asserted-only');
  assert.equal(answerRefusalOf(held, { ...answer, approves: false }), null);
  assert.equal(answerRefusalOf(held, { ...answer, level: 'ATTESTED' }), null);
});

test('a case moves only along the drawn lines', () => {
  const events = ['decide', 'hold', 'approve', 'refuse'] as const;
  const moves = (['open', 'held', 'decided'] as const).map((state) => events.map((event) => nextState(state, event)));
  assert.deepEqual(moves, [
    ['decided', 'held', null, null],
    [null, null, 'decided', 'open'],
    [null, null, null, null],
  ]);
});

test('every kind of abuse has a policy, and every policy names kinds that exist', () => {
  const known = new Set(taxonomy.leaves.map((leaf) => leaf.id));
  for (const leaf of known) assert.ok(policiesFor(leaf).length > 0, leaf);
  for (const category of policies.flatMap((policy) => policy.categories)) assert.ok(known.has(category), category);
});

test('the delivery of a decision is as good as its worst event', () => {
  assert.equal(deliveryOf([], false), 'none');
  assert.equal(deliveryOf(['delivered', 'pending'], false), 'pending');
  assert.equal(deliveryOf(['delivered', 'pending'], true), 'failing');
  assert.equal(deliveryOf(['dead', 'delivered'], false), 'failing');
  assert.equal(deliveryOf(['delivered'], false), 'delivered');
});
