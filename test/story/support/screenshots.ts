import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';

/** Keeps a picture of the page when STORY_SCREENSHOTS names a folder; else does nothing. */
export async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.STORY_SCREENSHOTS;
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  const size = page.viewportSize();
  await page.waitForTimeout(300);
  await page.screenshot({ path: join(folder, `${name}-wide.png`) });
  await page.setViewportSize({ width: 390, height: 844 });
  await page.waitForTimeout(300);
  await page.screenshot({ path: join(folder, `${name}-narrow.png`) });
  if (size) await page.setViewportSize(size);
}
