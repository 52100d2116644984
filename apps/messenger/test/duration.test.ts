import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatDuration } from '../src/ui/i18n/duration.ts';

const english: [seconds: number, words: string][] = [
  [0, '0 seconds'],
  [-5, '0 seconds'],
  [59.9, '59 seconds'],
  [60, '1 minute'],
  [119, '1 minute'],
  [3_599, '59 minutes'],
  [3_600, '1 hour'],
  [5_400, '1 hour, 30 minutes'],
  [86_399, '23 hours, 59 minutes'],
  [86_400, '1 day'],
  [90_000, '1 day, 1 hour'],
  [604_799, '6 days, 23 hours'],
  [604_800, '1 week'],
  [2 ** 32 - 1, '7,101 weeks, 3 days'],
];

for (const [seconds, words] of english) {
  test(`${seconds} seconds are "${words}"`, () => assert.equal(formatDuration('en', seconds), words));
}

test('each language says a span of time in its own words', () => {
  const day = ['es', 'de', 'ar'].map((language) => formatDuration(language, 86_400));
  assert.deepEqual(day, ['1 día', '1 Tag', 'يوم']);
});
