import { describe, it } from 'node:test';
import { openHouse } from './house.ts';

const house = openHouse();

describe('how the console looks', () => {
  it('is chosen for every tab of this browser at once, also for one in the background', async () => {
    const { page, fixture } = await house.open({ role: 'reviewer' });
    await page.locator('[data-case]').first().waitFor();
    const neighbour = await page.context().newPage();
    await neighbour.goto(fixture.url);
    await neighbour.locator('[data-case]').first().waitFor();
    await page.locator('html[data-theme=light]').waitFor({ state: 'attached' });
    await neighbour.keyboard.type('gp');
    const dialog = neighbour.getByRole('dialog');
    await dialog.locator('.segment').filter({ hasText: 'Dark' }).click();
    await page.locator('html[data-theme=dark]').waitFor({ state: 'attached' });
    await dialog.getByText('Deutsch').click();
    await page.locator('html[lang=de]').waitFor({ state: 'attached' });
  });

  it('keeps each choice that it can read when another tab has stored one that it does not know', async () => {
    const { page } = await house.open({ role: 'reviewer', theme: 'dark', locale: 'es' });
    await page.locator('[data-case]').first().waitFor();
    await page.evaluate(
      (stored) => {
        localStorage.setItem('wellhouse.console.preferences', stored);
        dispatchEvent(new StorageEvent('storage', { key: 'wellhouse.console.preferences' }));
      },
      JSON.stringify({ theme: 'sepia', density: 'compact', locale: 'es' }),
    );
    await page.locator('html[lang=es][data-density=compact][data-theme=system]').waitFor({ state: 'attached' });
    await page.evaluate(() => {
      localStorage.setItem('wellhouse.console.preferences', '{"theme":');
      dispatchEvent(new StorageEvent('storage', { key: null }));
    });
    await page.locator('html[lang=es][data-density=comfortable]').waitFor({ state: 'attached' });
  });
});
