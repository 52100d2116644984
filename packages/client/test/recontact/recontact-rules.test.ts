import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { StoredPerson } from '@wellhouse/client';
import {
  areSameWords,
  mostPeople,
  type RecontactInput,
  recontactSigns,
  seePeople,
} from '../../src/recontact/recontact-rules.ts';

const blockedAt = 1_000;
type Change = Partial<{ blocked: string; newcomer: string; since: number; goneAt: number | null; words: boolean }>;

function input({
  blocked = 'Mal',
  newcomer = 'Ben',
  since = 2_000,
  goneAt = null,
  words = false,
}: Change): RecontactInput {
  const person = (accountId: string, name: string, more: Partial<StoredPerson>): StoredPerson => {
    return { accountId, name, since: 0, goneAt: null, ...more };
  };
  return {
    blocked: { accountId: 'mal@hub.example', names: [blocked], since: 0, blockedAt },
    newcomer: { accountId: 'new@hub.example', names: [newcomer, 'new'], since },
    shared: [
      {
        blocked: person('mal@hub.example', blocked, { goneAt }),
        newcomer: person('new@hub.example', newcomer, { since }),
      },
    ],
    hasSameWords: words,
  };
}

const rows: [string, Change, string[]][] = [
  ['a stranger with another name', {}, []],
  ['a stranger who came when the blocked person had gone: groups live like that', { goneAt: 1_500 }, []],
  ['a short name that is the same: many bear it', { newcomer: 'Mal' }, []],
  [
    'a short name that is the same, and came when the blocked person had gone',
    { newcomer: 'Mal', goneAt: 1_500 },
    ['same-name', 'took-place'],
  ],
  [
    'a short name that is the same, and came while the blocked person was there',
    { newcomer: 'Mal', goneAt: 2_500 },
    [],
  ],
  ['a full name that is the same', { blocked: 'Mal Turner', newcomer: 'Mal Turner' }, ['same-name']],
  ['a name that takes a second look', { newcomer: 'MaI' }, ['alike-name']],
  ['the same words', { words: true }, ['same-words']],
  ['all of it', { newcomer: 'Mal 2', goneAt: 1_500, words: true }, ['alike-name', 'took-place', 'same-words']],
  ['an account that was here before the block is somebody else', { newcomer: 'MaI', since: 1_000, words: true }, []],
  [
    'an account that was here before anything was looked at',
    { newcomer: 'Mal Turner', blocked: 'Mal Turner', since: 0 },
    [],
  ],
];
for (const [what, change, signs] of rows) test(what, () => assert.deepEqual(recontactSigns(input(change)), signs));

test('nobody is compared with themselves', () => {
  const same = input({ newcomer: 'MaI' });
  assert.deepEqual(recontactSigns({ ...same, newcomer: { ...same.newcomer, accountId: 'mal@hub.example' } }), []);
});

test('the same words are whole messages, however they are dressed up; greetings never are', () => {
  const long = 'You still owe me an answer about Saturday';
  assert.equal(areSameWords(long, long), true);
  assert.equal(areSameWords(long, 'you still  OWE me an answer, about S4turday!'), true);
  assert.equal(areSameWords(long, `${long} and Sunday`), false);
  assert.equal(areSameWords('Hello there, how are you', 'Hello there, how are you'), false);
  assert.equal(areSameWords('', ''), false);
});

const nobody: ReadonlySet<string> = new Set();
const member = (accountId: string, name = accountId) => ({ accountId, name });

test('who is seen in a group the first time this device looks at all was here before', () => {
  const seen = seePeople(undefined, { groupId: 'g', members: [member('mal')], now: 5, isFirst: true, blocked: nobody });
  assert.deepEqual(seen.people, [{ accountId: 'mal', name: 'mal', since: 0, goneAt: null }]);
});

test('who goes, comes back and changes their name stays the same person', () => {
  let group = seePeople(undefined, { groupId: 'g', members: [member('mal')], now: 5, isFirst: false, blocked: nobody });
  group = seePeople(group, { groupId: 'g', members: [], now: 6, isFirst: false, blocked: nobody });
  group = seePeople(group, { groupId: 'g', members: [], now: 7, isFirst: false, blocked: nobody });
  assert.deepEqual(group.people, [{ accountId: 'mal', name: 'mal', since: 5, goneAt: 6 }]);
  group = seePeople(group, {
    groupId: 'g',
    members: [member('mal', 'Mallory')],
    now: 8,
    isFirst: false,
    blocked: nobody,
  });
  assert.deepEqual(group.people, [{ accountId: 'mal', name: 'Mallory', since: 5, goneAt: null }]);
});

test('a group remembers so many people, those who are in it first, then those who left last', () => {
  const all = Array.from({ length: mostPeople }, (_, index) => member(`p${index}`));
  let group = seePeople(undefined, {
    groupId: 'g',
    members: [member('first'), ...all.slice(1)],
    now: 1,
    isFirst: false,
    blocked: nobody,
  });
  group = seePeople(group, { groupId: 'g', members: all.slice(1), now: 2, isFirst: false, blocked: nobody });
  group = seePeople(group, { groupId: 'g', members: all.slice(2), now: 3, isFirst: false, blocked: nobody });
  group = seePeople(group, {
    groupId: 'g',
    members: [...all.slice(2), member('new')],
    now: 4,
    isFirst: false,
    blocked: nobody,
  });
  assert.equal(group.people.length, mostPeople);
  assert.ok(group.people.some(({ accountId }) => accountId === 'new'));
  assert.ok(group.people.some(({ accountId }) => accountId === 'p1'));
  assert.ok(!group.people.some(({ accountId }) => accountId === 'first'));
});
