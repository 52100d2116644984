import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Action, type MakeDecision } from '@wellhouse/protocol';
import { taxonomy } from '@wellhouse/taxonomy';
import type { z } from 'zod';
import { answerRefusalOf, type CaseFacts, nextState, refusalOf } from '../../src/decisions/decision-rules.ts';
import { deliveryOf } from '../../src/decisions/load-decisions.ts';
import { policiesFor } from '../../src/decisions/policies.ts';
import { isHeld } from '../../src/decisions/two-people.ts';
import policies from '../../src/schema/migrations/0012-policies.json' with { type: 'json' };

const me = 'me';
const facts: CaseFacts = {
  state: 'open',
  level: 'VERIFIED',
  subjectKind: 'account',
  reportCount: 2,
  unreadReports: 0,
  claimedBy: me,
  removableMessages: 1,
  waitingPictures: 0,
  confirmedPictures: 0,
  policyRetired: false,
  now: new Date('2026-11-27T12:00:00Z'),
};
/** Nobody has reported; the delivery service vouches for who added the pictures. */
const matchesOnly: Partial<CaseFacts> = { level: 'ATTESTED', reportCount: 0, confirmedPictures: 1 };
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
  ['a policy that was retired', { policyRetired: true }, { ...warn, policyId: 'no-such' }, 'policy-retired'],
  ['no action needs no policy', {}, { ...warn, action: 'no-action', policyId: null }, null],
  ['a suspension without a length', {}, { ...suspend, days: null }, 'invalid-request'],
  ['a warning with a length', {}, { ...warn, days: 3 }, 'invalid-request'],
  ['a limit without a length', {}, { ...warn, action: 'limit' }, 'invalid-request'],
  ['limiting on words of reporters', { level: 'ASSERTED' }, { ...suspend, action: 'limit' }, 'asserted-only'],
  ['limiting a group', { subjectKind: 'group' }, { ...suspend, action: 'limit' }, 'invalid-request'],
  ['a suspension from Monday on', {}, { ...suspend, startsAt: '2026-11-30T08:00:00Z' }, null],
  ['a suspension from yesterday on', {}, { ...suspend, startsAt: '2026-11-26T12:00:00Z' }, 'invalid-request'],
  ['a suspension from this very moment on', {}, { ...suspend, startsAt: '2026-11-27T12:00:00Z' }, 'invalid-request'],
  ['a suspension next summer', {}, { ...suspend, startsAt: '2027-06-01T12:00:00Z' }, 'invalid-request'],
  ['a warning from Monday on', {}, { ...warn, startsAt: '2026-11-30T08:00:00Z' }, 'invalid-request'],
  ['a ban from Monday on', {}, { ...warn, action: 'ban', startsAt: '2026-11-30T08:00:00Z' }, 'invalid-request'],
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
  ['a picture that nobody has answered about', { waitingPictures: 1 }, suspend, 'pictures-unanswered'],
  [
    'closing beside a picture that waits',
    { waitingPictures: 2 },
    { ...warn, action: 'no-action' },
    'pictures-unanswered',
  ],
  [
    'warning on a match that no person has confirmed',
    { ...matchesOnly, confirmedPictures: 0 },
    { ...warn, reportCount: 0 },
    'nothing-confirmed',
  ],
  [
    'suspending on a match that no person has confirmed',
    { ...matchesOnly, confirmedPictures: 0 },
    { ...suspend, reportCount: 0 },
    'nothing-confirmed',
  ],
  ['suspending on a confirmed picture', matchesOnly, { ...suspend, reportCount: 0 }, null],
  ['banning on a confirmed picture', matchesOnly, { ...warn, action: 'ban', reportCount: 0 }, null],
  [
    'closing a case whose pictures were all cleared',
    { ...matchesOnly, level: 'ASSERTED', confirmedPictures: 0 },
    { ...warn, action: 'no-action', policyId: null, reportCount: 0 },
    null,
  ],
  ['suspending on reports that are proven, beside cleared pictures', { confirmedPictures: 0 }, suspend, null],
  [
    'removing a message in a case of pictures alone',
    { ...matchesOnly, removableMessages: 0 },
    { ...warn, action: 'remove-message', reportCount: 0 },
    'asserted-only',
  ],
  ['suspending a group', { subjectKind: 'group' }, suspend, 'invalid-request'],
  ['removing messages of a group', { subjectKind: 'group' }, { ...warn, action: 'remove-message' }, null],
];
for (const [name, given, body, code] of table) {
  test(`decision: ${name}: ${code ?? 'made'}`, () => {
    const policy = policies.find((one) => one.policyId === body.policyId);
    assert.equal(refusalOf({ ...facts, ...given }, body, me, policy)?.code ?? null, code);
  });
}

