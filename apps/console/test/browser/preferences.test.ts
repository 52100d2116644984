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
});
