/** A line of text with names in it: what its sender wrote must not pose as another account or reach beyond its piece. */
import { afterEach, describe, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { posingNames } from './support/posing-names.ts';
import { all, axeFindings, close, find, open, walkTo } from './support/walk.ts';

afterEach(async () => {
  close();
  await page.viewport(1000, 800);
});

/** Opens the preview, with Ben's name kept back or not. */
async function openPreview(options: { locale?: string; theme?: 'light' | 'dark'; isNameKept: boolean }) {
  const { isNameKept, ...story } = options;
  const opened = await open({ ...story, before: posingNames });
  await walkTo('preview');
  if (isNameKept)
    await page.elementLocator(find('.wh-people .wh-check', all('.wh-people .wh-check').length - 1)).click();
  await expect.poll(() => all('.wh-kept-name').length).toBe(isNameKept ? 1 : 0);
  await expect.poll(() => all('.wh-words:has(.wh-mention)').length).toBe(1);
  return { ...opened, line: find('.wh-words:has(.wh-mention)') };
}

const pieces = (line: HTMLElement): HTMLElement[] => [...line.querySelectorAll<HTMLElement>(':scope > *')];
const texts = (elements: readonly HTMLElement[]): (string | null)[] => elements.map((piece) => piece.textContent);

test('a name stands beside the account that it was given to', async () => {
  const { line } = await openPreview({ isNameKept: false });
  expect(texts(all('.wh-account'))).toEqual(['(mal@hub.example)', '(ben@hub.example)']);
  for (const account of all('.wh-account')) expect(account.getClientRects().length).toBeGreaterThan(0);
  const [account] = all('.wh-account');
  if (account === undefined) throw new Error('expected an account');
  expect(getComputedStyle(account).fontFamily).not.toBe(getComputedStyle(line).fontFamily);
});

test('a right-to-left override turns neither the mark of what is kept back nor the words after it', async () => {
  await page.viewport(1600, 800);
  const { line } = await openPreview({ isNameKept: true });
  line.style.whiteSpace = 'nowrap';
  const drawn = pieces(line).toSorted((a, b) => a.getBoundingClientRect().left - b.getBoundingClientRect().left);
  expect(texts(drawn)).toEqual([
    ...['Ask ', '@ana@hub.example', '(mal@hub.example)', ' or \u202ereh rehtom, '],
    ...['name kept back (part 4)', ' knows.'],
  ]);
});

describe.each(['en', 'de', 'es', 'ar'])('in %s', (locale) => {
  test.each(['light', 'dark'] as const)(
    'the part that is kept back has its number, fits, and axe finds nothing: %s',
    async (theme) => {
      await page.viewport(320, 640);
      const { line } = await openPreview({ locale, theme, isNameKept: true });
      expect(find('.wh-kept-name').textContent).toMatch(/4/);
      for (const box of [line, ...all('.wh-message, .wh-modal')]) {
        expect(box.scrollWidth, box.className).toBeLessThanOrEqual(box.clientWidth + 1);
      }
      expect(await axeFindings()).toEqual([]);
    },
  );
});
