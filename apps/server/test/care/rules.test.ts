import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { careCaps, careKindOf } from '@wellhouse/protocol';
import { taxonomy } from '@wellhouse/taxonomy';
import { countNear } from '../../src/care/care-team.ts';
import { dayOf, lastDaysIn, startOfDay } from '../../src/care/day-in-zone.ts';
import { breakDue, budgetsInForce, minutesBetween, type Stretch, spentKinds } from '../../src/care/exposure.ts';
import { nothingChosen } from '../../src/care/load-care.ts';
import { untakenBy } from '../../src/care/untaken.ts';
import { standsFor } from '../../src/review/seen-enough.ts';

const at = (time: string) => new Date(`2026-03-27T${time}Z`);
const stretch = (kind: Stretch['kind'], from: string, to: string, more: Partial<Stretch> = {}): Stretch => ({
  kind,
  heavy: false,
  ended: true,
  from: at(from),
  to: at(to),
  ...more,
});
const none = { child: 0, graphic: 0, text: 0, other: 0 };

describe('days', () => {
  const table: [zone: string, day: string, start: string][] = [
    ['UTC', '2026-03-29', '2026-03-29T00:00:00.000Z'],
    ['Europe/Berlin', '2026-03-29', '2026-03-28T23:00:00.000Z'],
    ['Europe/Berlin', '2026-03-30', '2026-03-29T22:00:00.000Z'],
    ['Asia/Kathmandu', '2026-03-29', '2026-03-28T18:15:00.000Z'],
    ['Pacific/Kiritimati', '2026-03-29', '2026-03-28T10:00:00.000Z'],
    ['America/Los_Angeles', '2026-11-01', '2026-11-01T07:00:00.000Z'],
    // The clock goes from 23:59 to 01:00: the day has no midnight.
    ['Africa/Cairo', '2026-04-24', '2026-04-23T22:00:00.000Z'],
  ];
  for (const [zone, day, start] of table) {
    test(`${day} begins in ${zone} at ${start}`, () => {
      assert.equal(startOfDay(day, zone).toISOString(), start);
      assert.equal(dayOf(startOfDay(day, zone), zone), day);
      assert.notEqual(dayOf(new Date(startOfDay(day, zone).getTime() - 1_000), zone), day);
    });
  }
  test('seven days end today, also over a changed clock', () => {
    const days = lastDaysIn(new Date('2026-03-30T10:00:00Z'), 'Europe/Berlin', 7);
    assert.deepEqual([days[0]?.day, days.at(-1)?.day, days.length], ['2026-03-24', '2026-03-30', 7]);
    for (const [index, { to }] of days.slice(0, -1).entries()) assert.deepEqual(to, days[index + 1]?.from);
    const hours = days.map(({ from, to }) => (to.getTime() - from.getTime()) / 3_600_000);
    assert.deepEqual(hours, [24, 24, 24, 24, 24, 23, 24]);
  });
});

describe('minutes', () => {
  const whole = [at('00:00:00'), at('23:59:59')] as const;
  test('two looks at once are counted once', () => {
    const two = [stretch('text', '10:00:00', '10:30:00'), stretch('text', '10:10:00', '10:40:00')];
    assert.deepEqual(minutesBetween(two, ...whole), { ...none, text: 40 });
  });
  test('what two classes share counts for the heavier one', () => {
    const two = [stretch('other', '10:00:00', '11:00:00'), stretch('child', '10:15:00', '10:30:00')];
    assert.deepEqual(minutesBetween(two, ...whole), { ...none, other: 45, child: 15 });
  });
  test('only the part within the day counts', () => {
    const long = [stretch('graphic', '10:00:00', '12:00:00')];
    assert.equal(minutesBetween(long, at('11:00:00'), at('11:20:00')).graphic, 20);
    assert.deepEqual(minutesBetween(long, at('13:00:00'), at('14:00:00')), none);
  });
});

describe('budgets', () => {
  const { budgets: own } = nothingChosen;
  test('one can set a lower one than the team, not a higher one', () => {
    const lower = {
      ...own,
      child: { dayMinutes: 20, weekMinutes: null },
      text: { dayMinutes: 300, weekMinutes: null },
    };
    const team = { ...careCaps, text: { dayMinutes: 100, weekMinutes: 400 } };
    const inForce = budgetsInForce(team, lower);
    assert.deepEqual(inForce.child, { dayMinutes: 20, weekMinutes: careCaps.child.weekMinutes });
    assert.deepEqual(inForce.text, { dayMinutes: 100, weekMinutes: 400 });
  });
  test('a class is spent by its day or by its week', () => {
    const { dayMinutes, weekMinutes } = careCaps.child;
    assert.deepEqual(spentKinds(careCaps, { ...none, child: dayMinutes - 0.1 }, none), []);
    assert.deepEqual(spentKinds(careCaps, { ...none, child: dayMinutes }, none), ['child']);
    assert.deepEqual(spentKinds(careCaps, none, { ...none, child: weekMinutes }), ['child']);
  });
  test('how near a team is to them is told of three people or more', () => {
    const person = (child: number) => ({ budgets: careCaps, today: { ...none, child }, week: { ...none, child } });
    const { dayMinutes } = careCaps.child;
    assert.equal(countNear('child', [person(1), person(dayMinutes)]), null);
    assert.equal(countNear('child', [person(0), person(1), person(dayMinutes)]), null);
    assert.deepEqual(countNear('child', [person(1), person(dayMinutes * 0.9), person(dayMinutes)]), {
      near: 1,
      reached: 1,
    });
  });
});

