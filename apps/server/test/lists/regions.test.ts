import assert from 'node:assert/strict';
import { test } from 'node:test';
import { coveringRegions } from '../../src/lists/regions.ts';

const cases: readonly (readonly [string, readonly string[]])[] = [
  ['DE', ['DE', 'EU']],
  ['DE-BY', ['DE-BY', 'DE', 'EU']],
  ['GR', ['GR', 'EU']],
  ['NO', ['NO', 'EU']],
  ['IS', ['IS', 'EU']],
  ['LI', ['LI', 'EU']],
  ['RE', ['RE', 'EU']],
  ['AX', ['AX', 'EU']],
  ['IC', ['IC', 'EU']],
  ['GL', ['GL']],
  ['EU-DE', ['EU-DE', 'EU']],
  ['CH', ['CH']],
  ['GB', ['GB']],
  ['US-CA', ['US-CA', 'US']],
  ['EU', ['EU']],
  ['ZZ', ['ZZ']],
];
for (const [region, covering] of cases) {
  test(`${region} lies in ${covering.join(', ')}`, () => assert.deepEqual(coveringRegions(region), covering));
}

test('attack: no part of the EU is outside of it for having a code of its own', () => {
  for (const region of ['AX', 'GF', 'GP', 'MF', 'MQ', 'RE', 'YT', 'EA', 'IC', 'RE-1']) {
    assert(coveringRegions(region).includes('EU'), region);
  }
});

test('thirty states count as the EU, and nine parts of them that have a code of their own', () => {
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  const countries = letters.flatMap((first) => letters.map((second) => `${first}${second}`));
  assert.equal(countries.filter((each) => each !== 'EU' && coveringRegions(each).includes('EU')).length, 39);
});
