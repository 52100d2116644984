import type { Page } from 'playwright-core';

/** On a claimed case, by keys alone: takes what its policy proposes, writes a reason, and sends it. */
export async function sendProposed(page: Page): Promise<void> {
  await page.locator('.proposal').waitFor();
  await page.keyboard.press('t');
  await page.locator('.proposal[data-taken="true"]').waitFor();
  await page.keyboard.press('w');
  await page.keyboard.type('You threatened to hurt another person.');
  await page.keyboard.press('Control+Enter');
}
