import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { ViewTimer } from '../src/screens/case/view-timer.ts';

function setUp(visible = true) {
  let now = 1_000;
  const timer = new ViewTimer(() => now, visible);
  return { timer, wait: (ms: number) => (now += ms) };
}

describe('view timer', () => {
  it('counts only while the page is visible', () => {
    const { timer, wait } = setUp();
    wait(400);
    timer.hide();
    wait(5_000);
    assert.equal(timer.times().visibleMs, 400);
    timer.show();
    wait(100);
    assert.equal(timer.times().visibleMs, 500);
  });

  it('counts each picture from uncovering to covering, and sums up', () => {
    const { timer, wait } = setUp();
    timer.uncover('a');
    wait(300);
    timer.uncover('b');
    wait(200);
    timer.cover('a');
    wait(50);
    timer.cover('b');
    timer.uncover('a');
    wait(25);
    assert.deepEqual(timer.times().attachments, [
      { attachmentId: 'a', uncoveredMs: 525 },
      { attachmentId: 'b', uncoveredMs: 250 },
    ]);
  });

  it('covers everything when the page is hidden, and uncovers nothing by itself afterwards', () => {
    const { timer, wait } = setUp();
    timer.uncover('a');
    wait(100);
    timer.hide();
    timer.uncover('a');
    wait(900);
    timer.show();
    wait(900);
    assert.deepEqual(timer.times(), {
      visibleMs: 1_000,
      attachments: [{ attachmentId: 'a', uncoveredMs: 100 }],
      pictures: [],
    });
  });

  it('starts at nothing on a page that is hidden', () => {
    const { timer, wait } = setUp(false);
    wait(100);
    assert.deepEqual(timer.times(), { visibleMs: 0, attachments: [], pictures: [] });
  });

  it('never counts the same time twice', () => {
    const { timer, wait } = setUp();
    timer.show();
    timer.uncover('a');
    timer.uncover('a');
    wait(10);
    timer.cover('a');
    timer.cover('a');
    timer.hide();
    timer.hide();
    assert.deepEqual(timer.times(), {
      visibleMs: 10,
      attachments: [{ attachmentId: 'a', uncoveredMs: 10 }],
      pictures: [],
    });
  });

  it('only grows, and no picture is uncovered longer than the page was visible, whatever happens', () => {
    const step = fc.tuple(
      fc.constantFrom('show', 'hide', 'uncover a', 'uncover b', 'cover a', 'cover b'),
      fc.integer({ min: 0, max: 10_000 }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), fc.boolean(), (steps, visible) => {
        const { timer, wait } = setUp(visible);
        let before = timer.times();
        for (const [what, ms] of steps) {
          const [verb, picture = ''] = what.split(' ');
          if (verb === 'show') timer.show();
          else if (verb === 'hide') timer.hide();
          else if (verb === 'uncover') timer.uncover(picture);
          else timer.cover(picture);
          wait(ms);
          const after = timer.times();
          assert.ok(after.visibleMs >= before.visibleMs);
          for (const { attachmentId, uncoveredMs } of before.attachments) {
            const later = after.attachments.find((one) => one.attachmentId === attachmentId);
            assert.ok((later?.uncoveredMs ?? -1) >= uncoveredMs);
          }
          for (const { uncoveredMs } of after.attachments) assert.ok(uncoveredMs <= after.visibleMs);
          before = after;
        }
      }),
    );
  });
});
