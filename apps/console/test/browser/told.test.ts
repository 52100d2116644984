import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { openHouse } from './house.ts';

const house = openHouse();

async function claimNext(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Claim next' }).click();
  await page.getByRole('heading', { name: /C-1042/ }).waitFor();
  await page.getByRole('button', { name: 'Take the proposal' }).waitFor();
  await page.locator('#main').focus();
}

const heard = (page: Page, words: string | RegExp) =>
  page.locator('.announcer').getByText(words).first().waitFor({ state: 'attached' });

describe('what a key did', () => {
  it('is said when evidence opens and when an action is chosen from afar', async () => {
    const { page, faults } = await house.open({ role: 'reviewer' });
    await claimNext(page);
    await page.keyboard.press('e');
    await heard(page, /The evidence is open: \d+ messages?\./);
    await page.keyboard.press('2');
    await heard(page, 'Warn: chosen.');
    await page.keyboard.press('t');
    await heard(page, /: chosen\.$/);
    assert.deepEqual(faults, []);
  });

  it('is said when it did nothing: the reason', async () => {
    const { page } = await house.open({ role: 'reviewer' });
    await claimNext(page);
    await page.keyboard.press('n');
    await heard(page, /^Not now: Decide or release this case first/);
  });

  it('leads to the first field that lacks something when a decision is not complete', async () => {
    const { page } = await house.open({ role: 'reviewer' });
    await claimNext(page);
    await page.keyboard.press('Control+Enter');
    await page.locator('#decide .ladder input:focus').waitFor({ state: 'attached' });
    await page.keyboard.press('t');
    await page.keyboard.press('Control+Enter');
    await page.locator('#decide textarea:focus').waitFor();
  });
});

describe('a rung of the ladder that has the focus', () => {
  it('is not chosen by the keys that send the decision', async () => {
    const { page, fixture } = await house.open({ role: 'reviewer' });
    await claimNext(page);
    await page.getByRole('textbox', { name: 'Reason' }).fill('A sentence that says why.');
    await page.keyboard.press('Escape');
    await page.keyboard.press('d');
    await page.locator('#decide input[value=no-action]:focus').waitFor({ state: 'attached' });
    await page.keyboard.press('t');
    await page.locator('#decide input[value=suspend]:focus').waitFor({ state: 'attached' });
    await page.keyboard.press('Control+Enter');
    await page.locator('.decision').first().waitFor();
    const made = fixture.calls.filter((call) => call.id === 'makeDecision').map((call) => call.body);
    assert.equal(made.length, 1);
    assert.equal((made[0] as { action: string }).action, 'suspend');
  });
});

describe('the next page', () => {
  it('begins at its top, however far down the last one was read', async () => {
    const { page } = await house.open({ role: 'reviewer', height: 500 });
    await claimNext(page);
    await page.keyboard.press('t');
    await page.keyboard.press('w');
    await page.keyboard.type('A sentence that says why.');
    assert.ok(await page.evaluate(() => (document.getElementById('main')?.scrollTop ?? 0) > 0));
    await page.keyboard.press('Control+Shift+Enter');
    await page.getByRole('heading', { name: /C-1042/ }).waitFor({ state: 'detached' });
    await page.locator('.case h1').waitFor();
    assert.equal(await page.evaluate(() => document.getElementById('main')?.scrollTop), 0);
  });
});

describe('a half-written note', () => {
  it('survives a reload and a look at another page, and is forgotten once it is kept with the case', async () => {
    const { page } = await house.open({ role: 'reviewer' });
    const field = page.getByRole('textbox', { name: 'Note for the team' });
    await claimNext(page);
    await page.keyboard.press('m');
    await page.keyboard.type('Asked the night shift about');
    await page.reload();
    await field.waitFor();
    assert.equal(await field.inputValue(), 'Asked the night shift about');
    await page.keyboard.press('u');
    await page.locator('.case-list').waitFor();
    await page.goBack();
    await field.waitFor();
    assert.equal(await field.inputValue(), 'Asked the night shift about');
    await field.press('Control+Enter');
    await heard(page, 'The note is kept with the case.');
    assert.equal(await field.inputValue(), '');
    await page.reload();
    await field.waitFor();
    assert.equal(await field.inputValue(), '');
  });
});
