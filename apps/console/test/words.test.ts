import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import en from '../src/i18n/catalogues/en.json' with { type: 'json' };
import { createTranslator } from '../src/i18n/translator.ts';
import { gapPhrase } from '../src/words/gap.ts';
import { timeAgo, timeLeft } from '../src/words/time-left.ts';
import { whyPhrases } from '../src/words/why-words.ts';

const { say } = createTranslator('en', en);
const minute = 60_000;
const hour = 60 * minute;
const now = Date.UTC(2026, 10, 24, 12);

describe('gap wording', () => {
  it('names one message that was not disclosed by its number, and does not say why', () => {
    assert.equal(say(gapPhrase({ from: 42, to: 42 })), 'No. 42 in the group: not disclosed');
  });
  it('names a row of them by its ends and counts them', () => {
    assert.equal(say(gapPhrase({ from: 45, to: 48 })), 'No. 45–48 in the group: not disclosed (4)');
    assert.equal(say(gapPhrase({ from: 7, to: 8 })), 'No. 7–8 in the group: not disclosed (2)');
  });
});

describe('why a case stands where it stands', () => {
  it('speaks of the only reporter as one person, and of one among several as one of them', () => {
    const alone = whyPhrases([
      { code: 'reported', count: 1 },
      { code: 'new', count: 1 },
    ]);
    assert.deepEqual(alone.map(say), ['One person reported it', 'Little is known of them yet: counts less']);
    const trusted = whyPhrases([
      { code: 'reported', count: 1 },
      { code: 'trusted', count: 1 },
    ]);
    assert.equal(trusted.map(say)[1], 'They have mostly been right before and count more');
    const several = whyPhrases([
      { code: 'reported', count: 3 },
      { code: 'doubted', count: 1 },
    ]);
    assert.deepEqual(several.map(say), [
      '3 people reported it',
      'One of them was mostly wrong lately and hardly counts',
    ]);
  });
});

describe('time left', () => {
  const cases: [left: number, words: string, urgency: string][] = [
    [42 * minute + 30_000, 'due in 42 min', 'ok'],
    [15 * minute, 'due in 15 min', 'ok'],
    [15 * minute - 1, 'due in 14 min', 'soon'],
    [minute, 'due in 1 min', 'soon'],
    [minute - 1, 'due now', 'soon'],
    [0, 'due now', 'soon'],
    [-1, 'due now', 'overdue'],
    [-minute, 'overdue by 1 min', 'overdue'],
    [hour, 'due in 1 h', 'ok'],
    [3 * hour + 10 * minute, 'due in 3 h 10 min', 'ok'],
    [7 * hour + 10 * minute, 'due in 7 h', 'ok'],
    [24 * hour, 'due in 1 day', 'ok'],
    [50 * hour, 'due in 2 days', 'ok'],
    [-3 * hour - 5 * minute, 'overdue by 3 h 5 min', 'overdue'],
    [-72 * hour, 'overdue by 3 days', 'overdue'],
  ];
  for (const [left, words, urgency] of cases) {
    it(`says "${words}" with ${left / minute} min left`, () => {
      const found = timeLeft(now + left, now);
      assert.equal(say(found.phrase), words);
      assert.equal(found.urgency, urgency);
    });
  }
});

describe('time ago', () => {
  it('says how long ago something was', () => {
    assert.equal(say(timeAgo(now - 20_000, now)), 'just now');
    assert.equal(say(timeAgo(now + 20_000, now)), 'just now', 'a clock that is a little ahead');
    assert.equal(say(timeAgo(now - 5 * minute, now)), '5 min ago');
    assert.equal(say(timeAgo(now - 3 * hour, now)), '3 h ago');
    assert.equal(say(timeAgo(now - 24 * hour, now)), '1 day ago');
  });
});
