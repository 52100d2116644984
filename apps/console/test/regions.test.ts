import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import en from '../src/i18n/catalogues/en.json' with { type: 'json' };
import { createTranslator } from '../src/i18n/translator.ts';
import { regionName } from '../src/screens/regions/region-name.ts';
import {
  answerableRegions,
  causeOf,
  comparedWith,
  isOffFromStart,
  turnsTo,
  whyNotAnswerRegion,
} from '../src/screens/regions/region-rules.ts';
import { fixtureStaff } from './fixture-data.ts';
import { fixtureLists } from './fixture-lists.ts';

const now = Date.UTC(2026, 10, 27, 8);
const staff = fixtureStaff(now);
const { regions } = fixtureLists(now, staff);
const regionOf = (code: string) => {
  const found = regions.find(({ region }) => region === code);
  assert.ok(found !== undefined);
  return found;
};

describe('why a region is not checked', () => {
  it('is its own switch, with the reason of who turned it', () => {
    assert.deepEqual(causeOf(regionOf('US-CA')), {
      kind: 'switch',
      region: 'US-CA',
      reason: 'Waits for the answer of counsel on the state’s act.',
    });
  });
  it('is the switch of a region that it lies in', () => {
    const cause = causeOf(regionOf('DE'));
    assert.ok(cause?.kind === 'elsewhere');
    assert.equal(cause.region, 'EU');
    assert.ok(isOffFromStart(cause));
  });
  it('is that no list has a ground there, or only lists in shadow', () => {
    assert.deepEqual(causeOf(regionOf('AU')), { kind: 'lists' });
    const trial = { ...regionOf('ZZ'), checked: false, switch: null, why: 'No active list has a legal basis here.' };
    assert.deepEqual(causeOf(trial), { kind: 'shadow' });
  });
  it('is nothing where it is checked', () => {
    assert.equal(causeOf(regionOf('GB')), null);
    assert.equal(comparedWith(regionOf('GB')), 'active');
    assert.equal(comparedWith(regionOf('ZZ')), 'shadow');
  });
  it('is the law for the EU only until somebody gave another reason', () => {
    assert.ok(!isOffFromStart({ region: 'EU', reason: 'Counsel said no on 3 December.' }));
    assert.ok(!isOffFromStart({ region: 'GB', reason: 'Regulation (EU) 2021/1232 was the model.' }));
  });
});

describe('the switch of a region', () => {
  it('turns the other way, by its own state or by what is so without one', () => {
    assert.deepEqual(
      ['AU', 'EU', 'GB', 'US-CA', 'ZZ'].map((code) => turnsTo(regionOf(code))),
      ['on', 'on', 'off', 'on', 'off'],
    );
  });
  it('is answered by anybody but its author who may', () => {
    const [change] = regionOf('AU').waiting;
    assert.ok(change !== undefined);
    assert.equal(whyNotAnswerRegion(change, { staffId: staff.lead.staffId, mayApprove: true }), 'own');
    assert.equal(whyNotAnswerRegion(change, { staffId: staff.other.staffId, mayApprove: true }), null);
    assert.equal(whyNotAnswerRegion(change, { staffId: staff.admin.staffId, mayApprove: false }), 'denied');
    assert.equal(answerableRegions(regions, { staffId: staff.lead.staffId, mayApprove: true }), 0);
    assert.equal(answerableRegions(regions, { staffId: staff.other.staffId, mayApprove: true }), 1);
  });
});

describe('names of regions', () => {
  it('are those of the language, with the part of a country and the region of rehearsals', () => {
    const words = createTranslator('en', en);
    assert.equal(regionName('GB', words), 'United Kingdom');
    assert.equal(regionName('EU', words), 'European Union');
    assert.equal(regionName('US-CA', words), 'United States (CA)');
    assert.equal(regionName('ZZ', words), 'Rehearsals');
    assert.equal(regionName('DE', { ...words, locale: 'ar' }), 'ألمانيا');
    assert.equal(regionName('QX', words), 'QX', 'a code that nobody uses stays a code');
  });
});
