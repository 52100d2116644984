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
  await page.getByRole('textbox', { name: /^Reason/ }).fill(reason);
  // The policy may propose something else; whoever departs from it says why.
  const departed = page.getByLabel(/^Why not what the policy proposes/);
  if (await departed.isVisible()) await departed.fill('He wrote it to a friend of the family.');
  await page.getByRole('button', { name: 'Decide', exact: true }).click();
}
