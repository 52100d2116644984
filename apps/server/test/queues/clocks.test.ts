import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PagingPlan } from '@wellhouse/protocol';
import { type ClockFacts, clocksOf } from '../../src/queues/clocks.ts';
import { stagesDue } from '../../src/queues/page-stages.ts';

const opened = new Date('2026-11-27T08:00:00Z');
const at = (minutes: number) => new Date(opened.getTime() + minutes * 60_000);
const hours = 60;

function facts(given: Partial<ClockFacts> & Pick<ClockFacts, 'category' | 'priority' | 'clockMinutes'>): ClockFacts {
  return {
    openedAt: opened,
    dueAt: at(given.clockMinutes),
    firstReviewAt: null,
    decidedAt: null,
    orderAt: null,
    ...given,
  };
}
const intimate = facts({ category: 'adult.ncii', priority: 'P1', clockMinutes: 24 * hours });
const said = (given: ClockFacts, now: Date) =>
  clocksOf(given, now).map(({ kind, dueAt, state }) => [kind, (dueAt.getTime() - opened.getTime()) / 60_000, state]);

test('a threat to a life: somebody looks in a quarter of an hour and decides in an hour', () => {
  const threat = facts({ category: 'threat.life', priority: 'P0', clockMinutes: 60 });
  assert.deepEqual(said(threat, at(1)), [
    ['review', 15, 'running'],
    ['decision', 60, 'running'],
  ]);
  assert.deepEqual(said({ ...threat, firstReviewAt: at(10) }, at(61)), [
    ['review', 15, 'kept'],
    ['decision', 60, 'broken'],
  ]);
});

test('an intimate image: 24 hours of ours, and the 48 hours of two laws as one clock', () => {
  assert.deepEqual(said(intimate, at(25 * hours)), [
    ['review', 60, 'broken'],
    ['decision', 24 * hours, 'broken'],
    ['law', 48 * hours, 'running'],
  ]);
  assert.deepEqual(
    clocksOf(intimate, opened).flatMap(({ law }) => law ?? []),
    ['us-take-it-down'],
  );
});

test("a law's clock counts from the first report: nothing that joins moves it, no look stops it, the decision does", () => {
  const law = (given: Partial<ClockFacts>, now: Date) => said({ ...intimate, ...given }, now).at(-1);
  assert.deepEqual(law({ dueAt: at(10) }, at(5)), ['law', 48 * hours, 'running']);
  assert.deepEqual(law({ firstReviewAt: at(3) }, at(49 * hours)), ['law', 48 * hours, 'broken']);
  assert.deepEqual(law({ decidedAt: at(47 * hours) }, at(99 * hours)), ['law', 48 * hours, 'kept']);
  assert.deepEqual(law({ decidedAt: at(49 * hours) }, at(99 * hours)), ['law', 48 * hours, 'broken']);
});

test("terrorist content: a report starts no hour, an authority's order does", () => {
  const terror = facts({ category: 'terror.content', priority: 'P1', clockMinutes: 240 });
  assert.equal(
    clocksOf(terror, opened).some(({ kind }) => kind === 'law'),
    false,
  );
  assert.deepEqual(said({ ...terror, orderAt: at(30) }, at(31)).at(-1), ['law', 90, 'running']);
});

test('a report that brings the decision closer starts its clock anew from there', () => {
  const spam = facts({ category: 'spam.bulk', priority: 'P0', clockMinutes: 60 });
  const [, decision] = clocksOf({ ...spam, dueAt: at(10 * 24 * hours) }, at(10 * 24 * hours - 30));
  assert.equal(decision?.startedAt.toISOString(), at(10 * 24 * hours - 60).toISOString());
});

const plan: PagingPlan = { percents: [50, 80, 100], againMinutes: 5, lowest: 'P3' };
function calls(given: ClockFacts, claimed: boolean, now: Date) {
  const { due, passed, lookAt } = stagesDue(
    { priority: given.priority, claimed, clocks: clocksOf(given, now) },
    plan,
    now,
  );
  const names = (stages: typeof due) => stages.map(({ clock, stage }) => `${clock} ${stage}`);
  return { due: names(due), passed: names(passed), next: (lookAt.getTime() - opened.getTime()) / 60_000 };
}
const threat = facts({ category: 'threat.life', priority: 'P0', clockMinutes: 60 });

test('P0 calls at once and every five minutes until somebody has claimed it; then before its hour is over', () => {
  assert.deepEqual(calls(threat, false, at(0)), { due: ['decision now'], passed: [], next: 5 });
  assert.deepEqual(calls(threat, false, at(4.9)), { due: ['decision now'], passed: [], next: 5 });
  assert.deepEqual(calls(threat, false, at(5)), { due: ['decision again-1'], passed: [], next: 10 });
  assert.deepEqual(calls(threat, true, at(5)), { due: [], passed: [], next: 10 });
  assert.deepEqual(calls(threat, true, at(31)).due, ['decision 50%']);
  assert.deepEqual(calls(threat, true, at(61)), {
    due: ['decision 100%'],
    passed: ['decision 50%', 'decision 80%'],
    next: 66,
  });
  assert.deepEqual(calls({ ...threat, decidedAt: at(4) }, false, at(61)).due, []);
});

test('others call at 50, 80 and 100 percent of each clock, once for all that was missed', () => {
  assert.deepEqual(calls(intimate, false, at(0)), { due: [], passed: [], next: 30 });
  assert.deepEqual(calls(intimate, false, at(30)), { due: ['review 50%'], passed: [], next: 48 });
  assert.deepEqual(calls(intimate, false, at(12 * hours)).due, ['review 100%', 'decision 50%']);
  assert.deepEqual(calls(intimate, true, at(12 * hours)).due, ['decision 50%']);
  assert.deepEqual(calls({ ...intimate, firstReviewAt: at(1) }, false, at(24 * hours)), {
    due: ['decision 100%', 'law 50%'],
    passed: ['decision 50%', 'decision 80%'],
    next: 30 * hours,
  });
});

test('what is less urgent than the plan says calls nobody, but for laws', () => {
  const quiet = { ...plan, lowest: 'P0' as const };
  const { due } = stagesDue(
    { priority: 'P1', claimed: false, clocks: clocksOf(intimate, at(99 * hours)) },
    quiet,
    at(99 * hours),
  );
  assert.deepEqual(
    due.map(({ clock, stage }) => `${clock} ${stage}`),
    ['law 100%'],
  );
});
