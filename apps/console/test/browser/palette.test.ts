import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Page } from 'playwright-core';
import { keepPicture, type OpenOptions } from './browser.ts';
import { openHouse } from './house.ts';

const house = openHouse();
const palette = (page: Page) => page.getByRole('dialog', { name: 'Find or run' });
const options = (page: Page) => palette(page).getByRole('option');

async function openPalette(given: OpenOptions = { role: 'reviewer' }) {
  const opened = await house.open(given);
  await opened.page.getByRole('heading', { level: 1 }).waitFor();
  await opened.page.keyboard.press('Control+k');
  await palette(opened.page).waitFor();
  return opened;
}

it('opens a case by its number as fast as it is typed', async () => {
  const { page, fixture, faults } = await openPalette();
  await page.keyboard.type('1047');
  await options(page).filter({ hasText: 'C-1047' }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: /C-1047/ }).waitFor();
  assert.deepEqual(fixture.violations, []);
  assert.deepEqual(faults, []);
});

it('does not ask the server for every letter', async () => {
  const { page } = await openPalette();
  const asked: (string | null)[] = [];
  page.on('request', (request) => {
    const { pathname, searchParams } = new URL(request.url());
    if (pathname === '/v1/find') asked.push(searchParams.get('text'));
  });
  // All in one go: keys that a test presses can come as slowly as a machine is busy.
  await page.locator('.palette-field input').evaluate((input: HTMLInputElement) => {
    for (const letter of '1047') {
      const { set } = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value') ?? {};
      set?.call(input, input.value + letter);
      input.dispatchEvent(new Event('input', { bubbles: true }));
    }
  });
  await options(page).filter({ hasText: 'C-1047' }).waitFor();
  assert.deepEqual(
    asked.filter((text) => text !== null && text !== ''),
    ['1047'],
  );
});

it('offers nothing else before it is known whether a reference is there', async () => {
  const { page } = await openPalette();
  const looked = Promise.withResolvers<void>();
  await page.route('**/v1/find?text=wh*', async (route) => {
    await looked.promise;
    await route.continue();
  });
  await page.keyboard.type('wh-7k3f-0004');
  await palette(page).getByText('Looking …').waitFor();
  await page.keyboard.press('Enter');
  assert.equal(await palette(page).count(), 1);
  looked.resolve();
  await options(page).filter({ hasText: 'C-1046' }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: /C-1046/ }).waitFor();
});

it('finds the cases of an account by how it begins, and leads to all of them', async () => {
  const { page, fixture } = await openPalette();
  const subject = fixture.cases[0]?.subject;
  assert.ok(subject?.kind === 'account');
  for (const one of fixture.cases.slice(1, 3)) one.subject = subject;
  await page.keyboard.type(subject.accountId.slice(0, 5));
  await options(page).filter({ hasText: 'C-1043' }).waitFor();
  await options(page).filter({ hasText: 'All cases about' }).first().waitFor();
  await keepPicture(page, 'palette-account');
  await options(page).filter({ hasText: 'All cases about' }).first().click();
  await page.waitForURL((url) => url.searchParams.get('search') === subject.accountId);
  await page.getByRole('heading', { name: 'Queue' }).waitFor();
});

it('offers what was looked at last, actions and pages, and goes on with these while cases cannot be found', async () => {
  const { page, fixture } = await openPalette();
  await options(page).filter({ hasText: 'looked at lately' }).first().waitFor();
  await keepPicture(page, 'palette-recent');
  fixture.refuseNext('findCases', 'internal');
  // In one go: one question, which is the one that is refused.
  await page.keyboard.insertText('care');
  await palette(page).getByText('Cases could not be looked for just now').waitFor();
  await options(page).filter({ hasText: 'Go to: Care' }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Care', level: 1 }).waitFor();
});

it('asks for no cases for somebody without the queue', async () => {
  const { page, fixture } = await openPalette({ role: 'admin', path: '/team' });
  await page.keyboard.type('1047');
  await palette(page).getByText('Nothing fits.').waitFor();
  assert.ok(!fixture.calls.some(({ id }) => id === 'findCases'));
});

for (const locale of ['en', 'de', 'es', 'ar']) {
  it(`says whole what can be typed at the width of a phone (${locale})`, async () => {
    const { page } = await house.open({ role: 'reviewer', locale, width: 390, height: 844 });
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.keyboard.press('Control+k');
    const field = page.locator('.palette-field input');
    await field.waitFor();
    const { needs, has } = await field.evaluate((input: HTMLInputElement) => {
      const words = document.createElement('span');
      words.textContent = input.placeholder;
      words.style.cssText = `position: absolute; white-space: nowrap; font: ${getComputedStyle(input).font}`;
      document.body.append(words);
      const needs = words.getBoundingClientRect().width;
      words.remove();
      return { needs, has: input.clientWidth };
    });
    assert.ok(needs > 0 && needs <= has, `${needs} of ${has} px`);
  });
}
