import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareNames, isTellingName } from '../../src/recontact/alike-names.ts';

const rows: [string, string, ReturnType<typeof compareNames>][] = [
  ['Mal Turner', 'Mal Turner', 'same-name'],
  ['Mal', ' mal ', 'same-name'],
  ['مال', 'مال', 'same-name'],
  ['Mal', 'MaI', 'alike-name'],
  ['Mal', 'Ma1', 'alike-name'],
  ['Mal', 'М\u0430l', 'alike-name'],
  ['Mal', 'Mal_2', 'alike-name'],
  ['Mal', 'M.a.l', 'alike-name'],
  ['Mal', 'm a l 07', 'alike-name'],
  ['Marnie', 'Mamie', 'alike-name'],
  ['Zoë', 'Zoe', 'alike-name'],
  ['Mal', 'Ｍａｌ', 'alike-name'],
  ['Mal', 'M\u200ba\u200bl', 'alike-name'],
  ['Mal', 'Ben', null],
  ['Mal', 'Malia', null],
  ['Mal', 'Mal Turner', null],
  ['Ana', 'Anna', null],
  ['🙂', '🙂', null],
  ['', '', null],
];
for (const [one, other, expected] of rows) {
  test(`“${one}” and “${other}”: ${expected ?? 'different'}`, () => {
    assert.equal(compareNames(one, other), expected);
    assert.equal(compareNames(other, one), expected);
  });
}

test('a short first name says little, two names or a long one say something', () => {
  assert.deepEqual(['Mal', 'Anna', 'm', '🙂'].map(isTellingName), [false, false, false, false]);
  assert.deepEqual(['Mal Turner', 'Xanthippe', 'x_shadow'].map(isTellingName), [true, true, true]);
});
