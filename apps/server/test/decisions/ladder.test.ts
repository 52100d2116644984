import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LadderStep, placeholdersIn } from '@wellhouse/protocol';
import fc from 'fast-check';
import { stateOf } from '../../src/decisions/policy-versions.ts';
import { proposeAction } from '../../src/decisions/propose-action.ts';
import { activeStrikes, strikeState } from '../../src/decisions/strikes.ts';
import { needsTwoPeople, notSecondOf } from '../../src/decisions/two-people.ts';
import { undoRefusalOf, undoWindowMs, whyNotEnd } from '../../src/decisions/undo-rules.ts';
import policies from '../../src/schema/migrations/0012-policies.json' with { type: 'json' };

const step = (fromStrikes: number, fromSeverity: number, action: LadderStep['action'], days: number | null = null) => ({
  fromStrikes,
  fromSeverity,
  action,
  days,
});
const ladder = [step(0, 0, 'warn'), step(0, 80, 'suspend', 7), step(1, 0, 'suspend', 30), step(3, 0, 'ban')];
const policy = { policyId: 'threats', ladder };
const facts = { policy, strikes: 0, severity: 50, level: 'VERIFIED', subject: 'account' } as const;

const proposals: [
  name: string,
  given: Partial<Parameters<typeof proposeAction>[0]>,
  action: string,
  days: number | null,
  why: string,
][] = [
  ['a first time', {}, 'warn', null, 'first'],
  ['a first time that is grave', { severity: 95 }, 'suspend', 7, 'severity'],
  ['a second time', { strikes: 1 }, 'suspend', 30, 'strikes'],
  ['a second time that is grave', { strikes: 2, severity: 95 }, 'suspend', 30, 'strikes'],
  ['the limit of a record', { strikes: 3 }, 'ban', null, 'strikes'],
  ['a first time that nothing proves', { severity: 95, level: 'ASSERTED' }, 'warn', null, 'severity,only-asserted'],
  [
    'the limit of a record, and nothing proves it',
    { strikes: 9, level: 'ASSERTED' },
    'warn',
    null,
    'strikes,only-asserted',
  ],
  ['a group with proven messages', { severity: 95, subject: 'group' }, 'remove-message', null, 'severity,group'],
  ['a group of which nothing is proven', { subject: 'group', level: 'ASSERTED' }, 'no-action', null, 'first,group'],
  ['a ladder that begins higher', { policy: { ...policy, ladder: [step(1, 0, 'ban')] } }, 'no-action', null, 'no-step'],
];
for (const [name, given, action, days, why] of proposals) {
  test(`proposal: ${name}: ${action}`, () => {
    const proposal = proposeAction({ ...facts, ...given });
    assert.deepEqual([proposal.action, proposal.days], [action, days]);
    assert.equal(proposal.why.map(({ code }) => code).join(), why);
  });
}

test('a longer record or a graver kind never lowers what a shipped ladder proposes', () => {
  const order = ['no-action', 'warn', 'remove-message', 'limit', 'suspend', 'ban'];
  const counts = fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 100 }));
  fc.assert(
    fc.property(fc.constantFrom(...policies), counts, counts, (one, [strikes, severity], [more, graver]) => {
      const shipped = { policyId: one.policyId, ladder: LadderStep.array().parse(one.ladder) };
      const low = proposeAction({ ...facts, policy: shipped, strikes, severity });
      const high = proposeAction({
        ...facts,
        policy: shipped,
        strikes: strikes + more,
        severity: Math.min(100, severity + graver),
      });
      const rank = order.indexOf(high.action) - order.indexOf(low.action);
      assert.ok(rank > 0 || (rank === 0 && (high.days ?? 0) >= (low.days ?? 0)));
    }),
  );
});

const day = (n: number) => new Date(Date.UTC(2026, 0, n));
const strike = (more: object = {}) => ({
  policy_id: 'threats',
  weight: 1,
  at: day(1),
  expires_at: day(10) as Date | null,
  ended_at: null as Date | null,
  ...more,
});

test('a strike counts from its decision until it expires or the decision falls, and under its policy alone', () => {
  assert.equal(strikeState(strike(), day(5)), 'active');
  assert.equal(strikeState(strike(), day(10)), 'expired');
  assert.equal(strikeState(strike({ expires_at: null }), day(9_999)), 'active');
  assert.equal(strikeState(strike({ ended_at: day(3) }), day(5)), 'ended');
  const record = [strike(), strike({ weight: 2 }), strike({ policy_id: 'spam' }), strike({ ended_at: day(2) })];
  assert.equal(activeStrikes(record, 'threats', day(5)), 3);
  assert.equal(activeStrikes(record, 'threats', day(11)), 0);
});

