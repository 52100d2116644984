import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EvidenceLevel, type WhyLine } from '@wellhouse/protocol';
import { taxonomy } from '@wellhouse/taxonomy';
import fc from 'fast-check';
import {
  type CaseMatches,
  type CaseVoices,
  clockOf,
  heardFactor,
  isCredible,
  noMatches,
  noVoices,
  type ScoreInput,
  scoreOf,
  voicesFactor,
} from '../../src/cases/score.ts';
import { weighCase } from '../../src/cases/weigh-case.ts';
import { whyOf } from '../../src/cases/why-lines.ts';
import { bestLevel } from '../../src/decisions/best-level.ts';
import { urgencyOf } from '../../src/queues/place-value.ts';
import { strangerWeight } from '../../src/reporters/reporter-record.ts';

/** People who report with a record: one voice each. */
const voices = (reporters: number): CaseVoices => ({ ...noVoices, reporters, trusted: reporters, strong: reporters });
/** People of whom nothing is known. */
const strangers = (reporters: number): CaseVoices => ({ ...noVoices, reporters, weak: reporters * strangerWeight });
/** People whose reports did not hold. */
const doubted = (reporters: number): CaseVoices => ({
  ...noVoices,
  reporters,
  doubted: reporters,
  weak: reporters * 0.1,
});

const plain: ScoreInput = {
  severity: 40,
  child: false,
  lifeDanger: false,
  dangerNow: false,
  level: 'VERIFIED',
  voices: voices(1),
  matches: noMatches,
};
const held: ScoreInput = { ...plain, level: 'ATTESTED', voices: noVoices };
const matches = (given: Partial<CaseMatches>): CaseMatches => ({ ...noMatches, sources: 1, ...given });

const table: [name: string, input: Partial<ScoreInput>, score: number][] = [
  ['severity alone', {}, 40],
  ['attested', { level: 'ATTESTED' }, 32],
  ['asserted', { level: 'ASSERTED' }, 24],
  ['a child', { child: true }, 60],
  ['a life', { lifeDanger: true }, 60],
  ['a child whose life is in danger', { child: true, lifeDanger: true }, 90],
  ['danger right now, whatever the category', { dangerNow: true }, 135],
  ['danger right now in a worse category', { dangerNow: true, severity: 100, lifeDanger: true }, 150],
  ['two reporters', { voices: voices(2) }, 50],
  ['a crowd doubles at most', { voices: voices(1_000_000) }, 80],
  ['a stranger counts less than one', { voices: strangers(1) }, 31.4],
  ['two strangers count as one', { voices: strangers(2) }, 40],
  ['five thousand strangers count as one', { voices: strangers(5_000) }, 40],
  ['who was mostly wrong counts half', { voices: doubted(1) }, 20],
  ['five thousand who were mostly wrong count as one', { voices: doubted(5_000) }, 40],
  [
    'a crowd of strangers beside one with a record is one voice more',
    { voices: { ...strangers(5_000), strong: 1 } },
    50,
  ],
  ['a picture that looks like a known one', { ...held, matches: matches({ matched: 1 }) }, 32],
  ['a picture that is a known one', { ...held, matches: matches({ matched: 1, exact: 1 }) }, 38.4],
  ['a picture that two sources name', { ...held, matches: matches({ matched: 1, sources: 2 }) }, 40],
  ['a known picture of two sources', { ...held, matches: matches({ matched: 1, exact: 1, sources: 2 }) }, 48],
  ['two pictures that look like known ones', { ...held, matches: matches({ matched: 2 }) }, 40],
  ['a proven report and a match', { matches: matches({ matched: 1 }) }, 50],
  [
    'a crowd and every list double at most',
    { voices: voices(99), matches: matches({ matched: 99, exact: 9, sources: 9 }) },
    80,
  ],
  ['a picture that cannot be decoded adds nothing', { matches: matches({ unreadable: 1 }) }, 40],
  ['a picture whose matches were withdrawn adds nothing', { matches: matches({ withdrawn: 1 }) }, 40],
];
for (const [name, input, score] of table) {
  test(`score: ${name}`, () => assert.equal(scoreOf({ ...plain, ...input }), score));
}

