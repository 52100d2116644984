import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type AbuseKind, promptOrder } from '@wellhouse/classifiers';
import { promptActions } from '@wellhouse/client';
import {
  type BeforeLooking,
  decidePrompt,
  gravestFirst,
  type Outcome,
  promptPauseMs,
  promptsAtFirst,
  whyNotLook,
} from '../../src/prompts/rules.ts';
import { verdict } from '../support/drill-classifier.ts';

const now = Date.UTC(2026, 10, 3, 14);

const before: BeforeLooking = {
  ...{ sender: 'mal@hub.example', self: 'ana@hub.example', isBlocked: false, hasWords: true, settings: promptsAtFirst },
};
for (const [what, change, why] of [
  ['a message of somebody else is looked at', {}, null],
  ['an own message is never looked at', { sender: 'ana@hub.example' }, 'own'],
  ['a message of somebody who is blocked is not looked at', { isBlocked: true }, 'blocked'],
  ['nothing is looked at once prompts are off', { settings: { ...promptsAtFirst, isOn: false } }, 'off'],
  [
    'prompts that are off come before everything',
    { isBlocked: true, settings: { ...promptsAtFirst, isOn: false } },
    'off',
  ],
  ['a message without words is not looked at', { hasWords: false }, 'no-words'],
] as const) {
  test(what, () => assert.equal(whyNotLook({ ...before, ...change }), why));
}

const last = (minutesAgo: number, messageId = 'other') => ({
  ...{ conversationId: 'g', messageId, shownAt: now - minutesAgo * 60_000, question: null },
});
/** Stands unanswered since `minutesAgo`. */
const open = (kind: AbuseKind, minutesAgo = 5, messageId = 'other') => ({
  ...{ ...last(minutesAgo, messageId), question: { sender: 'mal@hub.example', kind } },
});
const off = (...kinds: AbuseKind[]) => ({ ...promptsAtFirst, off: kinds });
const threat = verdict({ prompt: 'threat', scores: { threat: 0.99 } });
const rows: [string, Partial<Parameters<typeof decidePrompt>[0]>, Outcome][] = [
  ['the first thing noticed in a conversation is asked about', {}, { do: 'ask', kind: 'threat' }],
  [
    'within an hour of the last prompt it is written down, not asked',
    { last: last(59) },
    { do: 'note', kind: 'threat' },
  ],
  ['after an hour it is asked again', { last: last(60) }, { do: 'ask', kind: 'threat' }],
  ['a clock set back by less than an hour keeps the pause', { last: last(-30) }, { do: 'note', kind: 'threat' }],
  [
    'a clock set back by a day does not silence a conversation for a day',
    { last: last(-1440) },
    { do: 'ask', kind: 'threat' },
  ],
  ['a graver kind moves what stands unanswered to it', { last: open('insult') }, { do: 'move', kind: 'threat' }],
  ['the same kind moves what stands unanswered to it', { last: open('threat') }, { do: 'move', kind: 'threat' }],
  [
    'a question that has moved is asked anew an hour after it was asked, not after it moved',
    { last: { ...open('threat', 60), movedAt: now - 60_000 } },
    { do: 'ask', kind: 'threat' },
  ],
  ['a lesser kind waits', { last: open('sextortion') }, { do: 'note', kind: 'threat' }],
  [
    'a lesser kind waits for an hour after the graver question moved',
    { last: { ...open('sextortion', 118), movedAt: now - 59 * 60_000 } },
    { do: 'note', kind: 'threat' },
  ],
  [
    'an hour after the graver question moved, a lesser kind takes its place',
    { last: { ...open('sextortion', 119), movedAt: now - 60 * 60_000 } },
    { do: 'ask', kind: 'threat' },
  ],
  [
    'a threat does not wait for the hour of a lesser kind that is “not for me”',
    { last: { ...last(5), turnedOff: 'insult' } },
    { do: 'ask', kind: 'threat' },
  ],
  [
    'blackmail does not wait for the hour of a threat that is “not for me”',
    { last: { ...last(5), turnedOff: 'threat' }, verdict: verdict({ prompt: 'sextortion' }) },
    { do: 'ask', kind: 'sextortion' },
  ],
  ...(['sexual', 'sensitive-picture', 'hate', 'insult'] as const).flatMap((kind): typeof rows => [
    [
      `${kind} is graver than spam, and waits for the hour of spam that is “not for me”`,
      { last: { ...last(5), turnedOff: 'spam' }, verdict: verdict({ prompt: kind }) },
      { do: 'note', kind },
    ],
    [
      `where no log is kept, ${kind} waits for the hour of spam that was answered`,
      { last: { ...last(5), answered: 'spam' }, verdict: verdict({ prompt: kind }) },
      { do: 'note', kind },
    ],
  ]),
  [
    'a lesser kind waits for the hour of one that is “not for me”',
    { last: { ...last(5), turnedOff: 'sextortion' } },
    { do: 'note', kind: 'threat' },
  ],
  [
    'where no log is kept, a threat does not wait for the hour of one that was answered',
    { last: { ...last(5), answered: 'spam' } },
    { do: 'ask', kind: 'threat' },
  ],
  [
    'where no log is kept, a threat waits for the hour of a threat that was answered',
    { last: { ...last(5), answered: 'threat' } },
    { do: 'note', kind: 'threat' },
  ],
  [
    'where no log is kept, a lesser kind waits for the hour of one that was answered',
    { last: { ...last(5), answered: 'sextortion' } },
    { do: 'note', kind: 'threat' },
  ],
  [
    'where a log is kept, a graver kind is a line within the hour of one that was answered',
    { last: { ...last(5), answered: 'spam' }, settings: { ...promptsAtFirst, keepsLog: true } },
    { do: 'note', kind: 'threat' },
  ],
  [
    'an edit of the message that stands there, of the same kind, changes nothing',
    { last: open('threat', 600, 'this') },
    { do: 'nothing', why: 'asked-before' },
  ],
  [
    'an edit that makes the message graver is what the question is about at once',
    { last: open('insult', 5, 'this') },
    { do: 'move', kind: 'threat' },
  ],
  [
    'another person’s message with the same id is another message',
    { last: open('threat', 600, 'this'), sender: 'ben@hub.example' },
    { do: 'ask', kind: 'threat' },
  ],
  [
    'an edit of a message that was answered is written down within the hour',
    { last: last(59, 'this') },
    { do: 'note', kind: 'threat' },
  ],
  [
    'an edit of a message that was answered is asked about after the hour',
    { last: last(600, 'this') },
    { do: 'ask', kind: 'threat' },
  ],
  [
    'what went with its message holds nothing back',
    { last: { ...last(5), shownAt: 0 } },
    { do: 'ask', kind: 'threat' },
  ],
  [
    'a kind that is off is neither asked nor written down',
    { settings: off('threat') },
    { do: 'nothing', why: 'kind-off' },
  ],
  ['another kind that is off changes nothing', { settings: off('spam', 'insult') }, { do: 'ask', kind: 'threat' }],
  [
    'scores below every threshold say nothing',
    { verdict: verdict({ scores: { threat: 0.4 } }) },
    { do: 'nothing', why: 'nothing-noticed' },
  ],
  [
    'a language without a pack gets none',
    { verdict: verdict({ silent: 'no-pack', language: 'fi' }) },
    { do: 'nothing', why: 'no-pack' },
  ],
  [
    'a language that cannot be told gets none',
    { verdict: verdict({ silent: 'undecided-language', language: null }) },
    { do: 'nothing', why: 'undecided-language' },
  ],
  [
    'a classifier that is down is written down',
    { verdict: verdict({ silent: 'unavailable' }) },
    { do: 'note-failure' },
  ],
  [
    'a verdict that is silent prompts nothing, whatever else it says',
    { verdict: verdict({ silent: 'no-pack', prompt: 'threat' }) },
    { do: 'nothing', why: 'no-pack' },
  ],
];
for (const [what, change, outcome] of rows) {
  test(what, () => {
    const about = { messageId: 'this', sender: 'mal@hub.example' };
    const input = { verdict: threat, ...about, settings: promptsAtFirst, last: null, now, ...change };
    assert.deepEqual(decidePrompt(input), outcome);
  });
}

