import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Action, AppealSide, HearingOutcome } from '@wellhouse/protocol';
import {
  type AppealFacts,
  appealRefusalOf,
  appealStatusOf,
  hearingDueAt,
  milderChoicesOf,
  milderRefusalOf,
  notHearerOf,
  openAppealsLimit,
  outcomesOf,
  type Part,
  sidesToldOf,
} from '../../src/appeals/appeal-rules.ts';

const now = new Date('2026-11-27T10:00:00Z');
const later = (days: number) => new Date(now.getTime() + days * 86_400_000);
const standing = { action: 'suspend' as Action, state: 'in-force' as const, endedWhy: null };
const facts: AppealFacts = { decision: standing, until: later(10), made: false, open: 0, paused: false };

test('an appeal can be made while the decision stands, once, in time, also when it has run out', () => {
  const table: [Partial<AppealFacts>, ReturnType<typeof appealRefusalOf>][] = [
    [{}, null],
    [{ decision: { ...standing, endedWhy: 'expired' } }, null],
    [{ decision: { ...standing, state: 'scheduled' } }, null],
    [{ decision: { ...standing, state: 'undone', endedWhy: 'undo' } }, 'decision-closed'],
    [{ decision: { ...standing, state: 'overturned', endedWhy: 'appeal' } }, 'decision-closed'],
    [{ decision: { ...standing, state: 'held' } }, 'decision-closed'],
    [{ decision: { ...standing, state: 'refused' } }, 'decision-closed'],
    [{ made: true }, 'appeal-made'],
    [{ until: now }, null],
    [{ until: new Date(now.getTime() - 1) }, 'appeal-over'],
    [{ paused: true }, 'appealing-paused'],
    [{ open: openAppealsLimit - 1 }, null],
    [{ open: openAppealsLimit }, 'too-many-appeals'],
  ];
  for (const [given, expected] of table) assert.equal(appealRefusalOf({ ...facts, ...given }, now), expected);
});

test('a week is the clock, and two days where a life or a child was at stake', () => {
  assert.equal(hearingDueAt(now, 'P0').getTime() - now.getTime(), 48 * 3_600_000);
  for (const priority of ['P1', 'P2', 'P3'] as const) {
    assert.equal(hearingDueAt(now, priority).getTime() - now.getTime(), 7 * 86_400_000);
  }
});

test('whoever had any part in the case cannot hear it, and is told the gravest', () => {
  const parts: Part[] = [
    { staffId: 'kim', part: 'confirmed-picture' },
    { staffId: 'kim', part: 'author' },
    { staffId: 'lou', part: 'second-person' },
    { staffId: 'max', part: 'took-back' },
    { staffId: 'noa', part: 'confirmed-picture' },
    { staffId: 'ola', part: 'heard-before' },
  ];
  assert.deepEqual(
    ['kim', 'lou', 'max', 'noa', 'ola', 'pia'].map((staffId) => notHearerOf(parts, staffId)),
    ['author', 'second-person', 'took-back', 'confirmed-picture', 'heard-before', null],
  );
});

test('an appeal never makes it worse for who appeals alone', () => {
  const table: [Action, AppealSide[], number, HearingOutcome[]][] = [
    ['suspend', ['person'], 2, ['uphold', 'milder', 'overturn']],
    ['warn', ['person'], 0, ['uphold', 'overturn']],
    ['suspend', ['reporter'], 2, ['uphold', 'reopen']],
    ['no-action', ['reporter'], 0, ['uphold', 'reopen']],
    ['suspend', ['person', 'reporter'], 2, ['uphold', 'milder', 'overturn', 'reopen']],
  ];
  for (const [action, sides, milder, expected] of table) {
    assert.deepEqual(outcomesOf({ ...standing, action }, new Set(sides), milder), expected);
  }
  const fallen = { ...standing, state: 'overturned' as const, endedWhy: 'reversed' as const };
  assert.deepEqual(outcomesOf(fallen, new Set(['reporter'] as const), 0), ['overturn']);
});

test('what takes the place of a decision is milder, and ends no later', () => {
  const choices = (action: Action, days: number | null, kind: 'account' | 'group' = 'account') =>
    milderChoicesOf({ ...standing, action, until: days === null ? null : later(days) }, kind, now).map(
      (choice) => `${choice.action} ${choice.maxDays ?? '-'}`,
    );
  assert.deepEqual(choices('ban', null), ['warn -', 'limit 365', 'suspend 365']);
  assert.deepEqual(choices('suspend', 30), ['warn -', 'limit 30', 'suspend 29']);
  assert.deepEqual(choices('suspend', 1), ['warn -', 'limit 1']);
  assert.deepEqual(choices('suspend', -5), ['warn -'], 'what has run out can still become a warning');
  assert.deepEqual(choices('limit', 7), ['warn -', 'limit 6']);
  assert.deepEqual(choices('remove-message', null), ['warn -']);
  assert.deepEqual(choices('warn', null), []);
  assert.deepEqual(choices('no-action', null), []);
  assert.deepEqual(choices('remove-message', null, 'group'), []);
});

test('something harder, longer or without a length it needs is refused with the field', () => {
  const choices = milderChoicesOf({ ...standing, until: later(30) }, 'account', now);
  const refused = (action: Action, days: number | null) => milderRefusalOf(choices, { action, days })?.field;
  assert.equal(refused('suspend', 29), undefined);
  assert.equal(refused('warn', null), undefined);
  assert.equal(refused('suspend', 30), '/body/milder/days');
  assert.equal(refused('suspend', null), '/body/milder/days');
  assert.equal(refused('warn', 3), '/body/milder/days');
  assert.equal(refused('ban', null), '/body/milder/action');
  assert.equal(refused('no-action', null), '/body/milder/action');
  assert.equal(milderRefusalOf(choices, null)?.field, '/body/milder');
});

test('reasons are owed to who appealed, and to the person for whom something changes', () => {
  const told = (outcome: HearingOutcome, action: Action, sides: AppealSide[]) =>
    [...sidesToldOf(outcome, { action }, new Set(sides))].sort();
  assert.deepEqual(told('uphold', 'suspend', ['person']), ['person']);
  assert.deepEqual(told('uphold', 'suspend', ['reporter']), ['reporter']);
  assert.deepEqual(told('reopen', 'suspend', ['reporter']), ['person', 'reporter']);
  assert.deepEqual(told('reopen', 'no-action', ['reporter']), ['reporter'], 'who was never told of anything');
});

test('a reporter does not learn from an appeal how hard it hit', () => {
  const open = { outcome: null, sameForReporter: false };
  assert.equal(appealStatusOf('person', { ...open, claimed: false }), 'received');
  assert.equal(appealStatusOf('reporter', { ...open, claimed: true }), 'in-review');
  const milder = { claimed: false, outcome: 'milder' as const };
  assert.equal(appealStatusOf('person', { ...milder, sameForReporter: true }), 'partly');
  assert.equal(appealStatusOf('reporter', { ...milder, sameForReporter: true }), 'upheld');
  assert.equal(appealStatusOf('reporter', { ...milder, sameForReporter: false }), 'partly');
  const heard = (outcome: HearingOutcome) =>
    appealStatusOf('person', { claimed: false, outcome, sameForReporter: false });
  assert.deepEqual((['uphold', 'overturn', 'reopen'] as const).map(heard), ['upheld', 'overturned', 'reopened']);
});
