import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findLeaf } from '@wellhouse/taxonomy';
import { isOnDuty } from '../../src/demo/demo-team.ts';
import { planArrival, planWeek } from '../../src/demo/plan-week.ts';
import { seeded } from '../../src/demo/seeded.ts';

const options = { seed: 3, cases: 2_000, days: 7, end: new Date('2026-11-27T15:20:00Z') };
const { reports } = planWeek(options);

test('the same seed makes the same week, and another another', () => {
  assert.deepEqual(planWeek(options).reports, reports);
  assert.notDeepEqual(planWeek({ ...options, seed: 4 }).reports, reports);
});

test('so many accounts are reported, in order, and all of it before now', () => {
  assert.equal(new Set(reports.map(({ subject }) => subject)).size, options.cases);
  for (const [index, { at }] of reports.entries()) {
    const before = reports[index - 1]?.at ?? new Date(0);
    assert(at >= before && at < options.end);
  }
  const first = reports[0]?.at ?? options.end;
  assert(options.end.getTime() - first.getTime() <= 8 * 86_400_000);
});

test('every kind is one of the taxonomy and has words, of a message or of the reporter', () => {
  for (const { category, text, statement } of reports) {
    assert(findLeaf(category) !== undefined, category);
    assert(text !== null || statement !== null, category);
    for (const words of [text, statement]) assert(!words?.includes('{'), words ?? '');
  }
});

test('whatever the seed, something urgent has just come in, with words that can be proven', () => {
  const end = new Date('2026-11-27T15:20:00Z');
  for (let seed = 0; seed < 200; seed++) {
    const arrival = planArrival({ seed, end });
    assert.deepEqual(planArrival({ seed, end }), arrival);
    for (const { text, at, stamped } of arrival) assert.ok(text !== null && stamped && at < end);
    assert.deepEqual(
      arrival.map(({ danger }) => danger),
      ['no', 'now'],
    );
  }
});

test('what is made up can reach nobody: no address but those kept for examples', () => {
  const words = reports.map(({ text, statement }) => `${text} ${statement}`).join('\n');
  for (const [link] of words.matchAll(/https?:\/\/\S+/g)) assert.match(link, /^https:\/\/example\.org\//);
  assert.doesNotMatch(words, /\+?\d{7,}/);
  for (const { reporter, subject } of reports) {
    assert.match(reporter, /@demo\.wellhouse$/);
    assert.match(subject, /@demo\.wellhouse$/);
  }
});

test('most accounts are reported once, and a few by a crowd', () => {
  const voices = new Map<string, number>();
  for (const { subject } of reports) voices.set(subject, (voices.get(subject) ?? 0) + 1);
  const counts = [...voices.values()];
  assert(counts.filter((count) => count === 1).length > options.cases / 2);
  assert(Math.max(...counts) >= 20);
});

test('chance is spread evenly, and weights are kept', () => {
  const random = seeded(1);
  const drawn = Array.from({ length: 10_000 }, () => random.weighted({ rare: 1, often: 9 }));
  const rare = drawn.filter((each) => each === 'rare').length;
  assert(rare > 900 && rare < 1_100, String(rare));
  const mean = Array.from({ length: 10_000 }, () => random.next()).reduce((sum, each) => sum + each, 0) / 10_000;
  assert(Math.abs(mean - 0.5) < 0.02, String(mean));
});

test('a shift can go over midnight', () => {
  const night = { from: 22, to: 6 };
  assert.deepEqual(
    [21, 22, 0, 5, 6].map((hour) => isOnDuty(night, hour)),
    [false, true, true, true, false],
  );
  assert.deepEqual(
    [5, 6, 13, 14].map((hour) => isOnDuty({ from: 6, to: 14 }, hour)),
    [false, true, true, false],
  );
});