test('of the approved versions the latest that has begun is in force, and none before it begins', () => {
  const version = (name: string, from: number, state: 'approved' | 'proposed' | 'refused' = 'approved') => ({
    policy_id: 'spam',
    version: name,
    state,
    effective_from: day(from),
    answered_at: state === 'proposed' ? null : day(1),
  });
  const all = [
    version('a', 1),
    version('b', 5),
    version('c', 9),
    version('d', 2, 'proposed'),
    version('e', 3, 'refused'),
  ];
  const at = (now: Date) => all.map((one) => stateOf(one, all, now)).join();
  assert.equal(at(day(4)), 'in-force,coming,coming,proposed,refused');
  assert.equal(at(day(5)), 'retired,in-force,coming,proposed,refused');
  assert.equal(at(day(99)), 'retired,retired,in-force,proposed,refused');
});

const undo = { action: 'suspend', state: 'in-force', endedWhy: null, decidedBy: 'kim', decidedAt: day(1) } as const;
const soon = new Date(day(1).getTime() + undoWindowMs - 1);
const late = new Date(day(1).getTime() + undoWindowMs);
const undoing: [
  string,
  Partial<Parameters<typeof undoRefusalOf>[0]>,
  { staffId: string; approves: boolean },
  Date,
  string | null,
][] = [
  ['its author, in time', {}, { staffId: 'kim', approves: false }, soon, null],
  ['its author, too late', {}, { staffId: 'kim', approves: false }, late, 'undo-over'],
  ['another reviewer', {}, { staffId: 'lou', approves: false }, soon, 'not-yours'],
  ['a lead', {}, { staffId: 'lou', approves: true }, soon, null],
  [
    'its author, of what waits for long',
    { action: 'ban', state: 'held' },
    { staffId: 'kim', approves: false },
    late,
    null,
  ],
  ['its author, of what begins next week', { state: 'scheduled' }, { staffId: 'kim', approves: false }, late, null],
  [
    'a lead, of a ban that two people decided',
    { action: 'ban' },
    { staffId: 'lou', approves: true },
    soon,
    'undo-over',
  ],
  ['twice', { state: 'undone', endedWhy: 'undo' }, { staffId: 'kim', approves: false }, soon, 'decision-closed'],
  ['what was refused', { state: 'refused' }, { staffId: 'kim', approves: false }, soon, 'decision-closed'],
  [
    'what an appeal has overturned',
    { state: 'overturned', endedWhy: 'appeal' },
    { staffId: 'kim', approves: true },
    soon,
    'decision-closed',
  ],
  ['a clock that went back', {}, { staffId: 'kim', approves: false }, day(0), null],
];
for (const [name, given, who, now, code] of undoing) {
  test(`undo: ${name}: ${code ?? 'done'}`, () => {
    assert.equal(undoRefusalOf({ ...undo, ...given }, who, now)?.code ?? null, code);
  });
}

test('what has run out can still fall on appeal, and not by itself a second time', () => {
  const over = { state: 'in-force', ended: 'expired' } as const;
  assert.equal(whyNotEnd(over, 'appeal'), null);
  assert.equal(whyNotEnd(over, 'reversed'), null);
  assert.equal(whyNotEnd(over, 'expired')?.code, 'decision-closed');
  assert.equal(whyNotEnd({ state: 'held', ended: null }, 'appeal')?.code, 'decision-closed');
  assert.equal(whyNotEnd({ state: 'in-force', ended: null }, 'cancelled')?.code, 'decision-closed');
});

test('what can be undone needs one person, what cannot two, whatever it is', () => {
  assert.equal(needsTwoPeople('suspend'), false);
  assert.equal(needsTwoPeople('suspend', { reversible: false }), true);
  assert.equal(needsTwoPeople('ban', { reversible: true }), true);
  const parts = { author: 'a', wantedBefore: ['b'], handedOver: ['c'], confirmed: ['d'] };
  const why = ['a', 'b', 'c', 'd', 'e'].map((staffId) => notSecondOf(parts, staffId));
  assert.deepEqual(why, ['author', 'wanted-before', 'handed-over', 'confirmed-picture', null]);
});

test('a text of the team names the placeholders of the list and no others', () => {
  assert.deepEqual([...(placeholdersIn('Until {until}: {days} days, {days}') ?? [])].sort(), ['days', 'until']);
  for (const text of ['{reporter} told us', '{{days}}', 'a { brace', '{}', '{DAYS}'])
    assert.equal(placeholdersIn(text), null);
});
