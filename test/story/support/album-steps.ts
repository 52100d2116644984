import type { Locator, Page } from 'playwright-core';

export interface ChosenFile {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

/** An album with everyone named, who have all opened the messenger. */
export async function makeAlbum(page: Page, title: string, members: readonly string[]): Promise<void> {
  await page.getByRole('button', { name: 'New album' }).click();
  const sheet = page.getByRole('dialog', { name: 'New album' });
  await sheet.getByRole('textbox', { name: 'Title of the album' }).fill(title);
  for (const name of members) await sheet.getByText(name, { exact: true }).click();
  await sheet.getByRole('button', { name: 'Create album' }).click();
  await sheet.waitFor({ state: 'detached' });
}

export async function openAlbum(page: Page, title: string): Promise<void> {
  await page.getByRole('complementary').getByRole('button', { name: title }).click();
  await page.getByRole('heading', { name: title }).waitFor();
}

export async function chooseFiles(page: Page, files: readonly ChosenFile[]): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Add pictures' }).click();
  await (await chooser).setFiles([...files]);
}

/** The pictures that everyone in the album sees. */
export function shownPictures(page: Page, title: string): Locator {
  return page.getByRole('list', { name: `Pictures in ${title}` }).getByRole('button');
}

/** What only its owner is told of a file. */
export function ownPicture(page: Page, name: string): Locator {
  return page.getByRole('region', { name: 'Only you see these' }).getByRole('listitem').filter({ hasText: name });
}
