import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import {
  drillPicture,
  message,
  newContext,
  open,
  openPage,
  type Person,
  say,
  startGroup,
  violations,
  webRoot,
} from './browser-harness.ts';
import { hubId, type Service, startService } from './harness.ts';

const hour = 3_600_000;
const words = 'you will be sorry';
const note = 'Disappears 1 hour after sending. People who got it can report it for 1 hour more.';

/** A person whose page has a clock that the test moves. */
async function timedPerson(service: Service, name: string, size?: { width: number; height: number }): Promise<Person> {
  const page = await (await newContext(size)).newPage();
  await page.clock.install();
  return openPage(service, page, name);
}

/** Time passes everywhere; what was due in a page happens. */
async function pass(service: Service, ms: number, ...people: Person[]): Promise<void> {
  service.advance(ms);
  for (const { page } of people) await page.clock.fastForward(ms);
}

async function chooseTimer(page: Page, label: RegExp, choice: string): Promise<void> {
  await page.getByRole('button', { name: label }).click();
  await page.getByRole('menuitemradio', { name: choice }).click();
  await page.getByRole('menu').waitFor({ state: 'detached' });
}

/** How many records the page keeps in a table of its device store, and whether the words are in any of them. */
async function kept(page: Page, account: string) {
  return page.evaluate(
    async ({ name, sought }) => {
      const done = <T>(request: IDBRequest<T>) =>
        new Promise<T>((resolve, reject) => {
          request.onsuccess = () => resolve(request.result);
          request.onerror = () => reject(request.error);
        });
      const database = await done(indexedDB.open(name));
      const read = (table: string) => done<unknown[]>(database.transaction(table).objectStore(table).getAll());
      const [messages, pictures] = await Promise.all([read('message'), read('picture')]);
      database.close();
      const text = JSON.stringify(messages, (_, value: unknown) =>
        value instanceof Uint8Array ? new TextDecoder('latin1').decode(value) : value,
      );
      return { messages: messages.length, pictures: pictures.length, words: text.includes(sought) };
    },
    { name: `messenger:${account}@${hubId}`, sought: words },
  );
}

/** Pictures to look at, where somebody wants them. */
async function photograph(page: Page, name: string): Promise<void> {
  const folder = process.env.SCREENSHOTS;
  if (folder) await page.screenshot({ path: join(folder, `${name}.png`) });
}

test('the sender reads how long a message lives and can be reported; then it vanishes, and then nothing is left', async (t) => {
  const service = await startService(t, { webRoot });
  const [ana, mal] = [await timedPerson(service, 'Ana'), await timedPerson(service, 'Mal')];
  await startGroup(mal.page, ['Ana']);
  await chooseTimer(mal.page, /^Disappearing messages: Off/, '1 hour');
  await mal.page.getByText(note).waitFor();
  const field = mal.page.getByRole('textbox', { name: 'Message', exact: true });
  assert.equal(
    await field.evaluate((box) => document.getElementById(box.getAttribute('aria-describedby') ?? '')?.textContent),
    note,
    'and hears it at the field',
  );
  assert.deepEqual(await violations(mal.page), []);
  await mal.page.locator('input[type=file]').setInputFiles(drillPicture());
  await mal.page.getByAltText('Picture to send').waitFor();
  await photograph(mal.page, 'wide-sender');
  await say(mal.page, words);

  await open(ana.page);
  await ana.page.getByAltText('Picture from Mal').waitFor();
  await message(ana.page, words)
    .getByText(/^disappears in (59 minutes|1 hour)$/)
    .waitFor();
  assert.deepEqual(await violations(ana.page), []);
  assert.deepEqual(await kept(ana.page, 'ana'), { messages: 1, pictures: 1, words: true });
  await photograph(ana.page, 'wide-visible');

  await pass(service, hour, ana, mal);
  const vanished = message(ana.page, 'This message disappeared');
  await vanished.getByRole('button', { name: 'Report' }).waitFor();
  assert.equal(await ana.page.getByText(words).count(), 0, 'nor in the list of conversations');
  assert.equal(await ana.page.getByAltText('Picture from Mal').count(), 0);
  assert.deepEqual(await violations(ana.page), []);
  await photograph(ana.page, 'wide-vanished');
  const ofMal = message(mal.page, 'This message disappeared');
  await ofMal.waitFor();
  assert.equal(await ofMal.getByRole('button').count(), 0, 'nobody reports what they wrote themselves');

  await vanished.getByRole('button', { name: 'Report' }).click();
  await ana.page.getByRole('dialog').getByText('What do you need?').waitFor();
  await ana.page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
  assert.deepEqual(await kept(ana.page, 'ana'), { messages: 1, pictures: 1, words: true });

  await pass(service, hour, ana, mal);
  await vanished.waitFor({ state: 'detached' });
  assert.deepEqual(await kept(ana.page, 'ana'), { messages: 0, pictures: 0, words: false });
  await ofMal.waitFor({ state: 'detached' });
  assert.deepEqual(await kept(mal.page, 'mal'), { messages: 0, pictures: 0, words: false });
  await photograph(ana.page, 'wide-nothing');
  for (const { problems } of [ana, mal]) assert.deepEqual(problems, []);
});

