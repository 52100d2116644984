import assert from 'node:assert/strict';
import { it } from 'node:test';
import { defaultPresets } from '@wellhouse/protocol';
import type { Page } from 'playwright-core';
import { keepPicture } from './browser.ts';
import { type OpenHouse, openHouse } from './house.ts';
import { until } from './until.ts';

const house = openHouse();

async function openEvidence(opened: OpenHouse): Promise<OpenHouse> {
  await opened.page.getByRole('button', { name: 'Claim next' }).click();
  await opened.page.getByRole('heading', { name: /C-1042/ }).waitFor();
  await opened.page.keyboard.press('e');
  await opened.page.locator('.conversation').waitFor();
  return opened;
}

const shown = (page: Page) => page.locator('.picture-cover :is(img, canvas)');
const covered = (page: Page) => shown(page).waitFor({ state: 'detached', timeout: 10_000 });

function setPresets(fixture: OpenHouse['fixture'], part: Partial<(typeof defaultPresets)['child']>): void {
  const all = { ...defaultPresets.child, ...part };
  const presets = { child: all, graphic: all, text: all, other: all, textFirst: true };
  Object.assign(fixture.care.preferences, { 'care.presets': presets });
}

it('shows a held picture as the person has chosen for its class, and covers it when a finger lifts', async () => {
  const opened = await house.open({ role: 'reviewer' });
  setPresets(opened.fixture, { greyscale: true, blur: 2, coarse: 2, small: true });
  const { page, faults } = await openEvidence(opened);
  const cover = page.locator('.picture-cover');
  await cover.scrollIntoViewIfNeeded();
  const small = await cover.boundingBox();
  await cover.dispatchEvent('pointerdown', { pointerType: 'touch', button: 0, bubbles: true });
  await shown(page).waitFor();
  const look = await shown(page).evaluate((picture) => ({
    filter: getComputedStyle(picture).filter,
    width: picture instanceof HTMLCanvasElement ? picture.width : 0,
  }));
  assert.match(look.filter, /grayscale\(1\) blur\(8px\)/);
  await page.waitForFunction(() => document.querySelector<HTMLCanvasElement>('canvas.coarse')?.width === 28);
  await cover.dispatchEvent('pointercancel', { pointerType: 'touch', bubbles: true });
  await covered(page);
  await page.getByRole('button', { name: 'Larger street.png' }).click();
  const large = await cover.boundingBox();
  assert.ok((large?.width ?? 0) > (small?.width ?? 0));
  assert.deepEqual(faults, []);
});

it('covers a held picture when the page is scrolled', async () => {
  const { page } = await openEvidence(await house.open({ role: 'reviewer', height: 500 }));
  await page.locator('.picture-cover').focus();
  await page.keyboard.down('Space');
  await shown(page).waitFor();
  await page.mouse.wheel(0, 120);
  await page.locator('.picture-cover').evaluate((element) => {
    // What scrolls is the page or a part of it, as the window is wide or narrow.
    for (let each: Element | null = element; each !== null; each = each.parentElement)
      each.scrollBy(0, each.scrollTop > 0 ? -60 : 60);
  });
  await covered(page);
  await page.keyboard.up('Space');
});

it('plays nothing, ever: there is no video and no sound in the evidence', async () => {
  const { page } = await openEvidence(await house.open({ role: 'reviewer' }));
  assert.equal(await page.locator('video, audio, [autoplay]').count(), 0);
});

it('keeps the words of messages covered until they are asked for', async () => {
  const opened = await house.open({ role: 'reviewer' });
  setPresets(opened.fixture, { coverText: true });
  const { page } = await openEvidence(opened);
  assert.equal(await page.locator('.message-body .part-text').count(), 0);
  await page.getByRole('button', { name: 'Show the words' }).first().click();
  await page.locator('.message-body .part-text').first().waitFor();
  await page.getByRole('button', { name: 'Cover the words' }).click();
  await page.waitForFunction(() => document.querySelector('.message-body .part-text') === null);
});

it('opens a picture that was decided about before only for a reason', async () => {
  const opened = await house.open({ role: 'reviewer' });
  const { page, fixture } = opened;
  const [file] = fixture.cases.slice(1);
  assert.ok(file);
  fixture.care.known = { caseId: file.caseId, number: file.number, at: new Date().toISOString() };
  await openEvidence(opened);
  assert.equal(await page.locator('.picture-cover').count(), 0);
  await page.getByRole('button', { name: 'Open it for a reason' }).click();
  await page.getByLabel('Why it has to be seen').fill('The cut may differ');
  await page.getByRole('button', { name: 'Open', exact: true }).click();
  await page.locator('.picture-cover').waitFor();
  assert.deepEqual(fixture.care.reasons, [{ reason: 'The cut may differ' }]);
  assert.equal(await shown(page).count(), 0, 'still covered');
});

