import type { Page } from 'playwright-core';

export async function becomeFirstAdmin(page: Page, name: string): Promise<void> {
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByLabel('E-mail address').fill(`${name.toLowerCase()}@example.org`);
  await page.getByLabel('Password').fill('a calm and long sentence');
  await page.getByRole('button', { name: 'Create the account' }).click();
  await page.getByRole('heading', { name: 'Queue' }).waitFor();
}

export async function suspend(page: Page, days: number, reason: string): Promise<void> {
  await page.getByText('Suspend', { exact: true }).click();
  await page.getByRole('button', { name: `${days} days` }).click();
  await page.getByLabel(/^Policy/).click();
  await page.getByRole('option').first().click();
  await page.getByLabel(/^Reason/).fill(reason);
  await page.getByRole('button', { name: 'Decide', exact: true }).click();
}
