import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { openHouse } from './house.ts';

const house = openHouse();

/** Presses the key in the very moment in which the case's form is put into the page, before anything of it is painted. */
async function pressWithTheForm(page: Page, key: string): Promise<void> {
  await page.evaluate((pressed) => {
    new MutationObserver((_, observer) => {
      if (document.querySelector('.decide-form') === null) return;
      observer.disconnect();
      document.documentElement.dataset.drawnThen = String(
        document.querySelectorAll('.notes-panel, .people-panel').length,
      );
      const shiftKey = pressed === pressed.toUpperCase();
      window.dispatchEvent(new KeyboardEvent('keydown', { key: pressed, shiftKey, cancelable: true }));
    }).observe(document.body, { childList: true, subtree: true });
  }, key);
  await page.keyboard.press('n');
  await page.locator('html[data-drawn-then]').waitFor();
}

describe('a key that is pressed before the part it leads to is drawn', () => {
  const places = [
    { key: 'm', place: '.notes-panel textarea' },
    { key: 'M', place: '.notes-panel form:has(.checkbox) textarea' },
    { key: 'P', place: '.people-panel' },
  ];
  for (const { key, place } of places) {
    it(`leads there all the same: ${key}`, async () => {
      const { page } = await house.open({ role: 'reviewer' });
      await page.locator('[data-case]').first().waitFor();
      await pressWithTheForm(page, key);
      assert.equal(await page.locator('html').getAttribute('data-drawn-then'), '0', 'it was drawn already');
      await page.locator(`${place}:focus`).waitFor();
    });
  }
});
