import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openHouse } from './house.ts';

const house = openHouse();

describe('what cannot be undone', () => {
  it('waits for the second factor, goes out again by itself, and says where it is wrong', async () => {
    const { page, fixture, faults } = await house.open({ role: 'reviewer', path: '/account' });
    await page.locator('.account-panels').waitFor();
    fixture.logins.stale = true;
    await page.getByRole('button', { name: 'Make new codes' }).click();
    const dialog = page.getByRole('dialog', { name: 'Is it still you?' });
    await dialog.getByLabel('Code of the app').fill('000000');
    await page.keyboard.press('Enter');
    await dialog.getByText('This code or passkey does not fit').first().waitFor();
    await dialog.getByLabel('Code of the app').fill('123456');
    await page.keyboard.press('Enter');
    await page.locator('.recovery-codes li').first().waitFor();
    assert.equal(await page.locator('.recovery-codes li').count(), 10);
    const ids = fixture.calls.map((call) => call.id).filter((id) => id === 'renewRecoveryCodes' || id === 'stepUp');
    assert.deepEqual(ids, ['renewRecoveryCodes', 'stepUp', 'stepUp', 'renewRecoveryCodes']);
    assert.deepEqual(fixture.violations, []);
    assert.deepEqual(faults, []);
  });

  it('is not done when the person closes the dialog', async () => {
    const { page, fixture } = await house.open({ role: 'reviewer', path: '/account' });
    await page.locator('.account-panels').waitFor();
    fixture.logins.stale = true;
    await page.getByRole('button', { name: 'Remove the app' }).click();
    await page.getByRole('dialog', { name: 'Is it still you?' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByText('Show your second factor again.').first().waitFor();
    assert.notEqual(fixture.logins.account.totp, null);
  });
});

describe('the account page', () => {
  it('renames and removes passkeys and ends sessions, by keyboard', async () => {
    const { page, fixture } = await house.open({ role: 'reviewer' });
    await page.locator('[data-case]').first().waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('m');
    await page.getByRole('button', { name: 'Rename Blue key' }).focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Control+a');
    await page.keyboard.type('Key at home');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Remove Key at home' }).focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await page.getByText('Key at home').waitFor({ state: 'detached' });
    assert.deepEqual(
      fixture.logins.account.passkeys.map(({ name }) => name),
      ['Phone'],
    );
    await page.getByRole('button', { name: 'End the session on Safari on iOS' }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('Safari on iOS').waitFor({ state: 'detached' });
    assert.equal(fixture.logins.sessions.length, 2);
  });
});

describe('roles', () => {
  it('are made of permissions and limits, and what is no kind or region is said where it stands', async () => {
    const { page, fixture } = await house.open({ role: 'admin', path: '/team' });
    await page.locator('.table .table-actions').first().waitFor();
    await page.keyboard.press('r');
    await page.getByLabel('Name of the role').fill('Fraud, France');
    await page.getByRole('checkbox', { name: 'case.claim' }).focus();
    await page.keyboard.press('Space');
    await page.getByRole('textbox', { name: 'Kinds of abuse' }).fill('fraud');
    await page.getByRole('textbox', { name: 'Regions' }).fill('France');
    await page.getByText('Not understood: FRANCE').waitFor();
    await page.getByRole('textbox', { name: 'Regions' }).fill('fr');
    await page.getByRole('button', { name: 'Save the role' }).click();
    await page.getByRole('rowheader', { name: /Fraud, France/ }).waitFor();
    const made = fixture.logins.roles.find((role) => role.name === 'Fraud, France');
    assert.deepEqual(made?.permissions, ['queue.read', 'case.read', 'case.claim']);
    assert.deepEqual(made?.limits, { categories: ['fraud'], regions: ['FR'] });
  });
});

describe('looks at evidence', () => {
  it('are listed by person and case', async () => {
    const { page, fixture } = await house.open({ role: 'lead', path: '/audit' });
    await page.getByText('Evidence reads').click();
    await page.locator('.reads tbody tr').first().waitFor();
    const number = fixture.cases[2]?.number ?? '';
    await page.getByLabel('Case number or id').fill(number);
    await page.keyboard.press('Enter');
    await page.waitForFunction("document.querySelectorAll('.reads tbody tr').length === 1");
    assert.match(await page.locator('.reads tbody tr').innerText(), new RegExp(number));
    assert.match(await page.locator('.reads tbody tr').innerText(), /The author asked me to look/);
  });
});
