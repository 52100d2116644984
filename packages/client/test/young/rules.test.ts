import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type AgeBand,
  bandOfAge,
  beforeSending,
  type CoverSetting,
  canBeTrusted,
  coverOf,
  coverRule,
  type FamilyLink,
  isMinor,
  type PictureReading,
  pictureActions,
  readPicture,
  trustedNow,
} from '@wellhouse/client';

const link = (covers: CoverSetting, state: FamilyLink['state'] = 'on'): FamilyLink => ({
  ...{ linkId: 'l1', guardian: 'gil@hub.example', young: 'mia@hub.example' },
  ...{ state, settings: { covers }, changedAt: 1 },
});

for (const [age, band] of [
  [0, 'under-13'],
  [12, 'under-13'],
  [13, '13-17'],
  [17, '13-17'],
  [18, 'adult'],
] as const) {
  test(`at ${age} a person is of the band ${band}`, () => assert.equal(bandOfAge(age), band));
}

type Row = [AgeBand, CoverSetting | null, FamilyLink[], CoverSetting, string, string];
const rules: Row[] = [
  ['under-13', null, [], 'noticed', 'default', 'noticed every'],
  ['under-13', 'off', [], 'noticed', 'age', 'noticed every'],
  ['under-13', 'every', [], 'every', 'own', 'noticed every'],
  ['under-13', null, [link('every')], 'every', 'family', 'every'],
  ['13-17', null, [], 'noticed', 'default', 'off noticed every'],
  ['13-17', 'off', [], 'off', 'own', 'off noticed every'],
  ['13-17', 'off', [link('noticed')], 'noticed', 'family', 'noticed every'],
  ['13-17', 'every', [link('noticed')], 'every', 'own', 'noticed every'],
  ['13-17', 'off', [link('off')], 'off', 'own', 'off noticed every'],
  ['13-17', 'off', [link('noticed'), link('every')], 'every', 'family', 'every'],
  ['13-17', 'off', [link('every', 'asked')], 'off', 'own', 'off noticed every'],
  ['13-17', 'off', [link('every', 'ended')], 'off', 'own', 'off noticed every'],
  ['adult', null, [], 'off', 'default', 'off noticed every'],
  ['adult', 'noticed', [], 'noticed', 'own', 'off noticed every'],
  ['adult', 'off', [link('every')], 'off', 'own', 'off noticed every'],
];
for (const [band, own, links, setting, because, choices] of rules) {
  const family = links.map(({ state, settings }) => `${settings.covers} (${state})`).join(', ') || 'none';
  test(`${band}, chose ${own ?? 'nothing'}, family link ${family}: ${setting} because of ${because}`, () => {
    assert.deepEqual(coverRule({ band, own, links }), { setting, because, choices: choices.split(' ') });
  });
}

test('nobody under 18 has open pictures unless they chose so themselves, whatever a guardian sets', () => {
  for (const band of ['under-13', '13-17'] as const) {
    for (const covers of ['off', 'noticed', 'every'] as const) {
      assert.notEqual(coverRule({ band, own: null, links: [link(covers)] }).setting, 'off');
    }
  }
});

const covers: [CoverSetting, PictureReading, string][] = [
  ['off', 'pending', 'open'],
  ['off', 'sensitive', 'open'],
  ['noticed', 'pending', 'waiting'],
  ['noticed', 'harmless', 'open'],
  ['noticed', 'sensitive', 'covered'],
  ['noticed', 'unread', 'covered'],
  ['noticed', 'no-model', 'covered'],
  ['noticed', 'late', 'covered'],
  ['every', 'pending', 'covered'],
  ['every', 'harmless', 'covered'],
  ['every', 'sensitive', 'covered'],
  ['every', 'unread', 'covered'],
  ['every', 'no-model', 'covered'],
];
for (const [setting, reading, cover] of covers) {
  test(`a picture of somebody else, covers ${setting}, ${reading}: ${cover}; own or asked to see: open`, () => {
    assert.equal(coverOf({ setting, reading, isOwn: false, wasShown: false }), cover);
    assert.equal(coverOf({ setting, reading, isOwn: true, wasShown: false }), 'open');
    assert.equal(coverOf({ setting, reading, isOwn: false, wasShown: true }), 'open');
  });
}

const sendings: [CoverSetting, Exclude<PictureReading, 'pending'>, string][] = [
  ['off', 'harmless', 'send'],
  ['off', 'sensitive', 'send'],
  ['off', 'late', 'send'],
  ['off', 'unread', 'send'],
  ['off', 'no-model', 'send'],
  ['noticed', 'harmless', 'send'],
  ['noticed', 'sensitive', 'ask'],
  ['noticed', 'late', 'ask'],
  ['noticed', 'unread', 'ask'],
  ['noticed', 'no-model', 'send'],
  ['every', 'harmless', 'send'],
  ['every', 'sensitive', 'ask'],
  ['every', 'late', 'ask'],
  ['every', 'unread', 'ask'],
  ['every', 'no-model', 'send'],
];
for (const [setting, reading, outcome] of sendings) {
  test(`before sending, covers ${setting}, ${reading}: ${outcome}`, () => {
    assert.equal(beforeSending(setting, reading), outcome);
  });
}

