/** A line of text with names in it and a part kept back: what the sender wrote must not reach beyond its own piece. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import { hub } from '../fixture-data.ts';
import { keepPicture, type OpenOptions } from './browser.ts';
import { axeFindings } from './findings.ts';
import { openHouse } from './house.ts';

const house = openHouse();

async function openMessage(options: OpenOptions = {}) {
  const opened = await house.open({ role: 'reviewer', ...options });
  const { page } = opened;
  await page.locator('[data-case]').first().waitFor();
  await page.keyboard.press('n');
  await page.locator('.decide-form').waitFor();
  await page.keyboard.press('e');
  const line = page.locator('.part-text:has(.part-withheld)');
  await line.waitFor();
  return { ...opened, line };
}

/** Pieces whose middles are no farther apart than this stand on one line, in pixels: fonts of two sizes do not share their tops. */
const oneLine = 9;

/** The pieces of the line from left to right and top to bottom, as they are drawn. */
async function drawn(line: Locator): Promise<string[]> {
  const pieces = await line.locator(':scope > *').evaluateAll((elements) =>
    elements.map((element) => {
      const [first] = element.getClientRects();
      return {
        text: element.textContent ?? '',
        left: first?.left ?? 0,
        middle: first ? first.top + first.height / 2 : 0,
      };
    }),
  );
  return pieces
    .toSorted((a, b) => (Math.abs(a.middle - b.middle) > oneLine ? a.middle - b.middle : a.left - b.left))
    .map(({ text }) => text);
}

const piecesIn = (withheld: string) => [
  'Ask ',
  `@ana@${hub}`,
  `(ben@${hub})`,
  ' or \u202ereh rehtom, ',
  withheld,
  ' knows it, and so does ',
  `@cleo@${hub}`,
];

it('a name that is another account’s stands beside the account that was named, to be seen without pointing at it', async () => {
  const { line } = await openMessage();
  const account = line.locator('.part-account');
  assert.deepEqual(await account.allTextContents(), [`(ben@${hub})`], 'the name that is the account is not said twice');
  assert.ok(await account.isVisible());
  assert.notEqual(
    await account.evaluate((element) => getComputedStyle(element).fontFamily),
    await line.evaluate((element) => getComputedStyle(element).fontFamily),
    'a name that ends in brackets does not look like it',
  );
});

it('a right-to-left override turns neither the marker of a withheld part nor the words after it', async () => {
  const { line } = await openMessage({ width: 2_400 });
  assert.deepEqual(await drawn(line), piecesIn('part 4 withheld'));
});

const withheldIn: Record<string, string> = {
  en: 'part 4 withheld',
  de: 'Teil 4 zurückgehalten',
  es: 'parte 4 retenida',
  ar: 'الجزء 4 محجوب',
};

const looks: OpenOptions[] = [
  { locale: 'en', theme: 'light' },
  { locale: 'en', theme: 'dark' },
  { locale: 'es', theme: 'light', width: 360, height: 740 },
  { locale: 'de', theme: 'dark', width: 360, height: 740 },
  { locale: 'ar', theme: 'light' },
  { locale: 'ar', theme: 'dark', width: 360, height: 740 },
];

for (const look of looks) {
  const { locale = 'en', width = 1360 } = look;
  describe(`a message with names and a withheld part: ${locale} ${look.theme} ${width}`, () => {
    it('numbers the withheld part where it stood, fits, and axe finds nothing', async () => {
      const { page, line, fixture, faults } = await openMessage(look);
      await line.scrollIntoViewIfNeeded();
      await keepPicture(page, `message-text-${locale}-${look.theme}-${width}`);
      assert.deepEqual(await line.locator(':scope > *').allTextContents(), piecesIn(withheldIn[locale] ?? ''));
      const lines = await line.locator('.part-withheld').evaluate((marker) => marker.getClientRects().length);
      assert.equal(lines, 1, 'the marker is one piece');
      assert.deepEqual(await axeFindings(page), []);
      assert.deepEqual(await tooWide(page), []);
      assert.deepEqual([...fixture.violations, ...faults], []);
    });
  });
}

/** What of the page or of a message is wider than what holds it. */
function tooWide(page: Page): Promise<string[]> {
  const boxes = 'html, .conversation, .message, .message-body, .message-head, .part-text, .picture, .picture-facts';
  return page
    .locator(boxes)
    .evaluateAll((elements) =>
      elements
        .filter((box) => box.scrollWidth > box.clientWidth + 1)
        .map((box) => `${box.tagName} ${box.className}: ${box.textContent}`),
    );
}

it('the server’s own words for a problem are there for whoever looks closer', async () => {
  const { page } = await openMessage();
  const problem = page.locator('.item-problems li').first();
  await problem.getByText('The stamp’s key was not in use at the time it names.').waitFor();
  const detail = problem.getByText('the stamp key was not in use at that time');
  assert.equal(await detail.isVisible(), false);
  await problem.locator('summary').focus();
  await page.keyboard.press('Enter');
  await detail.waitFor({ state: 'visible' });
  assert.deepEqual(await axeFindings(page), []);
});
