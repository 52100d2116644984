import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  drillPicture,
  message,
  newContext,
  open,
  openPage,
  person,
  say,
  startGroup,
  violations,
  webRoot,
} from './browser-harness.ts';
import { notice, startService } from './harness.ts';

test('three people in three browsers: words, a picture, an edit, a reload, a second tab', async (t) => {
  const service = await startService(t, { webRoot });
  const [ana, ben, mal] = [await person(service, 'Ana'), await person(service, 'Ben'), await person(service, 'Mal')];
  await startGroup(ana.page, ['Ben', 'Mal']);
  await say(ana.page, 'Who brings the tent?');
  await open(ben.page);
  await message(ben.page, 'Who brings the tent?').waitFor();
  await open(mal.page);
  await mal.page.locator('input[type=file]').setInputFiles(drillPicture());
  await mal.page.getByAltText('Picture to send').waitFor();
  await say(mal.page, 'Look');
  const picture = ben.page.getByAltText('Picture from Mal');
  await picture.waitFor();
  assert.equal(await picture.evaluate((image) => image instanceof HTMLImageElement && image.naturalWidth), 64);

  await say(ben.page, 'I cna');
  const own = message(ben.page, 'I cna');
  await own.hover();
  await own.getByRole('button', { name: 'Message menu' }).click();
  await ben.page.getByRole('menuitem', { name: 'Edit' }).click();
  await say(ben.page, 'I can');
  await message(ana.page, 'I can').getByText('edited').waitFor();

  await ana.page.reload();
  await open(ana.page);
  await message(ana.page, 'I can').getByText('edited').waitFor();
  await ana.page.getByAltText('Picture from Mal').waitFor();

  const second = await openPage(service, await ana.page.context().newPage(), 'Ana');
  await open(second.page);
  await say(second.page, 'from the second tab');
  await message(ana.page, 'from the second tab').waitFor();
  await say(ana.page, 'from the first tab');
  await message(mal.page, 'from the first tab').waitFor();
  for (const { page, problems } of [ana, ben, mal, second]) {
    assert.equal(await page.getByText(/could not be verified/).count(), 0);
    assert.deepEqual(problems, []);
  }
});

test('reporting is reached by keyboard alone, and a blocked person is not seen', async (t) => {
  const service = await startService(t, { webRoot });
  const [ana, mal] = [await person(service, 'Ana'), await person(service, 'Mal')];
  await startGroup(mal.page, ['Ana']);
  await say(mal.page, 'I will hurt you');
  await open(ana.page);
  await message(ana.page, 'I will hurt you').getByRole('button', { name: 'Message menu' }).focus();
  await ana.page.keyboard.press('Enter');
  await ana.page.getByRole('menuitem', { name: 'Reply' }).waitFor();
  await ana.page.keyboard.press('End');
  await ana.page.keyboard.press('Enter');
  await ana.page.getByRole('dialog').getByText('What do you need?').waitFor();
  await ana.page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();

  await ana.page.getByRole('button', { name: /^Members/ }).click();
  await ana.page.getByRole('button', { name: 'Menu of Mal' }).click();
  await ana.page.getByRole('menuitem', { name: 'Block' }).click();
  await ana.page.getByText('blocked', { exact: true }).waitFor();
  await ana.page.keyboard.press('Escape');
  await ana.page.getByText('1 message from a person you blocked is hidden').waitFor();
  assert.equal(await ana.page.getByText('I will hurt you').count(), 0);
  assert.deepEqual(ana.problems, []);
});

test('a suspended person reads what, why, until when and how to appeal, and cannot write', async (t) => {
  const service = await startService(t, { webRoot });
  await person(service, 'Ana');
  const mal = await person(service, 'Mal', { width: 320, height: 640 });
  await startGroup(mal.page, ['Ana']);
  await say(mal.page, 'I will hurt you');
  await service.webhook({
    type: 'account.suspended',
    sequence: 1,
    timestamp: new Date().toISOString(),
    data: {
      accountId: 'mal@messenger.localhost',
      notice: notice('D-1'),
      until: new Date(Date.now() + 7 * 86_400_000).toISOString(),
    },
  });
  const alert = mal.page.getByRole('alert').filter({ hasText: 'suspended until' });
  await alert.waitFor();
  const words = (await alert.textContent()) ?? '';
  for (const wanted of ['You threatened a person in a group.', 'appeals@messenger.localhost', 'D-1', 'Threats']) {
    assert.ok(words.includes(wanted), `${wanted} in: ${words}`);
  }
  assert.equal(await mal.page.getByRole('textbox', { name: 'Message', exact: true }).count(), 0);
  await mal.page.getByText(/You cannot send messages until/).waitFor();
  assert.deepEqual(await violations(mal.page), []);
});

test('no accessibility finding and nothing beyond the edge: 320 pixels, light and dark, Arabic', async (t) => {
  const service = await startService(t, { webRoot });
  const [ana, ben] = [await person(service, 'Ana'), await person(service, 'Ben', { width: 320, height: 640 })];
  await startGroup(ana.page, ['Ben']);
  await say(ana.page, `a-very-long-word-${'x'.repeat(120)}`);
  for (const { page } of [ana, ben]) {
    await page.getByRole('button', { name: 'Settings' }).click();
    assert.deepEqual(await violations(page), []);
    await page.getByText('Dark', { exact: true }).click();
    await page.getByText('العربية').click();
    assert.deepEqual(await violations(page), []);
    await page.keyboard.press('Escape');
    await open(page);
    await message(page, 'a-very-long-word').waitFor();
    assert.equal(await page.locator('html').getAttribute('dir'), 'rtl');
    assert.deepEqual(await violations(page), []);
    const beyond = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    assert.equal(beyond, 0);
  }
});

test('who has not come yet is named, with a way to open the messenger as them', async (t) => {
  const service = await startService(t, { webRoot, suggestedNames: ['Ana', 'Ben', 'Mal'] });
  const context = await newContext();
  const page = await context.newPage();
  await page.goto(service.url());
  await page.getByRole('button', { name: 'Continue as Ana' }).click();
  await page.getByRole('button', { name: 'Start the demo group' }).click();
  await page.getByText('Ben has not opened the messenger yet').waitFor();
  const [other] = await Promise.all([
    context.waitForEvent('page'),
    page.getByRole('link', { name: 'Open it as Ben' }).click(),
  ]);
  await other.getByRole('button', { name: 'New group' }).waitFor();
  await page.getByRole('dialog').getByText('Ben', { exact: true }).click();
  await page.getByRole('button', { name: 'Create group' }).click();
  await other.getByRole('button', { name: /^Weekend plans/ }).waitFor();
});
