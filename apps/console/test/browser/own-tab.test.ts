/** What a tab has of a person: kept through the end of a session, gone with a logout, never another's. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { password } from '../fixture-data.ts';
import type { Fixture } from '../fixture-server.ts';
import { openHouse } from './house.ts';

const house = openHouse();
const secret = 'I think that he is her uncle.';

/** A half-written note and a half-written decision on the first case. */
async function writeHalf(page: Page): Promise<void> {
  await page.locator('[data-case]').first().waitFor();
  await page.keyboard.press('n');
  await page.locator('.decide-form').waitFor();
  await page.getByRole('textbox', { name: 'Reason' }).fill(secret);
  await page.locator('.notes-panel textarea').first().fill(secret);
}

const stored = (page: Page): Promise<string> => page.evaluate(() => JSON.stringify({ ...sessionStorage }));

async function logIn(page: Page, email: string): Promise<void> {
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.keyboard.press('Enter');
}

async function logOut(page: Page): Promise<void> {
  await page.locator('.account-button').click();
  await page.getByRole('menuitem', { name: 'Log out' }).click();
  await page.getByRole('heading', { name: 'Log in' }).waitFor();
}

async function expire(page: Page, fixture: Fixture): Promise<void> {
  fixture.endSessions();
  await page.keyboard.press('Control+Enter');
  await page.getByRole('dialog', { name: 'Your session has ended' }).waitFor();
}

describe('half-written words', () => {
  it('go from the tab when their author logs out, and from its neighbours', async () => {
    const { page, fixture } = await house.open({ role: 'reviewer' });
    const neighbour = await page.context().newPage();
    await neighbour.goto(`${fixture.url}/cases/${fixture.cases[1]?.caseId}`);
    await neighbour.locator('.notes-panel textarea').first().fill(secret);
    assert.ok((await stored(neighbour)).includes(secret));
    await writeHalf(page);
    assert.ok((await stored(page)).includes(secret));
    await logOut(page);
    assert.equal(await stored(page), '{}');
    await neighbour.getByRole('heading', { name: 'Log in' }).waitFor();
    assert.equal(await stored(neighbour), '{}');
  });

  it('go when the session had ended by itself before the logout', async () => {
    const { page, fixture } = await house.open({ role: 'reviewer' });
    await writeHalf(page);
    await page.locator('.account-button').click();
    await page.getByRole('menuitem', { name: 'Log out' }).waitFor();
    fixture.endSessions();
    await page.getByRole('menuitem', { name: 'Log out' }).click();
    await page.getByRole('heading', { name: 'Log in', exact: true }).waitFor();
    assert.equal(await stored(page), '{}');
  });

  it('stay for their author when the session ends, also through a reload', async () => {
    const { page, fixture } = await house.open({ role: 'reviewer' });
    await writeHalf(page);
    fixture.endSessions();
    await page.reload();
    await logIn(page, fixture.staff.reviewer.email);
    await page.locator('.notes-panel textarea').first().waitFor();
    assert.equal(await page.locator('.notes-panel textarea').first().inputValue(), secret);
  });

  it('are never left to another person who logs in in the same tab', async () => {
    const { page, fixture } = await house.open({ role: 'reviewer' });
    await writeHalf(page);
    fixture.endSessions();
    await page.reload();
    await logIn(page, fixture.staff.lead.email);
    await page.locator('.notes-panel textarea').first().waitFor();
    assert.equal(await page.locator('.notes-panel textarea').first().inputValue(), '');
    assert.ok(!(await stored(page)).includes(secret));
  });

  it('are never left to another person who logs in over the page', async () => {
    const { page, fixture } = await house.open({ role: 'reviewer' });
    await writeHalf(page);
    await expire(page, fixture);
    await logIn(page, fixture.staff.lead.email);
    await page.getByRole('heading', { name: 'Queue' }).waitFor();
    assert.ok(!(await stored(page)).includes(secret));
    assert.equal(await page.getByText(secret).count(), 0);
  });
});

it('a refusal for want of a session is gone from the page when the person has logged in again', async () => {
  const { page, fixture } = await house.open({ role: 'reviewer' });
  await page.locator('[data-case]').first().waitFor();
  await page.keyboard.press('n');
  await page.locator('.proposal').waitFor();
  await page.keyboard.press('t');
  await page.getByRole('textbox', { name: 'Reason' }).fill('You threatened to hurt another person.');
  await expire(page, fixture);
  // It stands beside the form, behind the login.
  await page.locator('#decide .note-code', { hasText: 'unauthenticated' }).waitFor({ state: 'attached' });
  await page.getByLabel('Password').fill(password);
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: 'Your session has ended' }).waitFor({ state: 'detached' });
  assert.equal(await page.locator('#main [role=alert]').count(), 0);
  // A session that ends once more is said once more.
  await page.getByRole('textbox', { name: 'Reason' }).focus();
  await expire(page, fixture);
  await page.locator('#decide .note-code', { hasText: 'unauthenticated' }).waitFor({ state: 'attached' });
});
