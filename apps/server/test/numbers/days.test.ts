import assert from 'node:assert/strict';
import { test } from 'node:test';
import { backlogByDay, lastDays } from '../../src/numbers/days.ts';

test('the last days are whole days of UTC and end now', () => {
  const now = new Date('2026-03-01T00:30:00Z');
  assert.deepEqual(lastDays(now, 3), {
    from: new Date('2026-02-27T00:00:00Z'),
    to: now,
    days: ['2026-02-27', '2026-02-28', '2026-03-01'],
  });
});

test('a day of which no second has passed yet is one', () => {
  const now = new Date('2026-03-01T00:00:00Z');
  assert.deepEqual(lastDays(now, 1).days, ['2026-03-01']);
});

test('the backlog of each evening follows from the present one', () => {
  const flows = [
    { opened: 10, decided: 2 },
    { opened: 0, decided: 5 },
    { opened: 4, decided: 1 },
  ];
  assert.deepEqual(backlogByDay(7, flows), [9, 4, 7]);
});

test('a case that was opened again cannot make a backlog of less than nothing', () => {
  assert.deepEqual(
    backlogByDay(0, [
      { opened: 0, decided: 0 },
      { opened: 3, decided: 0 },
    ]),
    [0, 0],
  );
});