const count = fc.integer({ min: 0, max: 1_000 });
const weight = fc.double({ min: 0, max: 50, noNaN: true });
const inputs = fc.record<ScoreInput>({
  severity: fc.integer({ min: 0, max: 100 }),
  child: fc.boolean(),
  lifeDanger: fc.boolean(),
  dangerNow: fc.boolean(),
  level: fc.constantFrom(...EvidenceLevel.options),
  voices: fc.record({
    reporters: fc.integer({ min: 1, max: 100_000 }),
    trusted: count,
    doubted: count,
    strong: weight,
    weak: fc.double({ min: 0.01, max: 50, noNaN: true }),
  }),
  matches: fc.record({ matched: count, exact: count, sources: count, unreadable: count, withdrawn: count }),
});

test('a further reporter, a better record, a match or source, better proof, a child or danger never lowers a score', () => {
  fc.assert(
    fc.property(inputs, fc.double({ min: 0, max: 2, noNaN: true }), (input, more) => {
      const score = scoreOf(input);
      const withVoices = (given: Partial<CaseVoices>) => scoreOf({ ...input, voices: { ...input.voices, ...given } });
      assert.ok(withVoices({ strong: input.voices.strong + more }) >= score);
      assert.ok(withVoices({ weak: input.voices.weak + more }) >= score);
      assert.ok(scoreOf({ ...input, severity: input.severity + 1 }) >= score);
      assert.ok(scoreOf({ ...input, level: 'VERIFIED' }) >= score);
      assert.ok(scoreOf({ ...input, child: true }) >= score);
      assert.ok(scoreOf({ ...input, lifeDanger: true }) >= score);
      assert.ok(scoreOf({ ...input, dangerNow: true }) >= score);
      const { matched, exact, sources } = input.matches;
      for (const more of [{ matched: matched + 1 }, { exact: exact + 1 }, { sources: sources + 1 }]) {
        assert.ok(scoreOf({ ...input, matches: { ...input.matches, ...more } }) >= score);
      }
    }),
  );
});

test('one unproven report of any abuse of a child stands before a day of spam from any crowd', () => {
  const now = new Date('2026-11-24T12:00:00Z');
  const everything = matches({ matched: 1_000_000, exact: 1_000_000, sources: 100 });
  const spam = valueAt(now, { category: 'spam.bulk', voices: voices(1_000_000), matches: everything, hours: 24 });
  for (const { id } of taxonomy.leaves.filter((one) => one.childInvolved)) {
    const child = valueAt(now, { category: id, voices: strangers(1), level: 'ASSERTED', hours: 0 });
    assert.ok(child > spam, id);
  }
});

/** Value at a moment of a case that waits for so many hours. */
function valueAt(
  now: Date,
  given: Partial<Omit<Parameters<typeof weighCase>[0], 'category' | 'openedAt' | 'dueAt'>> & {
    category: string;
    hours: number;
  },
): number {
  const openedAt = new Date(now.getTime() - given.hours * 3_600_000);
  const leaf = taxonomy.leaves.find(({ id }) => id === given.category);
  assert.ok(leaf);
  const clock = clockOf(leaf.clock, given.dangerNow ?? false);
  const { rank, pace } = weighCase({
    ...{ level: 'VERIFIED' as const, voices: strangers(1), dangerNow: false, child: false, matches: noMatches },
    ...given,
    openedAt,
    dueAt: new Date(openedAt.getTime() + clock.firstReviewMinutes * 60_000),
  });
  return rank + urgencyOf(pace, now);
}

const now = new Date('2026-11-24T12:00:00Z');
const leafIds = taxonomy.leaves.map(({ id }) => id);
const urgentIds = taxonomy.leaves.filter(({ clock }) => clock.priority === 'P0').map(({ id }) => id);

