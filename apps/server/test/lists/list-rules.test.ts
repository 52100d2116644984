import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  activationRefusalOf,
  answerRefusalOf,
  effectOf,
  isHeld,
  isSuspiciousShrink,
  type MatchEffect,
  type MatchFacts,
} from '../../src/lists/list-rules.ts';

type Changes = Partial<Omit<MatchFacts, 'list' | 'entry'>> & {
  list?: Partial<MatchFacts['list']>;
  entry?: Partial<MatchFacts['entry']>;
};

function facts({ list, entry, ...more }: Changes = {}): MatchFacts {
  return {
    list: {
      kind: 'known',
      state: 'active',
      radius: 31,
      qualityFloor: 50,
      minimumSources: 1,
      surfaces: ['shared-album'],
      regions: ['GB'],
      ...list,
    },
    entry: { status: 'live', contributors: 1, ...entry },
    distance: 10,
    quality: 90,
    surface: 'shared-album',
    region: 'GB',
    ...more,
  };
}

const table: readonly [string, Changes, MatchEffect][] = [
  ['a live entry of an active list', {}, 'hold'],
  ['a shadow list counts', { list: { state: 'shadow' } }, 'counted'],
  ['a withdrawn list does nothing', { list: { state: 'withdrawn' } }, 'gone'],
  ['a withdrawn entry does nothing', { entry: { status: 'withdrawn' } }, 'gone'],
  ['nor does one that a person ruled out', { entry: { status: 'excluded' } }, 'gone'],
  ['one that is set aside waits', { entry: { status: 'quarantined' } }, 'set-aside'],
  ['a region without a legal basis', { region: 'EU' }, 'not-allowed'],
  ['a surface that the list does not name', { surface: 'profile' }, 'not-allowed'],
  ['the last bit of the radius', { distance: 31 }, 'hold'],
  ['one bit beyond it', { distance: 32 }, 'too-weak'],
  ['the quality floor itself', { quality: 50 }, 'hold'],
  ['below it', { quality: 49 }, 'too-weak'],
  ['a digest has neither distance nor quality', { distance: null, quality: 0 }, 'hold'],
  ['too few voices', { list: { minimumSources: 2 } }, 'too-few-sources'],
  ['enough voices', { list: { minimumSources: 2 }, entry: { contributors: 2 } }, 'hold'],
  ['known harmless', { list: { kind: 'negative' } }, 'harmless'],
  ['a negative list in shadow silences nothing', { list: { kind: 'negative', state: 'shadow' } }, 'counted'],
];
for (const [name, changes, effect] of table) {
  test(`a match: ${name}: ${effect}`, () => assert.equal(effectOf(facts(changes)), effect));
}

test('a picture is held by one match, and what is known harmless holds back what only looks alike', () => {
  const near = { effect: 'hold', distance: 4 } as const;
  const exact = { effect: 'hold', distance: null } as const;
  const looksHarmless = { effect: 'harmless', distance: 2 } as const;
  const isHarmless = { effect: 'harmless', distance: null } as const;
  assert.equal(isHeld([near, { effect: 'counted', distance: 1 }]), true);
  assert.equal(isHeld([{ effect: 'counted', distance: null }]), false);
  assert.equal(isHeld([near, looksHarmless]), false);
  assert.equal(isHeld([near, exact, looksHarmless]), true);
  assert.equal(isHeld([near, exact, isHarmless]), false);
  assert.equal(isHeld([]), false);
});

test('more than half is suspicious, unless it is only a few', () => {
  assert.equal(isSuspiciousShrink(1_000, 500), false);
  assert.equal(isSuspiciousShrink(1_000, 499), true);
  assert.equal(isSuspiciousShrink(20, 0), true);
  assert.equal(isSuspiciousShrink(19, 0), false);
  assert.equal(isSuspiciousShrink(0, 10), false);
});

test('a list is made active with entries, a legal basis and a surface, and once', () => {
  const counts = { live: 1, quarantined: 0, excluded: 0, withdrawn: 0, notMatchable: 0 };
  const ready = { state: 'shadow', kind: 'known', counts, regions: ['GB'], surfaces: ['shared-album'] } as const;
  assert.equal(activationRefusalOf(ready), null);
  for (const lacking of [
    { ...ready, regions: [] },
    { ...ready, surfaces: [] },
    { ...ready, counts: { ...counts, live: 0 } },
    { ...ready, state: 'active' as const },
    { ...ready, state: 'withdrawn' as const },
  ]) {
    assert.equal(activationRefusalOf(lacking)?.code, 'list-not-ready');
  }
  assert.equal(activationRefusalOf({ ...ready, kind: 'negative', counts: { ...counts, live: 0 } }), null);
});

test('nobody is both of the two people', () => {
  assert.equal(answerRefusalOf({ state: 'held', firstStaffId: 'kim' }, 'kim')?.code, 'same-person');
  assert.equal(answerRefusalOf({ state: 'held', firstStaffId: 'kim' }, 'lee'), null);
  assert.equal(answerRefusalOf({ state: 'held', firstStaffId: null }, 'kim'), null);
  for (const state of ['in-force', 'refused'] as const) {
    assert.equal(answerRefusalOf({ state, firstStaffId: 'kim' }, 'lee')?.code, 'change-closed');
  }
});
