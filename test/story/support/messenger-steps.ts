import type { Locator, Page } from 'playwright-core';

export async function signIn(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: `Continue as ${name}` }).click();
  await page.getByRole('button', { name: 'New group' }).first().waitFor();
}

/** A group with everyone named, made once they have all opened the messenger. */
export async function makeGroup(page: Page, members: readonly string[]): Promise<void> {
  await page
    .getByRole('button', { name: /New group|Start the demo group/ })
    .first()
    .click();
  const sheet = page.getByRole('dialog', { name: 'New group' });
  for (const name of members) await sheet.getByText(name, { exact: true }).click();
  await sheet.getByRole('button', { name: 'Create group' }).click();
  await sheet.waitFor({ state: 'detached' });
}

export async function openGroup(page: Page, name: string): Promise<void> {
  await page.getByRole('complementary').getByText(name).first().click();
  await page.getByRole('log').waitFor();
}

export async function write(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Message' }).fill(text);
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await messageWith(page, text).waitFor();
}

export async function sendPicture(page: Page, picture: Buffer): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Send a picture' }).click();
  await (await chooser).setFiles({ name: 'drill.png', mimeType: 'image/png', buffer: picture });
  await page.getByAltText('Picture to send').waitFor();
  await page.getByRole('button', { name: 'Send', exact: true }).click();
}

export function messageWith(page: Page, text: string): Locator {
  return page.getByRole('log').getByRole('article').filter({ hasText: text });
}

export async function chooseInMenu(page: Page, message: Locator, action: string): Promise<void> {
  await message.hover();
  await message.getByRole('button', { name: 'Message menu' }).click();
  await page.getByRole('menuitem', { name: action }).click();
}
