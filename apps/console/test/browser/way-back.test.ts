/** The way back stands for ten minutes. It covers nothing in that time. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Page } from 'playwright-core';
import { keepPicture } from './browser.ts';
import { axeFindings } from './findings.ts';
import { openHouse } from './house.ts';
import { sendProposed } from './send-proposed.ts';

const house = openHouse();

async function decided(page: Page): Promise<void> {
  await page.locator('[data-case]').first().waitFor();
  await page.keyboard.press('n');
  await sendProposed(page);
  await page.locator('.undo-bar').waitFor();
  await page.locator('.timeline').waitFor();
}

/** At the end of the page: how far its last panel reaches beneath the way back, pixels; and how far that reaches beneath the places. */
async function overlaps(page: Page): Promise<{ content: number; places: number }> {
  return page.evaluate(() => {
    window.scrollTo(0, document.documentElement.scrollHeight);
    const main = document.getElementById('main');
    main?.scrollTo(0, main.scrollHeight);
    const bar = document.querySelector('.undo-bar')?.getBoundingClientRect();
    const nav = document.querySelector('.nav')?.getBoundingClientRect();
    const bottoms = [...document.querySelectorAll('#main .panel')].map((one) => one.getBoundingClientRect().bottom);
    if (bar === undefined || nav === undefined) throw new Error('find no way back');
    const below = nav.top > bar.top ? nav.top : window.innerHeight;
    return { content: Math.max(...bottoms) - bar.top, places: bar.bottom - below };
  });
}

for (const [width, height] of [
  [1360, 900],
  [800, 900],
  [390, 844],
] as const) {
  it(`has its own room below the page at ${width} pixels, and is reached and closed by keyboard`, async () => {
    const { page } = await house.open({ role: 'reviewer' });
    await decided(page);
    await page.setViewportSize({ width, height });
    const { content, places } = await overlaps(page);
    assert.ok(content <= 0, `the page ends ${content} px beneath it`);
    assert.ok(places <= 0.5, `it reaches ${places} px beneath the places`);
    await keepPicture(page, `way-back-${width}`);
    assert.deepEqual(await axeFindings(page), []);
    const close = page.locator('.undo-bar').getByRole('button', { name: 'Close' });
    await close.focus();
    await page.keyboard.press('Enter');
    await page.locator('.undo-bar').waitFor({ state: 'detached' });
  });
}

it('leaves what has the focus in sight where the window scrolls', async () => {
  const { page } = await house.open({ role: 'reviewer' });
  await decided(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.evaluate(() => window.scrollTo(0, 0));
  for (const one of await page.locator('#main :is(button, a, textarea)').all()) {
    if (!(await one.isVisible()) || (await one.isDisabled())) continue;
    await one.focus();
    const hidden = await one.evaluate((element) => {
      const bar = document.querySelector('.undo-bar')?.getBoundingClientRect();
      const box = element.getBoundingClientRect();
      // Taller than what is seen: its beginning counts.
      return bar !== undefined && Math.min(box.bottom, box.top + 40) > bar.top;
    });
    assert.equal(hidden, false, await one.evaluate((element) => element.outerHTML.slice(0, 120)));
  }
});
