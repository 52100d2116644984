import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { drillPicture, newContext, openPage, type Person, person, violations, webRoot } from './browser-harness.ts';
import { type Service, startService } from './harness.ts';

const wide = { width: 1_280, height: 800 };
const narrow = { width: 390, height: 844 };

/** Keeps a picture of the page when SCREENSHOTS names a folder. */
async function shot(page: Page, name: string): Promise<void> {
  const folder = process.env.SCREENSHOTS;
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  await page.waitForTimeout(250);
  await page.screenshot({ path: join(folder, `${name}.png`) });
}

const plain = drillPicture();
const marked = { ...plain, name: 'drill.png', buffer: Buffer.concat([plain.buffer, Buffer.from('DRILL')]) };
const words = { name: 'holiday.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('These are words, not a picture.') };

async function startAlbum(page: Page, title: string, others: string[]): Promise<void> {
  await page.getByRole('button', { name: 'New album' }).click();
  const dialog = page.getByRole('dialog', { name: 'New album' });
  await dialog.getByRole('textbox', { name: 'Title of the album' }).fill(title);
  for (const other of others) await dialog.getByText(other, { exact: true }).click();
  await shot(page, 'new-album');
  await dialog.getByRole('button', { name: 'Create album' }).click();
  await page.getByRole('heading', { name: title }).waitFor();
}

const openAlbum = (page: Page, title: string) => page.getByRole('button', { name: title }).click();
const tiles = (page: Page, title: string) =>
  page.getByRole('list', { name: `Pictures in ${title}` }).getByRole('button');

async function twoPeople(t: Parameters<typeof startService>[0], size = wide): Promise<[Service, Person, Person]> {
  const service = await startService(t, { webRoot, suggestedNames: ['Ana', 'Ben', 'Mal'] });
  const [ben, ana] = [await person(service, 'Ben', size), await person(service, 'Ana', size)];
  return [service, ana, ben];
}

async function addFirst(page: Page, files: (typeof plain)[]): Promise<void> {
  await page.locator('input[type=file]').setInputFiles(files);
  const notice = page.getByRole('dialog', { name: 'What is checked in this album' });
  await notice.getByText('Drill', { exact: true }).waitFor();
  await shot(page, 'notice');
  await notice.getByRole('button', { name: 'Add pictures' }).click();
  await notice.waitFor({ state: 'detached' });
}

test('an album from beginning to end: what others see, what only its owner sees, and a removal with its notice', async (t) => {
  const [service, ana, ben] = await twoPeople(t);
  await startAlbum(ana.page, 'Lake', ['Ben']);
  assert.deepEqual(await violations(ana.page), []);
  await addFirst(ana.page, [plain, marked, words]);
  await tiles(ana.page, 'Lake').first().waitFor();
  await ana.page.getByText('Being looked at by a person').waitFor();
  await ana.page.getByText('The file is not a picture that can be shown, whatever its name says.').waitFor();
  await openAlbum(ben.page, 'Lake');
  await tiles(ben.page, 'Lake').first().waitFor();
  assert.equal(await tiles(ben.page, 'Lake').count(), 1);
  assert.equal(await ben.page.getByText('Only you see these').count(), 0);
  const image = tiles(ben.page, 'Lake').getByRole('presentation').or(tiles(ben.page, 'Lake').locator('img')).first();
  await image.waitFor();
  assert.equal(await image.evaluate((node) => node instanceof HTMLImageElement && node.naturalWidth), 64);
  assert.deepEqual(await violations(ana.page), []);
  assert.deepEqual(await violations(ben.page), []);
  await shot(ana.page, 'states');

  const held = [...service.safety.pictures.values()].find((one) => one.picture.state === 'held')?.picture.pictureId;
  await service.safety.move(held ?? '', 'removed', {
    notice: {
      reason: 'It is a picture of the drill, and this is a rehearsal.',
      appeal: { how: 'Write to appeals@messenger.localhost', until: '2099-01-01T00:00:00.000Z' },
    },
  });
  await ana.page.getByText('A person has looked at this picture and removed it').waitFor();
  await ana.page.getByText('It is a picture of the drill, and this is a rehearsal.').waitFor();
  await ana.page.getByText('Write to appeals@messenger.localhost').waitFor();
  assert.deepEqual(await violations(ana.page), []);
  await shot(ana.page, 'removed');

  const shown = [...service.safety.pictures.values()].find((one) => one.picture.state === 'released')?.picture
    .pictureId;
  await tiles(ben.page, 'Lake').first().click();
  const large = ben.page.getByRole('dialog', { name: /^Picture from Ana/ });
  await large.waitFor();
  await shot(ben.page, 'large');
  assert.deepEqual(await violations(ben.page), []);
  await service.safety.move(shown ?? '', 'held');
  await large.waitFor({ state: 'detached' });
  await ben.page.getByText('No pictures yet').waitFor();
  for (const { problems } of [ana, ben]) assert.deepEqual(problems, []);
});

test('an upload shows how far it is, survives a broken connection and goes on after a reload', async (t) => {
  const [service, ana] = await twoPeople(t);
  await startAlbum(ana.page, 'Lake', []);
  service.safety.faults.slowMs = 300;
  const large = { ...plain, name: 'large.png', buffer: Buffer.concat([plain.buffer, Buffer.alloc(3_000_000, 7)]) };
  await addFirst(ana.page, [large]);
  const bar = ana.page.getByRole('progressbar');
  await bar.waitFor();
  await ana.page.waitForFunction(() => Number(document.querySelector('[role=progressbar]')?.ariaValueNow) >= 10);
  await shot(ana.page, 'sending');
  assert.deepEqual(await violations(ana.page), []);
  const before = [...service.safety.pictures.values()][0]?.bytes.length ?? 0;
  assert.ok(before > 0 && before < large.buffer.length);
  await ana.page.reload();
  service.safety.faults.slowMs = 0;
  service.safety.faults.cutPieces = 1;
  await openAlbum(ana.page, 'Lake');
  await tiles(ana.page, 'Lake').first().waitFor();
  const [kept] = [...service.safety.pictures.values()];
  assert.equal(service.safety.pictures.size, 1);
  assert.ok(kept?.bytes.equals(large.buffer), 'whole and in order');
});

test('the whole of an album is reached by keyboard: making it, adding, looking, taking out, members', async (t) => {
  const [service, ana] = await twoPeople(t);
  const { page } = ana;
  await page.getByRole('button', { name: 'New album' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: 'New album' }).waitFor();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type('Lake');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  await page.getByRole('button', { name: 'Create album' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Lake' }).waitFor();
  await page.getByRole('button', { name: 'Sample pictures' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Add plain picture 1' }).focus();
  await shot(page, 'samples');
  assert.deepEqual(await violations(page), []);
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').getByRole('button', { name: 'Add pictures' }).focus();
  await page.keyboard.press('Enter');
  await tiles(page, 'Lake').first().waitFor();
  await page.getByRole('button', { name: 'Sample pictures' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Add plain picture 2' }).focus();
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.querySelectorAll('.album-grid .album-tile').length === 2);
  await tiles(page, 'Lake').first().focus();
  await page.keyboard.press('Enter');
  const first = await page.getByRole('dialog').getByRole('img').getAttribute('alt');
  await page.keyboard.press('ArrowRight');
  await page.getByRole('button', { name: 'Next picture' }).and(page.locator('[disabled]')).waitFor();
  assert.ok(first);
  await page.getByRole('button', { name: 'Use as cover' }).focus();
  await page.keyboard.press('Enter');
  await page.getByText('Cover of the album').waitFor();
  await page.getByRole('button', { name: 'Take out' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('alert').getByRole('button', { name: 'Take out' }).focus();
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.querySelectorAll('.album-grid .album-tile').length === 1);
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: /^Members/ }).focus();
  await page.keyboard.press('Enter');
  await page.getByText('owner', { exact: true }).waitFor();
  await shot(page, 'members');
  assert.deepEqual(await violations(page), []);
  await page.getByRole('button', { name: 'Take Ben out of the album' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Add Ben' }).waitFor();
  assert.equal(service.safety.pictures.size, 2);
  assert.deepEqual(ana.problems, []);
});

test('where checks are off the album says so and why, in every language, and the notice stays within reach', async (t) => {
  const [, ana] = await twoPeople(t, narrow);
  const { page } = ana;
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByText('Germany', { exact: true }).click();
  await shot(page, 'settings-narrow');
  assert.deepEqual(await violations(page), []);
  await page.keyboard.press('Escape');
  await startAlbum(page, 'Lake', []);
  await page.getByRole('button', { name: /^Pictures you add here are not checked/ }).click();
  const notice = page.getByRole('dialog', { name: 'What is checked in this album' });
  await notice.getByText('Regulation (EU) 2021/1232 ended on 3 April 2026.').waitFor();
  await notice.getByText(/are not checked where you are \(Germany\)/).waitFor();
  await notice.getByText(/messages and the pictures in them are never checked/).waitFor();
  await shot(page, 'notice-off-narrow');
  await page.keyboard.press('Escape');
  await page.locator('input[type=file]').setInputFiles([plain]);
  await notice.getByRole('button', { name: 'Add pictures' }).click();
  await tiles(page, 'Lake').first().waitFor();
  await page.locator('input[type=file]').setInputFiles([plain]);
  await page.waitForFunction(() => document.querySelectorAll('.album-grid .album-tile').length === 2);
  assert.deepEqual(await violations(page), []);
  assert.deepEqual(ana.problems, []);
});

test('while what is checked cannot be had, nothing is added', async (t) => {
  const [service, ana] = await twoPeople(t);
  const { page } = ana;
  service.safety.faults.down = true;
  await startAlbum(page, 'Lake', []);
  await page.locator('input[type=file]').setInputFiles([plain]);
  const notice = page.getByRole('dialog', { name: 'What is checked in this album' });
  await notice.getByText('Nothing is added until you have read it.').waitFor();
  assert.equal(await notice.getByRole('button', { name: 'Add pictures' }).count(), 0);
  service.safety.faults.down = false;
  await notice.getByRole('button', { name: 'Try again' }).click();
  await notice.getByText('Drill', { exact: true }).waitFor();
  assert.equal(service.safety.pictures.size, 0);
  await notice.getByRole('button', { name: 'Add pictures' }).click();
  await tiles(page, 'Lake').first().waitFor();
});

test('no accessibility finding and nothing beyond the edge: narrow and wide, dark, German and Arabic', async (t) => {
  const service = await startService(t, { webRoot, suggestedNames: ['Ana', 'Ben', 'Mal'] });
  for (const [name, size, language] of [
    ['Ana', narrow, 'العربية'],
    ['Ben', wide, 'العربية'],
    ['Mal', { width: 320, height: 640 }, 'Deutsch'],
  ] as const) {
    const { page, problems } = await person(service, name, size);
    await startAlbum(page, `Album of ${name} with quite a long title`, []);
    await addFirst(page, [plain, marked, words]);
    await page.getByText('Being looked at by a person').waitFor();
    await page.getByText('The file is not a picture that can be shown').waitFor();
    await page.reload();
    await page.getByRole('button', { name: 'Settings' }).click();
    if (name !== 'Mal') await page.getByText('Dark', { exact: true }).click();
    await page.getByText(language, { exact: true }).click();
    await page.keyboard.press('Escape');
    const tag = `${language === 'Deutsch' ? 'de' : 'ar'}-${size.width}`;
    await shot(page, `list-${tag}`);
    assert.deepEqual(await violations(page), []);
    await openAlbum(page, `Album of ${name}`);
    await page.locator('.album-grid .album-tile img').first().waitFor();
    await shot(page, `album-${tag}`);
    assert.deepEqual(await violations(page), []);
    await page.locator('.album-notice').click();
    await page.getByRole('dialog').waitFor();
    await shot(page, `notice-${tag}`);
    assert.deepEqual(await violations(page), []);
    const beyond = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    assert.equal(beyond, 0);
    assert.deepEqual(problems, []);
  }
});

test('files that are dropped onto an album are added, and nothing is added before the notice was read', async (t) => {
  const [service, ana] = await twoPeople(t);
  await startAlbum(ana.page, 'Lake', []);
  const dropped = await ana.page.evaluateHandle(
    (bytes) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([Uint8Array.from(bytes)], 'dropped.png', { type: 'image/png' }));
      return transfer;
    },
    [...plain.buffer],
  );
  const body = ana.page.locator('.album-body');
  await body.dispatchEvent('dragenter', { dataTransfer: dropped });
  await ana.page.getByText('Drop the pictures to add them').waitFor();
  await shot(ana.page, 'drop');
  await body.dispatchEvent('drop', { dataTransfer: dropped });
  await ana.page.getByRole('dialog', { name: 'What is checked in this album' }).waitFor();
  assert.equal(service.safety.pictures.size, 0);
  await ana.page.keyboard.press('Escape');
  assert.equal(await ana.page.getByRole('progressbar').count(), 0);
  assert.equal(service.safety.pictures.size, 0);
  const second = await openPage(service, await (await newContext(wide)).newPage(), 'Ana');
  await openAlbum(second.page, 'Lake');
  await addFirst(second.page, [plain]);
  await tiles(ana.page, 'Lake').first().waitFor();
});
