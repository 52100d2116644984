/** Whoever works by keyboard alone: what had the focus goes, and the focus stays near. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { openHouse } from './house.ts';
import { sendProposed } from './send-proposed.ts';

const house = openHouse();

async function focusIs(page: Page, selector: string): Promise<void> {
  await page.waitForFunction((wanted) => document.activeElement?.matches(wanted) === true, selector);
}

async function claimed(page: Page): Promise<void> {
  await page.locator('[data-case]').first().waitFor();
  await page.keyboard.press('n');
  await page.locator('.decide-form').waitFor();
}

const button = (page: Page) => page.locator('.evidence [data-action="evidence.toggle"]');

describe('evidence opened by its button', () => {
  it('takes the focus to its heading, and gives it back to the button when it is closed', async () => {
    const { page } = await house.open({ role: 'reviewer' });
    await claimed(page);
    await button(page).focus();
    await page.keyboard.press('Enter');
    await page.locator('[data-entry]').first().waitFor();
    await focusIs(page, '#evidence-title');
    await page.keyboard.press('Tab');
    await focusIs(page, '.evidence [data-action="evidence.toggle"]');
    await page.keyboard.press('Enter');
    await page.locator('.evidence-closed').waitFor();
    await focusIs(page, '.evidence-closed [data-action="evidence.toggle"]');
  });

  it('leaves the focus of a key where it is written, and closes by key out of a message', async () => {
    const { page } = await house.open({ role: 'reviewer' });
    await claimed(page);
    await page.locator('.decide-form input[type=radio]').first().focus();
    await page.keyboard.press('e');
    await page.locator('[data-entry]').first().waitFor();
    await focusIs(page, '.decide-form input[type=radio]');
    await page.keyboard.press('j');
    await focusIs(page, '[data-entry]');
    await page.keyboard.press('e');
    await focusIs(page, '.evidence-closed [data-action="evidence.toggle"]');
  });

  it('asks whoever does not hold the case why, and goes on by keyboard whatever they answer', async () => {
    const { page } = await house.open({ role: 'reviewer' });
    await page.locator('.case-row-link').nth(2).click();
    await button(page).focus();
    await page.keyboard.press('Enter');
    await focusIs(page, '.evidence-reason textarea');
    await page.getByRole('button', { name: 'Cancel' }).focus();
    await page.keyboard.press('Enter');
    await focusIs(page, '.evidence-closed [data-action="evidence.toggle"]');
    await page.keyboard.press('Enter');
    await focusIs(page, '.evidence-reason textarea');
    await page.keyboard.type('Asked by a colleague.');
    await page.keyboard.press('Control+Enter');
    await page.locator('[data-entry]').first().waitFor();
    await focusIs(page, '#evidence-title');
  });

  it('is closed when the case is given back, and when the appeal is decided', async () => {
    const { page, fixture } = await house.open({ role: 'reviewer' });
    await claimed(page);
    await page.keyboard.press('e');
    await page.locator('[data-entry]').first().waitFor();
    await page.keyboard.press('Shift+C');
    await page.locator('.evidence-closed').waitFor();

    await page.goto(`${fixture.url}/appeals`);
    await page.locator('.hearing').first().waitFor();
    await page.keyboard.press('n');
    await page.locator('.hearing-form').waitFor();
    await page.locator('.evidence').waitFor();
    await page.keyboard.press('e');
    await page.locator('[data-entry]').first().waitFor();
    await page.keyboard.press('3');
    for (const words of await page.locator('.hearing-form textarea').all()) await words.fill('It was quoted alone.');
    await page.keyboard.press('Control+Enter');
    await page.locator('.heard').waitFor();
    await page.locator('.evidence-closed').waitFor();
    assert.equal(await page.locator('[data-entry]').count(), 0);
  });
});

describe('the focus', () => {
  it('stays on the case when the button that claimed it goes', async () => {
    const { page } = await house.open({ role: 'reviewer' });
    await page.locator('.case-row-link').first().click();
    await page.locator('.case-head [data-action="case.claim"]').focus();
    await page.keyboard.press('Enter');
    await page.locator('.decide-form').waitFor();
    await focusIs(page, '.case-head h1');
  });

  it('stands at the decision when its form was sent', async () => {
    const { page } = await house.open({ role: 'reviewer' });
    await claimed(page);
    await sendProposed(page);
    await page.locator('#decide .decision').waitFor();
    await focusIs(page, '#decide-title');
  });

  it('is not taken from somebody who has put it down', async () => {
    const { page } = await house.open({ role: 'reviewer' });
    await claimed(page);
    await page.locator('.decide-form textarea').first().focus();
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 50)));
    await page.keyboard.press('Shift+C');
    await page.locator('.decide-form').waitFor({ state: 'detached' });
    await page.evaluate(
      () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve, 50)))),
    );
    await focusIs(page, 'body');
  });
});

it('a case is handed over from the field of its note, by Ctrl and Enter', async () => {
  const { page, fixture } = await house.open({ role: 'reviewer' });
  await claimed(page);
  await page.keyboard.press('h');
  const dialog = page.getByRole('dialog', { name: 'Hand over' });
  await dialog.locator('.select-button').click();
  await page.getByRole('option').first().click();
  await dialog.getByLabel('Note').fill('You know the family.');
  await page.keyboard.press('Control+Enter');
  await dialog.waitFor({ state: 'detached' });
  assert.equal(fixture.calls.filter(({ id }) => id === 'handOverCase').length, 1);
});
