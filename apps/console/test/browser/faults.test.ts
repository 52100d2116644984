import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { password } from '../fixture-data.ts';
import { keepPicture } from './browser.ts';
import { openHouse } from './house.ts';

const house = openHouse();
const reason = 'You wrote a threat to another person.';

async function writeDecision(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Claim next' }).click();
  await page.getByRole('heading', { name: /C-1042/ }).waitFor();
  await page.getByRole('button', { name: 'Take the proposal' }).waitFor();
  await page.keyboard.press('t');
  await page.getByRole('textbox', { name: 'Reason' }).fill(reason);
}

describe('when something is in the way', () => {
  it('keeps the words when the case changed, and decides only after the new report was read', async () => {
    const { page, fixture } = await house.open({ role: 'reviewer' });
    await writeDecision(page);
    const opened = fixture.pages.get(fixture.cases[0]?.caseId ?? '');
    assert.ok(opened !== undefined);
    opened.summary.reportCount = 3;
    await page.keyboard.press('Control+Enter');
    await page.getByText('The case has changed since you read it.').waitFor();
    await page.getByText('Another report joined this case while you had it open').waitFor();
    await keepPicture(page, 'case-changed');
    assert.equal(await page.getByRole('textbox', { name: 'Reason' }).inputValue(), reason);
    await page.keyboard.press('Control+Enter');
    await page.getByText('Reports joined: read what is new first.').first().waitFor();
    assert.equal(fixture.calls.filter((call) => call.id === 'makeDecision').length, 1);
    await page.keyboard.press('Escape');
    await page.keyboard.press('a');
    await page.keyboard.press('Control+Enter');
    await page.locator('.decision').getByText(reason).waitFor();
    assert.equal(fixture.cases[0]?.state, 'decided');
    assert.deepEqual(fixture.violations, []);
  });

  it('says who holds a case that somebody claimed first', async () => {
    const { page, fixture } = await house.open({ role: 'reviewer' });
    await page.getByRole('link', { name: 'Threat to kill or injure' }).first().click();
    await page.getByRole('heading', { name: /C-1042/ }).waitFor();
    const first = fixture.cases[0];
    assert.ok(first !== undefined);
    first.claim = {
      staffId: fixture.staff.other.staffId,
      name: 'Kim Sommer',
      expiresAt: new Date(Date.now() + 600_000).toISOString(),
    };
    // The page, which asks anew every twenty seconds, is to learn it by its own claim.
    const claimed = Promise.withResolvers<void>();
    await page.route('**/v1/cases/*', async (route) => {
      await claimed.promise;
      await route.continue();
    });
    await page.keyboard.press('c');
    await page.getByText('Another person holds this case.').waitFor();
    claimed.resolve();
    await page.locator('.case-head').getByText('Kim Sommer holds it').first().waitFor();
  });

  it('shows a banner while the server is down, keeps the page and goes on by itself', async () => {
    const { page, fixture } = await house.open({ role: 'reviewer' });
    await writeDecision(page);
    fixture.down = true;
    await page.keyboard.press('Control+Enter');
    await page
      .locator('.banner')
      .getByText('Nothing was lost, and what you typed stays here.', { exact: false })
      .waitFor();
    await page.locator('.decide').getByText('unavailable').waitFor();
    await keepPicture(page, 'banner');
    assert.equal(await page.getByRole('textbox', { name: 'Reason' }).inputValue(), reason);
    fixture.down = false;
    await page.locator('.banner').waitFor({ state: 'detached' });
    await page.keyboard.press('Control+Enter');
    await page.locator('.decision').getByText(reason).waitFor();
  });

  it('shows a banner while there is no network', async () => {
    const { page } = await house.open({ role: 'reviewer' });
    await page.getByRole('link', { name: 'Threat to kill or injure' }).first().waitFor();
    await page.context().setOffline(true);
    await page.keyboard.press('r');
    await page.locator('.banner').getByText('The server cannot be reached.', { exact: false }).waitFor();
    await page.getByRole('link', { name: 'Threat to kill or injure' }).first().waitFor();
    await page.context().setOffline(false);
    await page.getByRole('button', { name: 'Try now' }).click();
    await page.locator('.banner').waitFor({ state: 'detached' });
  });

  it('lays a login over the page when the session ends, and nothing that was typed is lost', async () => {
    const { page, fixture, faults } = await house.open({ role: 'reviewer' });
    await writeDecision(page);
    fixture.endSessions();
    await page.keyboard.press('Control+Enter');
    const lock = page.getByRole('dialog', { name: 'Your session has ended' });
    await lock.waitFor();
    assert.equal(await page.locator('.shell').evaluate((shell) => getComputedStyle(shell).visibility), 'hidden');
    await page.getByLabel('Password').fill(password);
    await page.keyboard.press('Enter');
    await lock.waitFor({ state: 'detached' });
    assert.equal(await page.getByRole('textbox', { name: 'Reason' }).inputValue(), reason);
    await page.keyboard.press('Control+Enter');
    await page.locator('.decision').getByText(reason).waitFor();
    assert.deepEqual(faults, []);
  });

  it('leads to the login and back to the page that was asked for', async () => {
    const { page, fixture } = await house.open();
    const place = `/cases/${fixture.cases[1]?.caseId}`;
    await page.goto(fixture.url + place);
    await page.getByRole('heading', { name: 'Log in' }).waitFor();
    await page.getByLabel('E-mail address').fill('robin@safety.example');
    await page.getByLabel('Password').fill('not the password');
    await page.keyboard.press('Enter');
    await page.getByText('The e-mail address or the password is wrong.').waitFor();
    await keepPicture(page, 'login-failed');
    await page.getByLabel('Password').fill(password);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: /C-1043/ }).waitFor();
    assert.equal(new URL(page.url()).pathname, place);
    const stored = await page.evaluate(() => JSON.stringify([Object.keys(localStorage), Object.keys(sessionStorage)]));
    assert.equal(stored, '[["wellhouse.console.preferences"],[]]');
  });

  it('opens an account by a one-time link whose token leaves the address at once', async () => {
    const { page, fixture, faults } = await house.open({ path: '/login' });
    await page.goto(`${fixture.url}/first-login#token=${fixture.firstToken}`);
    await page.getByRole('heading', { name: 'Welcome' }).waitFor();
    assert.equal(new URL(page.url()).hash, '');
    await page.getByLabel('Name').fill('Sam Field');
    await page.getByLabel('E-mail address').fill('sam@safety.example');
    await page.getByLabel('Password').fill('short');
    await page.getByText('7 more characters').waitFor();
    await keepPicture(page, 'first-login');
    await page.getByLabel('Password').fill('a whole sentence as password');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Queue' }).waitFor();
    assert.deepEqual(fixture.violations, []);
    assert.deepEqual(faults, []);
  });

  it('says what a used link is', async () => {
    const { page, fixture } = await house.open({ path: '/login' });
    await page.goto(`${fixture.url}/first-login#token=${'x'.repeat(32)}`);
    await page.getByLabel('Name').fill('Sam Field');
    await page.getByLabel('E-mail address').fill('sam@safety.example');
    await page.getByLabel('Password').fill('a whole sentence as password');
    await page.keyboard.press('Enter');
    await page.getByText('This link was used already or has expired.', { exact: false }).waitFor();
  });

  it('shows an answer that breaks the protocol as an error, and not as data', async () => {
    const { page } = await house.open({ role: 'reviewer' });
    await page.getByRole('link', { name: 'Threat to kill or injure' }).first().waitFor();
    await page.route('**/v1/cases/*', (route) => route.fulfill({ json: { summary: { caseId: 'nonsense' } } }));
    await page.getByRole('link', { name: 'Threat to kill or injure' }).first().click();
    await page.getByText('unexpected-answer').waitFor();
  });

  it('says that the queue is empty where there is nothing to claim', async () => {
    const { page, fixture } = await house.open({ role: 'reviewer' });
    await page.getByRole('link', { name: 'Threat to kill or injure' }).first().waitFor();
    for (const summary of fixture.cases) summary.state = 'decided';
    await page.keyboard.press('n');
    await page.getByText('No case waits. Well done.').waitFor();
  });
});