test('no flood of new accounts climbs over a credible danger to life, not even when all of them say danger right now', () => {
  for (const urgent of urgentIds) {
    for (const [level, said] of [
      ['VERIFIED', strangers(1)],
      ['ATTESTED', strangers(1)],
      ['ASSERTED', voices(1)],
    ] as const) {
      const credible = valueAt(now, { category: urgent, level, voices: said, hours: 0 });
      for (const category of leafIds) {
        for (const hours of [0, 1, 24, 24 * 30]) {
          const flood = {
            category,
            level: 'ASSERTED' as const,
            voices: strangers(5_000),
            dangerNow: true,
            child: true,
          };
          assert.ok(
            credible > valueAt(now, { ...flood, hours }),
            `${urgent} ${level} before ${category}, ${hours} h old`,
          );
        }
      }
    }
  }
});

test('five thousand new accounts weigh no more than two, whatever they say and prove', () => {
  for (const category of leafIds) {
    for (const level of EvidenceLevel.options) {
      const by = (reporters: number) => scoreOf({ ...plain, level, voices: strangers(reporters) });
      assert.equal(by(5_000), by(2), category);
    }
  }
});

test('nothing starves: at the end of its clock every case stands before all that comes in, but for credible danger', () => {
  const fresh = leafIds.map((category) => ({
    category,
    value: Math.max(
      ...[false, true].flatMap((dangerNow) =>
        [strangers(5_000), voices(1_000_000)].flatMap((said) =>
          EvidenceLevel.options
            .map((level) => ({ category, level, voices: said, dangerNow, child: true, hours: 0 }))
            .filter((one) => !dangerNow || !isCredible({ level: one.level, voices: said, matches: noMatches }))
            .filter(
              (one) =>
                !urgentIds.includes(category) || !isCredible({ level: one.level, voices: said, matches: noMatches }),
            )
            .map((one) => valueAt(now, one)),
        ),
      ),
      Number.NEGATIVE_INFINITY,
    ),
  }));
  for (const { id, clock } of taxonomy.leaves) {
    const least = {
      category: id,
      level: 'ASSERTED' as const,
      voices: doubted(1),
      hours: clock.firstReviewMinutes / 60,
    };
    // What is only said waits at a pace of three days at least.
    const said = { ...least, hours: Math.max(72, least.hours) };
    const proven = { ...least, level: 'VERIFIED' as const, voices: strangers(1) };
    for (const { category, value } of fresh) {
      assert.ok(valueAt(now, said) > value, `${id} at the end of its pace before ${category}`);
      assert.ok(valueAt(now, proven) > value, `${id} at its end before ${category}`);
    }
  }
});

test('a flood that is only said passes nothing proven of the same kind for longer than three quarters of an hour', () => {
  for (const { id } of taxonomy.leaves.filter(
    ({ clock }) => clock.priority === 'P1' && clock.firstReviewMinutes === 240,
  )) {
    const proven = valueAt(now, { category: id, level: 'VERIFIED', hours: 0.75 });
    const said = { category: 'child.sextortion', level: 'ASSERTED' as const, dangerNow: true };
    const flood = { ...said, voices: strangers(9), crowded: true };
    if (id.startsWith('child.')) assert.ok(proven > valueAt(now, { ...flood, hours: 0.75 }), id);
  }
});

test('a few unproven cases of an urgent kind wait by its clock: at its end they stand before all proven that come in', () => {
  for (const { id, clock } of taxonomy.leaves.filter(({ clock }) => clock.priority === 'P1')) {
    const said = { category: id, level: 'ASSERTED' as const, hours: clock.firstReviewMinutes / 60 };
    for (const category of leafIds.filter((one) => !urgentIds.includes(one))) {
      const proven = { category, level: 'VERIFIED' as const, voices: voices(9), child: true, hours: 0 };
      assert.ok(valueAt(now, said) > valueAt(now, proven), `${id} before ${category}`);
    }
    assert.ok(valueAt(now, said) > valueAt(now, { ...said, crowded: true }), 'a place is worth something');
    const danger = { ...said, dangerNow: true };
    assert.ok(valueAt(now, danger) >= valueAt(now, said), 'danger lowers nobody who has a place');
    const credible = { category: 'threat.life', level: 'VERIFIED' as const, hours: 0 };
    assert.ok(valueAt(now, credible) > valueAt(now, danger), 'credible danger stands first all the same');
  }
});

