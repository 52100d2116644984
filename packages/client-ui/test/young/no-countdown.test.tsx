import { afterEach, expect, test, vi } from 'vitest';
import { all, find, press, question } from '../support/walk.ts';
import { openYoungStory, type YoungStory } from '../support/young-story.tsx';

let story: YoungStory | null = null;
afterEach(() => {
  vi.useRealTimers();
  story?.unmount();
  story = null;
});

const moments = [
  { moment: 'viewing', opener: 'What can I do?', goOn: 'Show it', still: 'Do you still want to see it?' },
  { moment: 'sending', opener: 'Send a picture', goOn: 'Send it', still: 'Do you still want to send it?' },
] as const;

/** All that is drawn of the question, with the state of each of its controls. */
const drawn = () => find('.wh-dialog').outerHTML;
const open = () => all('.wh-dialog button').filter((button) => !button.matches('[disabled], [aria-disabled="true"]'));

for (const { moment, opener, goOn, still } of moments) {
  test(`before ${moment} nothing counts down: after an hour both questions are as they were, and so is every button`, async () => {
    story = await openYoungStory();
    await expect.poll(() => all('.wh-picture-cover[data-state="covered"]').length).toBe(1);
    // moments of the test pass as ever; the hour passes when it is told to
    vi.useFakeTimers({ shouldAdvanceTime: true });
    await press(opener);
    await expect.poll(() => all('.wh-dialog .wh-option').length).toBeGreaterThan(0);
    for (const screen of ['first', 'second']) {
      if (screen === 'second') {
        await press(goOn);
        await expect.poll(question).toBe(still);
      }
      await expect.poll(() => document.activeElement?.textContent).toBe(question());
      const before = drawn();
      const buttons = open().map(({ textContent }) => textContent);
      expect(buttons.length, screen).toBeGreaterThanOrEqual(3);
      expect(buttons.at(-1), screen).toMatch(new RegExp(goOn, 'i'));
      await vi.advanceTimersByTimeAsync(3_600_000);
      expect(drawn(), screen).toBe(before);
      expect(
        open().map(({ textContent }) => textContent),
        screen,
      ).toEqual(buttons);
    }
    expect(story.calls).toEqual([]);
  });
}