test('only a ban waits for a second person, who is never its author', () => {
  const answer = (staffId: string) => ({ staffId, approves: true, level: 'VERIFIED' as const, unread: false });
  assert.deepEqual(Action.options.filter(isHeld), ['ban']);
  const parts = { author: me, wantedBefore: ['wanted'], handedOver: ['handed'], confirmed: ['confirmed'] };
  assert.equal(answerRefusalOf({ waits: true, parts }, answer(me))?.code, 'same-person');
  assert.equal(answerRefusalOf({ waits: true, parts }, answer('other')), null);
  for (const involved of ['wanted', 'handed', 'confirmed']) {
    assert.equal(answerRefusalOf({ waits: true, parts }, answer(involved))?.code, 'not-independent');
    const refused = { ...answer(involved), approves: false };
    assert.equal(answerRefusalOf({ waits: true, parts }, refused)?.code, 'not-independent');
  }
  assert.equal(answerRefusalOf({ waits: false, parts }, answer('other'))?.code, 'case-closed');
});

test('a held decision whose proof has fallen away meanwhile can be refused and not approved', () => {
  const held = { waits: true, parts: { author: me, wantedBefore: [], handedOver: [], confirmed: [] } };
  const answer = { staffId: 'other', approves: true, level: 'ASSERTED' as const, unread: false };
  assert.equal(answerRefusalOf(held, answer)?.code, 'asserted-only');
  assert.equal(answerRefusalOf(held, { ...answer, approves: false }), null);
  assert.equal(answerRefusalOf(held, { ...answer, level: 'ATTESTED' }), null);
});

test('who has not read the evidence can refuse a held decision and not agree to it', () => {
  const held = { waits: true, parts: { author: me, wantedBefore: [], handedOver: [], confirmed: [] } };
  const answer = { staffId: 'other', approves: true, level: 'VERIFIED' as const, unread: true };
  assert.equal(answerRefusalOf(held, answer)?.code, 'evidence-unread');
  assert.equal(answerRefusalOf(held, { ...answer, approves: false }), null);
  assert.equal(answerRefusalOf(held, { ...answer, unread: false }), null);
});

test('a case moves only along the drawn lines', () => {
  const events = ['decide', 'hold', 'approve', 'refuse', 'reopen'] as const;
  const moves = (['open', 'held', 'decided'] as const).map((state) => events.map((event) => nextState(state, event)));
  assert.deepEqual(moves, [
    ['decided', 'held', null, null, null],
    [null, null, 'decided', 'open', 'open'],
    [null, null, null, null, 'open'],
  ]);
});

test('every kind of abuse has a policy, and every policy names kinds that exist', () => {
  const known = new Set(taxonomy.leaves.map((leaf) => leaf.id));
  for (const leaf of known) assert.ok(policiesFor(policies, leaf).length > 0, leaf);
  for (const category of policies.flatMap((policy) => policy.categories)) assert.ok(known.has(category), category);
});

test('the delivery of a decision is as good as its worst event', () => {
  assert.equal(deliveryOf([], false), 'none');
  assert.equal(deliveryOf(['delivered', 'pending'], false), 'pending');
  assert.equal(deliveryOf(['delivered', 'pending'], true), 'failing');
  assert.equal(deliveryOf(['dead', 'delivered'], false), 'failing');
  assert.equal(deliveryOf(['delivered'], false), 'delivered');
  assert.equal(deliveryOf(['withdrawn'], false), 'withdrawn');
  assert.equal(deliveryOf(['withdrawn', 'delivered'], false), 'delivered');
});