test('a credible danger stands before everything that has ever waited, and the longer wait is first among them', () => {
  const credible = { category: 'threat.life', level: 'VERIFIED' as const };
  for (const category of leafIds.filter((id) => !urgentIds.includes(id))) {
    const old = { category, level: 'VERIFIED' as const, voices: voices(1_000), child: true, hours: 24 * 60 };
    assert.ok(valueAt(now, { ...credible, hours: 0 }) > valueAt(now, old), category);
  }
  assert.ok(valueAt(now, { ...credible, hours: 0.5 }) > valueAt(now, { ...credible, hours: 0 }));
});

test('waiting never lowers a case, and cases of one lane keep their order for ever', () => {
  const some = fc.record({
    category: fc.constantFrom(...leafIds),
    level: fc.constantFrom(...EvidenceLevel.options),
    reporters: fc.integer({ min: 1, max: 10_000 }),
    hours: fc.integer({ min: 0, max: 2_000 }),
  });
  fc.assert(
    fc.property(some, some, fc.integer({ min: 1, max: 10_000 }), (a, b, later) => {
      const at = (hours: number, one: typeof a) =>
        valueAt(new Date(now.getTime() + hours * 3_600_000), {
          ...one,
          voices: strangers(one.reporters),
          hours: one.hours + hours,
        });
      assert.ok(at(later, a) > at(0, a));
      const sameLane = { ...b, category: a.category, level: a.level };
      const [before, after] = [at(0, a) - at(0, sameLane), at(later, a) - at(later, sameLane)];
      assert.ok(Math.abs(before - after) < 1e-5, 'what one has ahead of the other does not change');
    }),
  );
});

test('a danger that is said later moves a case up, never down', () => {
  fc.assert(
    fc.property(fc.constantFrom(...leafIds), fc.integer({ min: 0, max: 400 }), (category, hours) => {
      const openedAt = new Date(now.getTime() - hours * 3_600_000);
      const leaf = taxonomy.leaves.find(({ id }) => id === category);
      assert.ok(leaf);
      const dueOf = (minutes: number, from: Date) => new Date(from.getTime() + minutes * 60_000);
      const before = dueOf(leaf.clock.firstReviewMinutes, openedAt);
      const facts = { category, voices: strangers(1), child: false, openedAt, matches: noMatches };
      const value = ({ rank, pace }: ReturnType<typeof weighCase>) => rank + urgencyOf(pace, now);
      for (const level of EvidenceLevel.options) {
        const quiet = weighCase({ ...facts, level, dangerNow: false, dueAt: before });
        const said = dueOf(60, now);
        const dueAt = new Date(Math.min(said.getTime(), before.getTime()));
        assert.ok(value(weighCase({ ...facts, level, dangerNow: true, dueAt })) >= value(quiet));
      }
    }),
  );
});

test('what is said is credible by proof, by a record, or by a list; a crowd of strangers makes nothing credible', () => {
  const said = { level: 'ASSERTED' as const, voices: strangers(5_000), matches: noMatches };
  assert.equal(isCredible(said), false);
  assert.equal(isCredible({ ...said, voices: voices(1) }), true);
  assert.equal(isCredible({ ...said, level: 'VERIFIED' }), true);
  assert.equal(isCredible({ ...said, matches: matches({ matched: 1 }) }), true);
  assert.equal(isCredible({ ...said, level: 'VERIFIED', voices: doubted(3) }), false, 'proof that only liars bring');
});

test('the voices of a case count by the logarithm', () => {
  assert.deepEqual(
    [0, 0.1, 0.25, 0.5, 1, 2, 4, 8, 16, 1_000].map(voicesFactor),
    [1, 0.5, 0.5, 0.75, 1, 1.25, 1.5, 1.75, 2, 2],
  );
});