test('what the model does not read is sent unasked by adults who chose nothing, and by nobody else who did not choose so', () => {
  const asks = (band: AgeBand, own: CoverSetting | null) =>
    beforeSending(coverRule({ band, own, links: [] }).setting, 'unread');
  assert.deepEqual([asks('adult', null), asks('adult', 'noticed'), asks('adult', 'every')], ['send', 'ask', 'ask']);
  assert.deepEqual([asks('13-17', null), asks('13-17', 'off')], ['ask', 'send']);
  assert.deepEqual([asks('under-13', null), asks('under-13', 'off')], ['ask', 'ask']);
});

test('the safe choice is always first and the other one always last', () => {
  for (const moment of ['view', 'send'] as const) {
    for (const hasTrusted of [true, false]) {
      for (const canChooseTrusted of [true, false]) {
        for (const hasPerson of [true, false]) {
          const actions = pictureActions({ moment, hasTrusted, canChooseTrusted, hasPerson });
          assert.equal(actions[0], 'safe');
          assert.equal(actions.at(-1), 'go-on');
          assert.ok(actions.includes('help'));
          assert.equal(actions.includes('report'), hasPerson);
          assert.equal(actions.includes('block-report'), hasPerson);
          assert.equal(actions.includes('trusted'), hasTrusted);
        }
      }
    }
  }
});

test('nobody is trusted but who was chosen: not oneself, not somebody who was blocked since', () => {
  const facts = { self: 'mia@hub.example', blocked: new Set(['mal@hub.example']) };
  assert.equal(trustedNow(null, facts), null);
  assert.equal(trustedNow('ana@hub.example', facts), 'ana@hub.example');
  assert.equal(trustedNow('mal@hub.example', facts), null);
  assert.equal(canBeTrusted('mia@hub.example', facts), false);
  assert.ok(isMinor('under-13') && isMinor('13-17') && !isMinor('adult'));
});

const never = () => () => {};
/** The head of a GIF of one pixel, which is enough to be asked about. */
const bytes = new Uint8Array([...Buffer.from('GIF89a'), 1, 0, 1, 0, 0, 0, 0, 0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0]);

test('a picture is read by the model that was given, and by nothing without one or where none was loaded', async () => {
  const say = (prompt: 'sensitive-picture' | null) => async () => ({ score: 0.5, prompt });
  assert.equal(await readPicture(say('sensitive-picture'), bytes, never), 'sensitive');
  assert.equal(await readPicture(say(null), bytes, never), 'harmless');
  assert.equal(await readPicture(null, bytes, never), 'no-model');
  assert.equal(await readPicture(null, Buffer.from('words'), never), 'no-model');
  assert.equal(await readPicture(async () => 'no-model', bytes, never), 'no-model');
  const isUrgent = async (_: Uint8Array, asking?: { isUrgent?: boolean }) => ({
    score: 0.5,
    prompt: asking?.isUrgent ? ('sensitive-picture' as const) : null,
  });
  assert.equal(await readPicture(isUrgent, bytes, never), 'harmless');
  assert.equal(await readPicture(isUrgent, bytes, never, { isUrgent: true }), 'sensitive');
});

test('what is no picture, or says that it is too large, is not given to the model', async () => {
  const never = () => assert.fail('asked');
  const huge = bytes.slice();
  huge.set([0xff, 0xff, 0xff, 0xff], 6);
  for (const file of [new Uint8Array(), Buffer.from('words'), huge]) {
    assert.equal(await readPicture(never, file, () => () => {}), 'unread');
  }
});

test('what a model says after ten seconds is heard once, and a model that cannot look now is late', async () => {
  let due = () => {};
  const verdict = Promise.withResolvers<{ score: number; prompt: 'sensitive-picture' | null }>();
  const heard: string[] = [];
  const later = (_: number, task: () => void) => {
    due = task;
    return () => {};
  };
  const asking = { onLate: (reading: string) => heard.push(reading) };
  const reading = readPicture(() => verdict.promise, bytes, later, asking);
  due();
  assert.equal(await reading, 'late');
  verdict.resolve({ score: 0.1, prompt: null });
  await new Promise((turn) => setTimeout(turn, 0));
  assert.deepEqual(heard, ['harmless']);
  assert.equal(await readPicture(async () => 'late', bytes, never, asking), 'late');
  assert.deepEqual(heard, ['harmless']);
});

test('a model that throws, rejects or hangs gives an answer all the same', async () => {
  const fail = () => {
    throw new Error('no memory');
  };
  assert.equal(await readPicture(fail, bytes, never), 'unread');
  assert.equal(await readPicture(() => Promise.reject(new Error('it moves')), bytes, never), 'unread');
  let due = () => {};
  const hanging = readPicture(
    () => new Promise(() => {}),
    bytes,
    (delayMs, task) => {
      assert.equal(delayMs, 10_000);
      due = task;
      return () => {};
    },
  );
  due();
  assert.equal(await hanging, 'late');
});