it('proposes a break in a line, not while a danger to life is worked on, and gives no next case during it', async () => {
  const { page, fixture } = await house.open({ role: 'reviewer', path: '/queue' });
  fixture.care.page.breakDue = 'case';
  await page.reload();
  await page.getByText('That was a hard case').waitFor();
  assert.equal(await page.getByRole('dialog').count(), 0);
  await keepPicture(page, 'break-proposed');
  await page.getByRole('button', { name: 'Break for 10 minutes' }).click();
  await page.locator('.breathe-figure').waitFor();
  assert.equal(
    await page
      .locator('.breathe')
      .getByText(/\d+ cases?/)
      .count(),
    0,
  );
  await page.getByText(/You are on a break until/).waitFor();
  await page.keyboard.press('g');
  await page.keyboard.press('q');
  await page.locator('[data-case]').first().waitFor();
  fixture.refuseNext('claimNext', 'on-break');
  await page.keyboard.press('n');
  await page.locator('.breathe-figure').waitFor();
  await page.getByRole('button', { name: 'End the break' }).click();
  await page.waitForFunction(() => document.querySelector('.break-banner') === null);
});

it('a break on the case page keeps the case for one button and gives it back for the other, and ends when the person says so', async () => {
  const { page, fixture, faults } = await house.open({ role: 'reviewer' });
  const rests = (): unknown[] => fixture.calls.filter(({ id }) => id === 'setBreak').map(({ body }) => body);
  const released = (): number => fixture.calls.filter(({ id }) => id === 'releaseCase').length;
  const banner = page.locator('.break-banner');
  // A case that is no danger to life, so that a break is proposed.
  const calm = fixture.cases.find(({ priority }) => priority !== 'P0' && priority !== 'P1');
  assert.ok(calm);
  const open = async (): Promise<void> => {
    fixture.care.page = { ...fixture.care.page, breakDue: 'minutes', pausedUntil: null };
    const { staffId, name } = fixture.staff.reviewer;
    calm.claim = { staffId, name, expiresAt: new Date(Date.now() + 600_000).toISOString() };
    await page.goto(`${fixture.url}/cases/${calm.caseId}`);
    await page.locator('.case-head').waitFor();
    await page.locator('.decide-form').waitFor();
  };
  await open();
  await banner.getByRole('button', { name: 'Break, and keep my case' }).click();
  await banner.getByRole('button', { name: 'End the break' }).waitFor();
  assert.deepEqual(rests(), [{ minutes: 10 }]);
  assert.match(page.url(), new RegExp(calm.caseId), 'it stays where it was');
  assert.ok(await page.locator('.decide-form').isVisible(), 'what is held can be finished');
  assert.equal(released(), 0);
  await banner.getByRole('button', { name: 'End the break' }).click();
  await banner.waitFor({ state: 'detached' });
  assert.deepEqual(rests(), [{ minutes: 10 }, { minutes: 0 }]);
  // Not now: nothing happens to the case either.
  await open();
  await banner.getByRole('button', { name: 'Not now' }).click();
  await banner.waitFor({ state: 'detached' });
  assert.deepEqual(rests().slice(2), [{ minutes: 0 }]);
  assert.equal(released(), 0);
  await open();
  await banner.getByRole('button', { name: 'Break, and give my case back' }).click();
  await page.waitForURL('**/breathe');
  assert.deepEqual(rests().slice(3), [{ minutes: 10 }]);
  await until('somebody else can take it meanwhile', () => released() > 0);
  assert.equal(released(), 1);
  assert.deepEqual(fixture.violations, []);
  assert.deepEqual(faults, []);
});

it('saves budgets, opt-outs and presets for the person', async () => {
  const { page, fixture, faults } = await house.open({ role: 'lead', path: '/care' });
  await page.locator('.care-bars').waitFor();
  await page.getByRole('group', { name: 'Abuse of children' }).first().getByLabel('Minutes a day').fill('30');
  await page.getByText('Kinds I do not take: none').first().click();
  await page.locator('.care-kind .checkbox').first().click();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.waitForFunction(() => document.body.textContent?.includes('Saved.'));
  assert.equal(fixture.care.page.own.budgets.child.dayMinutes, 30);
  assert.equal(fixture.care.page.own.withoutCategories.length, 1);
  await page.getByText('Cover the words of messages until I ask').click();
  await page.waitForFunction(() => document.querySelector('.care-preview canvas, .care-preview img') !== null);
  await until('the cover is kept', () => JSON.stringify(fixture.care.preferences).includes('"coverText":true'));
  await keepPicture(page, 'care-saved');
  assert.deepEqual([fixture.violations, faults], [[], []]);
});
