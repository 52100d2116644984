import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Page } from 'playwright-core';
import { openHouse } from './house.ts';
import { until } from './until.ts';

const house = openHouse();

async function openEvidence() {
  const opened = await house.open({ role: 'reviewer' });
  await opened.page.getByRole('button', { name: 'Claim next' }).click();
  await opened.page.getByRole('heading', { name: /C-1042/ }).waitFor();
  await opened.page.keyboard.press('e');
  await opened.page.locator('.picture-cover').waitFor();
  return opened;
}

const shown = (page: Page) => page.locator('.picture-cover img');

async function isCovered(page: Page, message: string): Promise<void> {
  await shown(page)
    .waitFor({ state: 'detached', timeout: 10_000 })
    .catch(() => undefined);
  assert.equal(await shown(page).count(), 0, message);
}

it('fetches no picture and shows none until it is held', async () => {
  const { page, fixture } = await openEvidence();
  assert.equal(await page.locator('.evidence img, .evidence video, .evidence audio').count(), 0);
  assert.ok(!fixture.calls.some((call) => call.id === 'getEvidencePicture'));
});

it('shows a picture while the mouse button is down and covers it on release and on leaving it', async () => {
  const { page, faults } = await openEvidence();
  const cover = page.locator('.picture-cover');
  await cover.scrollIntoViewIfNeeded();
  await cover.hover();
  await isCovered(page, 'pointing at it is not enough');
  await page.mouse.down();
  await shown(page).waitFor();
  assert.match(await shown(page).evaluate((image) => getComputedStyle(image).filter), /grayscale\(1\)/);
  await page.mouse.up();
  await isCovered(page, 'released');
  await page.mouse.down();
  await shown(page).waitFor();
  await page.mouse.move(5, 5);
  await isCovered(page, 'the pointer left it');
  await page.mouse.up();
  assert.deepEqual(faults, []);
});

for (const key of ['Space', 'Enter']) {
  it(`shows a picture while ${key} is down and covers it on release`, async () => {
    const { page } = await openEvidence();
    await page.keyboard.press('v');
    await page.keyboard.down(key);
    await shown(page).waitFor();
    await page.keyboard.down(key);
    assert.equal(await shown(page).count(), 1, 'a repeating key keeps it');
    await page.keyboard.up(key);
    await isCovered(page, 'released');
  });
}

it('covers a picture when the focus, the window or the page goes away', async () => {
  const { page } = await openEvidence();
  const leavings: Record<string, () => Promise<unknown>> = {
    'the focus moved': () => page.evaluate(() => document.querySelector<HTMLElement>('[data-entry]')?.focus()),
    'the window lost the focus': () => page.evaluate(() => window.dispatchEvent(new Event('blur'))),
    'the page was hidden': () => page.evaluate(() => document.dispatchEvent(new Event('visibilitychange'))),
    'Escape was pressed': () => page.keyboard.press('Escape'),
  };
  for (const [what, leave] of Object.entries(leavings)) {
    await page.locator('.picture-cover').focus();
    await page.keyboard.down('Space');
    await shown(page).waitFor();
    await leave();
    await isCovered(page, what);
    await page.keyboard.up('Space');
  }
});

it('tells the server how long a picture was uncovered, and ends the view when the evidence is closed', async () => {
  const { page, fixture } = await openEvidence();
  await page.keyboard.press('v');
  await page.keyboard.down('Space');
  await shown(page).waitFor();
  await page.keyboard.up('Space');
  await page.keyboard.press('e');
  await page.getByText('The evidence is closed').waitFor();
  await page.waitForFunction(() => document.querySelector('.conversation') === null);
  const lastTold = () => fixture.calls.findLast((call) => call.id === 'reportEvidenceView')?.body;
  await until('the look is told to be over', () => Reflect.get(Object(lastTold()), 'ended') === true);
  const last = lastTold();
  assert.ok(
    typeof last === 'object' && last !== null && 'ended' in last && 'visibleMs' in last && 'attachments' in last,
  );
  assert.equal(last.ended, true);
  assert.ok(typeof last.visibleMs === 'number' && last.visibleMs > 0);
  assert.ok(Array.isArray(last.attachments) && last.attachments.length === 1);
  assert.deepEqual(fixture.violations, []);
});

it('says so when a picture cannot be loaded, and tries again at the next hold', async () => {
  const { page, fixture } = await openEvidence();
  fixture.refuseNext('getEvidencePicture', 'internal');
  await page.keyboard.press('v');
  await page.keyboard.down('Space');
  await page.getByText('The picture could not be loaded').waitFor();
  await page.keyboard.up('Space');
  await page.keyboard.down('Space');
  await shown(page).waitFor();
  await page.keyboard.up('Space');
});
