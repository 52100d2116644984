import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type AgeBand,
  askFamily,
  canDisown,
  changeFamily,
  type FamilyChange,
  type FamilyLink,
  type FamilyOutcome,
  guardianNeverSees,
  guardianSees,
  linksToTell,
  standsNow,
} from '@wellhouse/client';

const guardian = 'gil@hub.example';
const young = 'mia@hub.example';
const other = 'mal@hub.example';
const base: FamilyLink = {
  ...{ linkId: 'l1', guardian, young, state: 'asked' },
  ...{ settings: { covers: 'off' }, changedAt: 1 },
};
const said = (outcome: FamilyOutcome) => (outcome.ok ? outcome.link.state : outcome.code);

const questions: [AgeBand, string, string][] = [
  ['under-13', guardian, 'asked'],
  ['13-17', guardian, 'asked'],
  ['adult', guardian, 'wrong-ages'],
  ['13-17', young, 'wrong-ages'],
];
for (const [ofYoung, asked, outcome] of questions) {
  test(`somebody of the band ${ofYoung} asks ${asked === young ? 'themselves' : 'another person'}: ${outcome}`, () => {
    assert.equal(said(askFamily({ linkId: 'l1', guardian: asked, young }, ofYoung, 1)), outcome);
  });
}

test('who is under 18 cannot be found out by asking: only answering looks at the age of the one who answers', () => {
  const asked = askFamily({ linkId: 'l1', guardian: other, young }, '13-17', 1);
  assert.ok(asked.ok);
  const answer = (ofGuardian: AgeBand) =>
    said(changeFamily(asked.link, yes, { by: other, ages: { guardian: ofGuardian, young: '13-17' }, now: 2 }));
  assert.deepEqual([answer('adult'), answer('13-17')], ['on', 'wrong-ages']);
});

const set: FamilyChange = { type: 'set', settings: { covers: 'every' } };
const yes: FamilyChange = { type: 'answer', yes: true };
const no: FamilyChange = { type: 'answer', yes: false };
const end: FamilyChange = { type: 'end' };
const notMe: FamilyChange = { type: 'not-me' };
const block: FamilyChange = { type: 'block' };
type Row = [FamilyLink['state'], string, FamilyChange, AgeBand, string];
const changes: Row[] = [
  ['asked', guardian, yes, '13-17', 'on'],
  ['asked', guardian, yes, 'adult', 'wrong-ages'],
  ['asked', guardian, no, '13-17', 'ended'],
  ['asked', young, yes, '13-17', 'not-yours-to-answer'],
  ['asked', other, yes, '13-17', 'not-in-link'],
  ['asked', guardian, set, '13-17', 'not-now'],
  ['asked', young, end, 'under-13', 'ended'],
  ['on', guardian, set, '13-17', 'on'],
  ['on', young, set, '13-17', 'only-guardian-sets'],
  ['on', other, set, '13-17', 'not-in-link'],
  ['on', guardian, set, 'adult', 'not-now'],
  ['on', guardian, yes, '13-17', 'not-now'],
  ['on', young, end, '13-17', 'ended'],
  ['on', young, end, 'under-13', 'guardian-ends'],
  ['on', guardian, end, 'under-13', 'ended'],
  ['on', young, end, 'adult', 'ended'],
  ['on', young, notMe, 'under-13', 'ended'],
  ['on', young, notMe, '13-17', 'ended'],
  ['on', guardian, notMe, '13-17', 'only-young-disowns'],
  ['asked', young, notMe, '13-17', 'not-now'],
  ['on', young, block, 'under-13', 'ended'],
  ['on', guardian, block, '13-17', 'ended'],
  ['asked', guardian, block, '13-17', 'ended'],
  ['on', other, block, '13-17', 'not-in-link'],
  ['ended', young, block, '13-17', 'not-now'],
  ['ended', guardian, set, '13-17', 'not-now'],
  ['ended', guardian, yes, '13-17', 'not-now'],
  ['ended', young, end, '13-17', 'not-now'],
];
for (const [state, by, change, ofYoung, outcome] of changes) {
  const who = by === guardian ? 'the guardian' : by === young ? `the young person (${ofYoung})` : 'somebody else';
  test(`a link that is ${state}: ${who} wants ${JSON.stringify(change)}: ${outcome}`, () => {
    const ages = { guardian: 'adult' as const, young: ofYoung };
    assert.equal(said(changeFamily({ ...base, state }, change, { by, ages, now: 2 })), outcome);
  });
}

const day = 24 * 60 * 60_000;

test('a question nobody answered is gone after seven days; a link that is on stays', () => {
  const at = (days: number) => 1 + days * day;
  const ages = { guardian: 'adult' as const, young: '13-17' as const };
  assert.deepEqual([standsNow(base, at(6.9)), standsNow(base, at(7))], [true, false]);
  assert.equal(standsNow({ ...base, state: 'on' }, at(700)), true);
  assert.equal(standsNow({ ...base, state: 'ended' }, at(0)), false);
  assert.equal(said(changeFamily(base, yes, { by: guardian, ages, now: at(6.9) })), 'on');
  assert.equal(said(changeFamily(base, yes, { by: guardian, ages, now: at(7) })), 'not-now');
});

test('for a week after a link came or changed, at every age, the young person can say that it was not them', () => {
  const on: FamilyLink = { ...base, state: 'on' };
  const ages = { guardian: 'adult' as const, young: 'under-13' as const };
  const after = (days: number) => said(changeFamily(on, notMe, { by: young, ages, now: 1 + days * day }));
  assert.deepEqual([after(6.9), after(7)], ['ended', 'not-now']);
  assert.deepEqual(
    [canDisown(on, 1 + 6.9 * day), canDisown(on, 1 + 7 * day), canDisown(base, 2)],
    [true, false, false],
  );
});

test('somebody who says later that they are under 18 sets nothing any more', () => {
  const ages = { guardian: '13-17' as const, young: '13-17' as const };
  assert.equal(said(changeFamily({ ...base, state: 'on' }, set, { by: guardian, ages, now: 2 })), 'wrong-ages');
});

test('the young person is told of a link that came or changed, once, and nobody else is', () => {
  const on: FamilyLink = { ...base, state: 'on', changedAt: 5 };
  const told = (link: FamilyLink, self: string, seen: Record<string, number>) =>
    linksToTell([link], { self, seen }).length;
  assert.equal(told(on, young, {}), 1);
  assert.equal(told(on, young, { l1: 4 }), 1);
  assert.equal(told(on, young, { l1: 5 }), 0);
  assert.equal(told(on, guardian, {}), 0);
  assert.equal(told(base, young, {}), 0);
});

test('a link has no place for content, for what a device noticed, or for whom the young person trusts', () => {
  const ages = { guardian: 'adult' as const, young: '13-17' as const };
  const smuggled = { covers: 'noticed' as const, trusted: guardian, noticed: ['a picture'] };
  const changed = changeFamily(
    { ...base, state: 'on' },
    { type: 'set', settings: smuggled },
    { by: guardian, ages, now: 2 },
  );
  assert.ok(changed.ok);
  assert.deepEqual(changed.link, { ...base, state: 'on', settings: { covers: 'noticed' }, changedAt: 2 });
  assert.deepEqual(Object.keys(changed.link).sort(), [
    ...['changedAt', 'guardian', 'linkId', 'settings', 'state', 'young'],
  ]);
  const shown: readonly string[] = guardianSees;
  assert.deepEqual(
    guardianNeverSees.filter((one) => shown.includes(one)),
    [],
  );
});