test('which kind is graver is what packs choose by among several', () => {
  assert.deepEqual(
    gravestFirst.filter((kind) => kind !== 'sensitive-picture'),
    [...promptOrder],
  );
});

test('the pause between two prompts of a conversation is an hour', () => assert.equal(promptPauseMs, 60 * 60_000));

test('threat and blackmail lead with help, spam with block, and whatever else with stopping it', () => {
  const all = { canMute: true, canLeave: true };
  const firsts = Object.fromEntries(
    (['threat', 'sextortion', 'sexual', 'sensitive-picture', 'hate', 'insult', 'spam'] as const).map((kind) => {
      assert.deepEqual(promptActions(kind, all).toSorted(), ['block', 'help', 'leave', 'mute', 'report'], kind);
      return [kind, promptActions(kind, all).slice(0, 3)];
    }),
  );
  assert.deepEqual(firsts, {
    threat: ['help', 'block', 'report'],
    sextortion: ['help', 'report', 'block'],
    sexual: ['block', 'help', 'report'],
    'sensitive-picture': ['block', 'help', 'report'],
    hate: ['block', 'help', 'report'],
    insult: ['block', 'help', 'report'],
    spam: ['block', 'report', 'mute'],
  });
});

test('an app that cannot mute or leave offers neither', () => {
  assert.deepEqual(promptActions('spam', { canMute: false, canLeave: false }), ['block', 'report', 'help']);
  assert.deepEqual(promptActions('threat', { canMute: false, canLeave: true }), ['help', 'block', 'report', 'leave']);
});