describe('breaks', () => {
  const asked = { now: at('10:30:00'), lastBreakAt: null, afterMinutes: 25 };
  test('are proposed after minutes on end with the heavier classes', () => {
    const two = [stretch('graphic', '10:00:00', '10:14:00'), stretch('child', '10:16:00', '10:30:00')];
    assert.equal(breakDue(two, asked), 'minutes');
    assert.equal(breakDue([stretch('text', '09:00:00', '10:30:00')], asked), null);
  });
  test('are not proposed where five minutes of rest lay between', () => {
    const two = [stretch('graphic', '10:00:00', '10:12:00'), stretch('child', '10:17:00', '10:30:00')];
    assert.equal(breakDue(two, asked), null);
    assert.equal(breakDue([stretch('graphic', '09:00:00', '10:24:00')], asked), null);
  });
  test('are proposed after a heavy case, once it is closed, and for half an hour', () => {
    const heavy = (more: Partial<Stretch>) => [stretch('child', '10:20:00', '10:22:00', { heavy: true, ...more })];
    assert.equal(breakDue(heavy({}), asked), 'case');
    assert.equal(breakDue(heavy({ ended: false }), asked), null);
    assert.equal(breakDue(heavy({}), { ...asked, now: at('10:53:00') }), null);
    assert.equal(breakDue(heavy({ heavy: false }), asked), null);
  });
  test('are not proposed for what was before the last one', () => {
    const all = [stretch('child', '09:30:00', '10:26:00', { heavy: true })];
    assert.equal(breakDue(all, asked), 'minutes');
    assert.equal(breakDue(all, { ...asked, lastBreakAt: at('10:27:00') }), null);
  });
});

test('every leaf of the taxonomy has its class, and all abuse of children the heaviest', () => {
  for (const { id } of taxonomy.leaves) assert.equal(careKindOf(id) === 'child', id.startsWith('child.'), id);
  assert.deepEqual(['adult.ncii', 'threat.life', 'fraud.scam', 'self.ed', 'new.kind'].map(careKindOf), [
    'graphic',
    'text',
    'other',
    'text',
    'other',
  ]);
});

test('a kind that everyone has opted out of is told, not who', () => {
  const leaves = ['hate.speech', 'fraud.scam'];
  const all = { categories: null, without: [] };
  const out = { categories: null, without: ['hate.speech'] };
  assert.deepEqual(untakenBy([all, out], leaves), []);
  assert.deepEqual(untakenBy([out, { categories: ['fraud'], without: [] }], leaves), ['hate.speech']);
  assert.deepEqual(untakenBy([out, { categories: ['hate'], without: [] }], leaves), []);
  assert.deepEqual(untakenBy([], leaves), leaves);
});

describe('pictures that look the same', () => {
  const pdq = (flipped: number) => {
    const hash = Buffer.alloc(32, 0x5a);
    for (let bit = 0; bit < flipped; bit++) hash[bit >> 3] = (hash[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    return hash;
  };
  const picture = (attachmentId: string, flipped: number, quality = 100) => ({
    attachmentId,
    sha256: Buffer.from(attachmentId.padEnd(32)),
    pdq: pdq(flipped),
    quality,
  });
  const table: [name: string, pictures: ReturnType<typeof picture>[], expected: Record<string, string>][] = [
    ['within 31 bits one stands for the other', [picture('a', 0), picture('b', 31)], { b: 'a' }],
    ['beyond they are two', [picture('a', 0), picture('b', 32)], {}],
    ['looks do not drift along a chain', [picture('a', 0), picture('b', 20), picture('c', 40)], { b: 'a' }],
    ['plain pictures are not told by their looks', [picture('a', 0, 49), picture('b', 0, 100)], {}],
  ];
  for (const [name, pictures, expected] of table) {
    test(name, () => assert.deepEqual(Object.fromEntries(standsFor(pictures)), expected));
  }
  test('the same bytes are the same, however plain', () => {
    const twin = { ...picture('a', 0, 0), attachmentId: 'b' };
    assert.deepEqual(Object.fromEntries(standsFor([picture('a', 0, 0), twin])), { b: 'a' });
  });
});
