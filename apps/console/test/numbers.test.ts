import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { axisTop, columnOf, linePoints } from '../src/screens/numbers/chart-scale.ts';
import { dayOf, shareOf, spanOf } from '../src/screens/numbers/span.ts';

describe('the scale of a chart', () => {
  it('ends at a round number that nothing goes beyond', () => {
    assert.deepEqual(
      [[], [0], [1], [3], [7, 2], [10], [11], [49], [51], [999]].map(axisTop),
      [1, 1, 1, 5, 10, 10, 20, 50, 100, 1_000],
    );
  });
  it('puts each day in the middle of its column', () => {
    assert.deepEqual(
      [0, 1, 2, 3].map((index) => columnOf(index, 4, 400)),
      [50, 150, 250, 350],
    );
  });
  it('draws nothing at the foot and the top at the head', () => {
    assert.equal(linePoints([0, 10, 5], 10, { width: 300, height: 100 }), '50,100 150,0 250,50');
  });
});

describe('times and shares in words', () => {
  const en = { locale: 'en' } as const;
  it('says minutes, hours and days as people do', () => {
    assert.deepEqual(
      [0.4, 45, 89, 200, 2_879, 3_000].map((minutes) => spanOf(en, minutes)),
      ['0.4 min', '45 min', '89 min', '3.3 hr', '48 hr', '2.1 days'],
    );
  });
  it('says shares in per cent', () => {
    assert.equal(shareOf(en, 21, 22), '95%');
  });
  it('names a day of UTC the same wherever the reader is', () => {
    assert.equal(dayOf(en, '2026-11-27'), 'Nov 27');
  });
});
