import assert from 'node:assert/strict';
import { it } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import type { Page } from 'playwright-core';
import { keepPicture } from './browser.ts';
import { openHouse } from './house.ts';
import { until } from './until.ts';

const house = openHouse();

const waitForQueue = (page: Page) => page.locator('[data-case]').first().waitFor();
const help = (page: Page) => page.getByRole('dialog', { name: 'Keys on this page' });
/** As keys stand in sentences of any direction. */
const cap = (keys: string): string => `\u2066${keys}\u2069`;
const said = (page: Page) => help(page).locator('.key-said').filter({ hasText: /./ }).first();

/** Opens the overlay and begins to change the key of an action, by keyboard alone. */
async function beginChange(page: Page, id: string): Promise<void> {
  await page.keyboard.press('?');
  await tabTo(page, 'Change keys');
  await page.keyboard.press('Enter');
  await record(page, id);
}

async function tabTo(page: Page, name: string): Promise<void> {
  for (let step = 0; step < 200; step++) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate(() => {
      const { activeElement: at } = document;
      return `${at?.getAttribute('aria-label') ?? ''}${at?.textContent ?? ''}${at?.getAttribute('data-change') ?? ''}`;
    });
    if (focused.includes(name)) return;
  }
  assert.fail(`the Tab key never comes to “${name}”`);
}

async function record(page: Page, id: string): Promise<void> {
  await tabTo(page, id);
  await page.keyboard.press('Enter');
  await page.locator('.key-field').waitFor();
  await page.waitForFunction(() => document.activeElement?.className === 'key-field');
}

it('gives an action another key by keyboard alone, keeps it on the server, and has it on another machine', async () => {
  const { page, fixture, faults } = await house.open({ role: 'reviewer' });
  await waitForQueue(page);
  await beginChange(page, 'queue.down');
  await keepPicture(page, 'keys-recording');
  await page.keyboard.press('s');
  await said(page)
    .filter({ hasText: `${cap('S')} is free` })
    .waitFor();
  await keepPicture(page, 'keys-chosen');
  await page.keyboard.press('Enter');
  await said(page).filter({ hasText: 'from now on' }).waitFor();
  await page.waitForFunction(() => document.activeElement?.getAttribute('data-change') === 'queue.down');
  const sent = () => fixture.calls.filter(({ id }) => id === 'putPreferences').map(({ body }) => body);
  await until('it is sent', () => sent().length > 0);
  assert.deepEqual(sent(), [{ preferences: { 'console.keys': { singleKeys: true, keys: { 'queue.down': 's' } } } }]);
  await page.keyboard.press('Escape');
  await help(page).waitFor({ state: 'detached' });
  await page.keyboard.press('j');
  assert.equal(await page.locator('li[data-cursor=true]').filter({ hasText: 'C-1043' }).count(), 0);
  await page.keyboard.press('s');
  await page.keyboard.press('s');
  await page.locator('li[data-cursor=true]').filter({ hasText: 'C-1043' }).waitFor();
  await page.keyboard.press('ArrowUp');
  await page.locator('li[data-cursor=true]').filter({ hasText: 'C-1042' }).waitFor();

  const other = await page.context().browser()?.newContext();
  assert.ok(other);
  await other.addCookies([fixture.cookieFor('reviewer')]);
  const elsewhere = await other.newPage();
  await elsewhere.goto(fixture.url);
  await waitForQueue(elsewhere);
  // The keys of everyone count until this person's are known.
  const cursor = elsewhere.locator('li[data-cursor=true]');
  await until('the key is known here too', async () => {
    await elsewhere.keyboard.press('s');
    return (await cursor.count()) > 0;
  });
  await cursor.filter({ hasText: 'C-1042' }).waitFor();
  await other.close();
  assert.deepEqual(fixture.violations, []);
  assert.deepEqual(faults, []);
});

it('says what a key is in conflict with, takes it from there when told to, and puts one or all back', async () => {
  const { page, fixture } = await house.open({ role: 'reviewer' });
  await waitForQueue(page);
  await beginChange(page, 'queue.claim');
  await page.keyboard.press('g');
  await said(page)
    .filter({ hasText: `${cap('G')} is the first key of “` })
    .waitFor();
  assert.equal(await help(page).getByRole('button', { name: 'Take this key' }).count(), 0);
  await keepPicture(page, 'keys-conflict');
  await page.keyboard.press('Enter');
  await page.locator('.key-field').waitFor();
  await page.keyboard.press('n');
  await said(page)
    .filter({ hasText: `${cap('N')} is the key of “Claim next” already.` })
    .waitFor();
  await page.keyboard.press('Enter');
  await said(page).filter({ hasText: '“Claim next” has no key.' }).waitFor();
  /** It is said at once, and kept by a request that nobody waits for. */
  const isKept = async (keys: Record<string, string | null>): Promise<void> => {
    const kept = () => fixture.care.preferences['console.keys'] as unknown;
    const expected = { singleKeys: true, keys };
    await until(`${JSON.stringify(expected)} is kept`, () => isDeepStrictEqual(kept(), expected));
  };
  await isKept({ 'queue.claim': 'n', 'queue.claimNext': null });

  await page.locator('[data-reset="queue.claimNext"]').press('Enter');
  await said(page).filter({ hasText: '“Claim next” has its usual key again.' }).waitFor();
  await help(page).getByText('Does not run here').waitFor();
  await isKept({ 'queue.claim': 'n' });
  await help(page).getByRole('button', { name: 'Put all keys back' }).press('Enter');
  await help(page).getByRole('button', { name: 'Put 1 changed key back' }).press('Enter');
  await said(page).filter({ hasText: 'All keys are as everyone begins with them.' }).waitFor();
  await isKept({});
});

