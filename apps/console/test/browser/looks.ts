import type { Page } from 'playwright-core';

/** One way in which the console can be looked at; sizes in CSS pixels. */
export interface Look {
  locale: 'en' | 'de' | 'es' | 'ar';
  theme: 'light' | 'dark';
  width: number;
  height: number;
}

/** Turns a page into another look where it stands, as a choice in another tab of the same browser does. */
export async function turnInto(page: Page, { locale, theme, width, height }: Look): Promise<void> {
  await page.setViewportSize({ width, height });
  await page.evaluate(
    ({ key, change }) => {
      const value = { ...JSON.parse(localStorage.getItem(key) ?? '{}'), ...change };
      localStorage.setItem(key, JSON.stringify(value));
      dispatchEvent(new StorageEvent('storage', { key }));
    },
    { key: 'wellhouse.console.preferences', change: { locale, theme } },
  );
  await page.locator(`html[lang=${locale}][data-theme=${theme}]`).waitFor({ state: 'attached' });
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
}