test('a message that vanishes while it is answered or edited leaves the composer, too', async (t) => {
  const service = await startService(t, { webRoot });
  const [ana, mal] = [await timedPerson(service, 'Ana'), await timedPerson(service, 'Mal')];
  await startGroup(mal.page, ['Ana']);
  await chooseTimer(mal.page, /^Disappearing messages: Off/, '1 hour');
  await say(mal.page, words);
  await open(ana.page);
  for (const [page, action] of [
    [ana.page, 'Reply'],
    [mal.page, 'Edit'],
  ] as const) {
    await message(page, words).hover();
    await message(page, words).getByRole('button', { name: 'Message menu' }).click();
    await page.getByRole('menuitem', { name: action }).click();
  }
  await ana.page.getByText('Replying to Mal').waitFor();
  await mal.page.getByText('Editing your message').waitFor();
  await pass(service, hour, ana, mal);
  await ana.page.getByText('Replying to Mal').waitFor({ state: 'detached' });
  await mal.page.getByText('Editing your message').waitFor({ state: 'detached' });
  for (const { page, problems } of [ana, mal]) {
    assert.equal(await page.getByText(words).count(), 0);
    assert.equal(await page.getByRole('textbox', { name: 'Message', exact: true }).inputValue(), '');
    assert.deepEqual(problems, []);
  }
});

test('a page that was closed all the while opens without what has disappeared, and keeps the timer', async (t) => {
  const service = await startService(t, { webRoot });
  const [ana, mal] = [await timedPerson(service, 'Ana'), await timedPerson(service, 'Mal')];
  await startGroup(mal.page, ['Ana']);
  await chooseTimer(mal.page, /^Disappearing messages: Off/, '1 hour');
  await say(mal.page, words);
  await open(ana.page);
  await message(ana.page, words).waitFor();
  const address = ana.page.url();
  await ana.page.goto('about:blank');
  await pass(service, 2 * hour, ana);
  await ana.page.goto(address);
  await open(ana.page);
  await ana.page.getByText('This is the beginning.').waitFor();
  assert.equal(await ana.page.getByText(words).count(), 0);
  assert.deepEqual(await kept(ana.page, 'ana'), { messages: 0, pictures: 0, words: false });

  await mal.page.reload();
  await open(mal.page);
  await mal.page.getByText(note).waitFor();
  await chooseTimer(mal.page, /^Disappearing messages: 1 hour/, 'Off');
  await mal.page.getByText(note).waitFor({ state: 'detached' });
});

test('at 320 pixels, from right to left: nothing beyond the edge, no accessibility finding', async (t) => {
  const service = await startService(t, { webRoot });
  const narrow = { width: 320, height: 640 };
  const [ana, mal] = [await timedPerson(service, 'Ana', narrow), await timedPerson(service, 'Mal', narrow)];
  await startGroup(mal.page, ['Ana']);
  await chooseTimer(mal.page, /^Disappearing messages: Off/, '1 week');
  await mal.page.getByText('Disappears 1 week after sending.').waitFor();
  await say(mal.page, 'first');
  await photograph(mal.page, 'narrow-sender');
  await chooseTimer(mal.page, /^Disappearing messages: 1 week/, '1 hour');
  await say(mal.page, words);
  await open(ana.page);
  await message(ana.page, words).waitFor();
  await photograph(ana.page, 'narrow-visible');
  await pass(service, hour, ana, mal);
  await message(ana.page, 'This message disappeared').waitFor();
  await photograph(ana.page, 'narrow-vanished');
  for (const { page } of [ana, mal]) {
    await page.getByRole('button', { name: 'Back' }).click();
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByText('العربية').click();
    await page.keyboard.press('Escape');
    await open(page);
    await message(page, 'اختفت هذه الرسالة').waitFor();
    assert.deepEqual(await violations(page), []);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth), 0);
  }
  await photograph(ana.page, 'narrow-arabic-vanished');
  await photograph(mal.page, 'narrow-arabic-sender');
});