it('refuses keys that the browser or a screen reader needs, says why, and lets Tab and Escape through', async () => {
  const { page, fixture } = await house.open({ role: 'reviewer' });
  await waitForQueue(page);
  await beginChange(page, 'queue.claim');
  for (const [key, why] of [
    ['F5', 'Function keys'],
    ['Space', 'press the button'],
    ['Alt+x', 'Keys with Alt'],
    ['Control+l', 'The browser uses'],
    ['PageDown', 'moves on the page'],
  ] as const) {
    await page.keyboard.press(key);
    await said(page).filter({ hasText: why }).waitFor();
    assert.equal(await page.locator('.key-field').count(), 1, 'it goes on listening');
  }
  await page.keyboard.press('Tab');
  assert.notEqual(await page.evaluate(() => document.activeElement?.className), 'key-field');
  await page.keyboard.press('Escape');
  await page.locator('.key-recorder').waitFor({ state: 'detached' });
  assert.equal(await help(page).count(), 1, 'Escape leaves the recorder, not the overlay');
  assert.ok(!fixture.calls.some(({ id }) => id === 'putPreferences'));
});

it('takes two keys one after the other, and gives them in no hurry', async () => {
  const { page } = await house.open({ role: 'reviewer' });
  await waitForQueue(page);
  await beginChange(page, 'queue.refresh');
  await page.keyboard.press('y');
  await tabTo(page, 'Add a second key');
  await page.keyboard.press('Enter');
  await page
    .locator('.key-field')
    .filter({ hasText: `${cap('Y')}, then` })
    .waitFor();
  await page.waitForTimeout(1_500);
  await page.keyboard.press('r');
  await said(page)
    .filter({ hasText: `${cap('Y R')} is free` })
    .waitFor();
  await page.keyboard.press('Enter');
  await said(page)
    .filter({ hasText: `${cap('Y R')} from now on` })
    .waitFor();
});

it('rests all keys of one character when told to, and everything can still be reached', async () => {
  const { page, fixture } = await house.open({ role: 'reviewer' });
  await waitForQueue(page);
  await page.keyboard.press('?');
  await help(page).getByRole('switch', { name: 'Keys of one character' }).press('Space');
  await page.keyboard.press('Escape');
  await help(page).waitFor({ state: 'detached' });
  for (const key of ['n', '?', 'g', 'q', '4', 'Shift+g']) await page.keyboard.press(key);
  assert.ok(!fixture.calls.some(({ id }) => id === 'claimNext'));
  assert.equal(await page.getByRole('dialog').count(), 0);
  assert.equal(await page.locator('[aria-keyshortcuts=n]').count(), 0, 'and no button says that it has one');
  await page.keyboard.press('ArrowDown');
  await page.locator('li[data-cursor=true]').filter({ hasText: 'C-1042' }).waitFor();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('show all keys');
  await page.keyboard.press('Enter');
  await help(page).getByRole('switch', { name: 'Keys of one character' }).press('Space');
  await page.keyboard.press('Escape');
  await help(page).waitFor({ state: 'detached' });
  await page.keyboard.press('n');
  await page.getByRole('heading', { name: /C-1042/ }).waitFor();
});

it('goes on with everyone’s keys where what is stored is broken, and gives a change back that was not kept', async () => {
  const { page, fixture } = await house.open({ role: 'reviewer' });
  await waitForQueue(page);
  const preferences: Record<string, unknown> = fixture.care.preferences;
  for (const stored of ['j', { keys: 7 }, { keys: { 'view.help': 'Escape', 'queue.down': { a: 1 } } }, [], null]) {
    preferences['console.keys'] = stored;
    await page.reload();
    await waitForQueue(page);
    await page.keyboard.press('j');
    await page.locator('li[data-cursor=true]').filter({ hasText: 'C-1042' }).waitFor();
    await page.keyboard.press('?');
    await help(page).waitFor();
  }
  await tabTo(page, 'Change keys');
  await page.keyboard.press('Enter');
  await record(page, 'queue.down');
  fixture.refuseNext('putPreferences', 'internal');
  await page.keyboard.press('s');
  await page.keyboard.press('Enter');
  await help(page).getByRole('alert').first().waitFor();
  await page.keyboard.press('Escape');
  await help(page).waitFor({ state: 'detached' });
  await page.keyboard.press('k');
  await page.keyboard.press('j');
  await page.locator('li[data-cursor=true]').filter({ hasText: 'C-1043' }).waitFor();
});

it('runs the same keys on a Russian and an Arabic keyboard', async () => {
  const { page, fixture } = await house.open({ role: 'reviewer' });
  await waitForQueue(page);
  const press = (key: string, code: string, shiftKey = false) =>
    page.evaluate(
      (init) =>
        document.activeElement?.dispatchEvent(
          new KeyboardEvent('keydown', { ...init, bubbles: true, cancelable: true }),
        ),
      { key, code, shiftKey },
    );
  await press('о', 'KeyJ');
  await page.locator('li[data-cursor=true]').filter({ hasText: 'C-1042' }).waitFor();
  await press('ت', 'KeyJ');
  await page.locator('li[data-cursor=true]').filter({ hasText: 'C-1043' }).waitFor();
  await press('؟', 'Slash', true);
  await help(page).waitFor();
  await page.keyboard.press('Escape');
  await help(page).waitFor({ state: 'detached' });
  await press('т', 'KeyN');
  await page.getByRole('heading', { name: /C-1042/ }).waitFor();
  assert.ok(fixture.calls.some(({ id }) => id === 'claimNext'));
});
