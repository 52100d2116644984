import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { effectiveStanding, goodStanding, type StandingDecision } from '../../src/enforcement/account-standing.ts';

const day = (n: number) => new Date(Date.UTC(2026, 0, n));
const decision = (more: Partial<StandingDecision>): StandingDecision => ({
  action: 'suspend',
  state: 'in-force',
  inForceAt: day(1),
  until: day(10),
  endedAt: null,
  ...more,
});

test('several decisions on one account hold beside one another, and the hardest of each kind counts', () => {
  const all = [
    decision({}),
    decision({ until: day(20) }),
    decision({ action: 'limit', until: day(30) }),
    decision({ action: 'warn', until: null }),
  ];
  assert.deepEqual(effectiveStanding(all, day(5)), {
    banned: false,
    suspendedUntil: day(20),
    limitedUntil: day(30),
  });
  assert.deepEqual(effectiveStanding(all, day(25)), { ...goodStanding, limitedUntil: day(30) });
  assert.deepEqual(effectiveStanding(all, day(30)), goodStanding);
  assert.equal(effectiveStanding([...all, decision({ action: 'ban', until: null })], day(99)).banned, true);
});

test('what waits, was refused, taken back or has not begun holds nothing', () => {
  const none = [
    decision({ state: 'held' }),
    decision({ state: 'scheduled', inForceAt: null }),
    decision({ state: 'undone', endedAt: day(2) }),
    decision({ state: 'overturned', endedAt: day(2) }),
    decision({ endedAt: day(2) }),
    decision({ inForceAt: day(8) }),
  ];
  assert.deepEqual(effectiveStanding(none, day(5)), goodStanding);
});

test('the order in which decisions are looked at makes no difference', () => {
  const any = fc.record({
    action: fc.constantFrom('limit' as const, 'suspend' as const, 'ban' as const),
    state: fc.constantFrom('in-force', 'undone'),
    inForceAt: fc.integer({ min: 1, max: 20 }).map(day),
    until: fc.integer({ min: 1, max: 40 }).map(day),
    endedAt: fc.option(fc.integer({ min: 1, max: 20 }).map(day)),
  });
  fc.assert(
    fc.property(fc.array(any, { maxLength: 6 }), fc.integer({ min: 1, max: 40 }), (all, now) => {
      assert.deepEqual(effectiveStanding(all.toReversed(), day(now)), effectiveStanding(all, day(now)));
    }),
  );
});
