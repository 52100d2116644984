import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Page } from 'playwright-core';
import type { OpenOptions } from './browser.ts';
import { openHouse } from './house.ts';
import { until } from './until.ts';

const house = openHouse();

/** The case that lists of known pictures brought. */
async function openMatched(options: OpenOptions = {}) {
  const opened = await house.open({ role: 'reviewer', ...options });
  const { page, fixture } = opened;
  const found = fixture.cases.find(({ pictureCount }) => pictureCount > 0);
  assert.ok(found);
  await page.goto(`${fixture.url}/cases/${found.caseId}`);
  await page.locator('.matched-picture').first().waitFor();
  return opened;
}

const actions = (page: Page, name: string) => page.getByRole('button', { name });

it('shows which entry of which list matched, the very same file apart from what looks alike, and no picture', async () => {
  const { page, fixture, faults } = await openMatched();
  const first = page.locator('.matched-picture').first();
  assert.equal(await first.locator('[data-kind=exact]').count(), 1);
  assert.equal(await first.locator('[data-kind=perceptual]').count(), 2);
  await first.getByText('StopNCII').waitFor();
  await first.getByText('14 of 256 bits differ').waitFor();
  await first.getByText('mirrored', { exact: false }).first().waitFor();
  assert.equal(await page.locator('.matched img').count(), 0);
  assert.ok(!fixture.calls.some(({ id }) => id === 'getAlbumEvidence'));
  assert.deepEqual(faults, []);
  assert.deepEqual(fixture.violations, []);
});

it('shows a matched picture only while it is held, and never one that was decided before', async () => {
  const { page, fixture } = await openMatched();
  await page.keyboard.press('c');
  await page.locator('.decide-form').waitFor();
  assert.equal(await page.locator('.matched .picture-cover').count(), 0, 'closed evidence shows no cover');
  await page.keyboard.press('e');
  await page.locator('.matched .picture-cover').first().waitFor();
  // Of four pictures one was decided before and one cannot be decoded.
  assert.equal(await page.locator('.matched .picture-cover').count(), 2);
  await page.locator('.matched .picture-cover').first().focus();
  await page.keyboard.down('Space');
  await page.locator('.matched img').waitFor();
  await page.keyboard.up('Space');
  await page.locator('.matched img').waitFor({ state: 'detached' });
  await page.keyboard.press('e');
  await page.getByText('The evidence is closed').waitFor();
  const lastTold = () => fixture.calls.findLast(({ id }) => id === 'reportEvidenceView')?.body;
  await until('the look is told to be over', () => Reflect.get(Object(lastTold()), 'ended') === true);
  const last = lastTold();
  assert.ok(typeof last === 'object' && last !== null && 'pictures' in last && Array.isArray(last.pictures));
  assert.equal(last.pictures.length, 1);
  assert.deepEqual(fixture.violations, []);
});

it('takes no decision before each picture is answered, by keyboard alone, and then offers the next step', async () => {
  const { page, fixture } = await openMatched();
  await page.keyboard.press('c');
  await page.locator('.decide-form').waitFor();
  await page.getByText('Confirm or clear each picture first.').first().waitFor();
  for (const [key, reason] of [
    ['y', 'The very file of the list.'],
    ['x', 'It shows a beach.'],
    ['x', 'A broken file, nothing in it.'],
  ] as const) {
    await page.keyboard.press(key);
    await page.locator('.answer-form textarea:focus').waitFor();
    await page.keyboard.type(reason);
    await page.keyboard.press('Control+Enter');
    await page.locator('.answer-form').waitFor({ state: 'detached' });
  }
  await page.getByText('Next: what follows for the account?').waitFor();
  const answers = fixture.calls.filter(({ id }) => id === 'answerAlbumPicture').map(({ body }) => body);
  assert.deepEqual(answers, [
    { answer: 'confirm', reason: 'The very file of the list.' },
    { answer: 'clear', reason: 'It shows a beach.' },
    { answer: 'clear', reason: 'A broken file, nothing in it.' },
  ]);
  await page.keyboard.press('d');
  assert.equal((await page.locator('#decide input[type=radio]:not(:disabled)').count()) >= 4, true);
});

it('offers no action against an account while no picture is confirmed', async () => {
  const { page } = await openMatched();
  await page.keyboard.press('c');
  await page.locator('.decide-form').waitFor();
  const open = await page.locator('#decide input[type=radio]:not(:disabled)').count();
  assert.equal(open, 1, 'only closing it without action');
});

it('keeps what was written when the answer is refused, and says why', async () => {
  const { page, fixture } = await openMatched();
  await page.keyboard.press('c');
  await page.locator('.decide-form').waitFor();
  fixture.refuseNext('answerAlbumPicture', 'picture-answered');
  await actions(page, 'Confirm: it is what the list says').first().click();
  await page.locator('.answer-form textarea').fill('The same picture.');
  await page.keyboard.press('Control+Enter');
  await page.getByText('Somebody has answered about this picture already.').waitFor();
  assert.equal(await page.locator('.answer-form textarea').inputValue(), 'The same picture.');
});