test('exact stands above perceptual, and two sources above one, at every number of pictures below the limit', () => {
  for (const matched of [1, 2, 3]) {
    const factor = (given: Partial<CaseMatches>) =>
      heardFactor({ voices: noVoices, matches: matches({ matched, ...given }) });
    assert.ok(factor({ exact: 1 }) > factor({}));
    assert.ok(factor({ sources: 2 }) > factor({}));
    assert.ok(factor({ sources: 2, exact: 1 }) > factor({ sources: 2 }));
    assert.equal(factor({ sources: 2 }), factor({ sources: 5 }), 'a third adds nothing');
  }
});

test('why says in codes what raised the case', () => {
  const input = { ...plain, child: true, dangerNow: true, level: 'ASSERTED' as const };
  const mixed = { reporters: 5, trusted: 1, doubted: 1, strong: 1.2, weak: 1.8 };
  assert.deepEqual(whyOf({ ...input, voices: mixed }, 'first'), [
    { code: 'stands-first' },
    { code: 'harm', gravity: 'gravest' },
    { code: 'danger-now' },
    { code: 'child' },
    { code: 'proof', proof: 'said' },
    { code: 'reported', count: 5 },
    { code: 'trusted', count: 1 },
    { code: 'new', count: 3 },
    { code: 'doubted', count: 1 },
  ]);
  assert.deepEqual(whyOf({ ...input, voices: strangers(1) }, 'said').at(-1), { code: 'only-said' });
});

const whyTable: [name: string, given: Partial<ScoreInput>, lines: WhyLine[]][] = [
  [
    'two pictures, one the very file',
    { ...held, matches: matches({ matched: 2, exact: 1 }) },
    [
      { code: 'proof', proof: 'pictures' },
      { code: 'reported', count: 0 },
      { code: 'matched', count: 2, exact: 1 },
    ],
  ],
  [
    'one picture that looks alike, named by three sources, and a report',
    { voices: strangers(1), matches: matches({ matched: 1, sources: 3 }) },
    [
      { code: 'proof', proof: 'words' },
      { code: 'reported', count: 1 },
      { code: 'new', count: 1 },
      { code: 'alike', count: 1 },
      { code: 'sources', count: 3 },
    ],
  ],
  [
    'a picture that nobody can open',
    { ...held, level: 'ASSERTED', matches: matches({ unreadable: 1 }) },
    [
      { code: 'proof', proof: 'nothing' },
      { code: 'reported', count: 0 },
      { code: 'unreadable', count: 1 },
    ],
  ],
  [
    'confirmed pictures whose matches are gone',
    { ...held, level: 'ASSERTED', matches: matches({ withdrawn: 2 }) },
    [
      { code: 'proof', proof: 'nothing' },
      { code: 'reported', count: 0 },
      { code: 'withdrawn', count: 2 },
    ],
  ],
];
for (const [name, given, lines] of whyTable) {
  test(`why: ${name}`, () => {
    assert.deepEqual(whyOf({ ...plain, ...given }, 'usual'), [{ code: 'harm', gravity: 'lesser' }, ...lines]);
  });
}

test('danger right now is due within the hour and never later than its category', () => {
  assert.deepEqual(clockOf({ priority: 'P3', firstReviewMinutes: 21_600 }, true), {
    priority: 'P0',
    firstReviewMinutes: 60,
  });
  assert.deepEqual(clockOf({ priority: 'P0', firstReviewMinutes: 30 }, true).firstReviewMinutes, 30);
  assert.deepEqual(clockOf({ priority: 'P2', firstReviewMinutes: 4_320 }, false).priority, 'P2');
});

test('the best level among items counts; nothing counts as ASSERTED', () => {
  assert.equal(bestLevel([]), 'ASSERTED');
  assert.equal(bestLevel(['ASSERTED', 'ATTESTED']), 'ATTESTED');
  assert.equal(bestLevel(['ATTESTED', 'VERIFIED', 'ASSERTED']), 'VERIFIED');
});
