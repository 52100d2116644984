import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { violations as findings, message, open, person, say, startGroup, webRoot } from './browser-harness.ts';
import { startService } from './harness.ts';

const sample = (path: string) => ({
  name: 'picture.png',
  mimeType: 'image/png',
  buffer: readFileSync(join(import.meta.dirname, '../public', path)),
});
/** Stands for a naked picture: the sample's model takes the drawings marked DRILL for such. */
const drill = sample('drill/harbour.png');
const harmless = sample('pictures/mountains.png');
/** Two pictures of one pixel, one after the other (GIF89a): a browser plays it, and the model does not read it. */
const moving = {
  name: 'moving.gif',
  mimeType: 'image/gif',
  buffer: Buffer.from(
    `${Buffer.from('GIF89a').toString('hex')}01000100800000000000ffffff` +
      '2c0000000001000100000202440100' +
      '2c00000000010001000002024c01003b',
    'hex',
  ),
};
const ages = { Mia: 15 };

async function choose(page: Page, file: typeof drill): Promise<void> {
  await page.locator('input[type=file]').setInputFiles(file);
  await page.getByAltText('Picture to send').waitFor();
}
async function send(page: Page, file: typeof drill, words: string): Promise<void> {
  await choose(page, file);
  await say(page, words);
}
/** Whatever draws a picture, from now on and however it comes into the page's log. */
async function watchForPictures(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(() => {
    const drawn: string[] = [];
    const pictures =
      'img, picture, canvas, video, object, embed, iframe, image, input[type=image], [style*="url("], [style*="image-set("]';
    const look = (node: Node): void => {
      if (!(node instanceof Element) || node.closest('.log') === null) return;
      for (const one of [node, ...node.querySelectorAll(pictures)]) {
        if (one.matches(pictures)) drawn.push(one.outerHTML.slice(0, 80));
      }
    };
    new MutationObserver((changes) => {
      for (const { addedNodes, target, type } of changes) {
        if (type === 'attributes') look(target);
        for (const node of addedNodes) look(node);
      }
    }).observe(document, {
      subtree: true,
      childList: true,
      attributes: true,
      attributeFilter: ['style', 'src', 'type'],
    });
    Object.assign(globalThis, { drawn });
  });
  return () => page.evaluate(() => Reflect.get(globalThis, 'drawn'));
}

/** What is still fading in has less contrast than what will be read. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(() => Promise.allSettled(document.getAnimations().map(({ finished }) => finished)));
  return findings(page);
}
/** Nothing of somebody is looked at until the test lets it be, and nobody is late. */
function holdLooking(page: Page): Promise<void> {
  return page.evaluate(() => {
    const { createImageBitmap: decode, setTimeout: later } = window;
    const released = new Promise((release) => addEventListener('drill-release', release, { once: true }));
    Object.assign(globalThis, {
      setTimeout: (task: () => void, ms?: number) => (ms === 10_000 ? 0 : later(task, ms)),
      // what a person chooses to send is a file, and what the device looks at are bytes
      createImageBitmap: async (...[source, ...more]: Parameters<typeof decode>) => {
        if (!(source instanceof File)) await released;
        return decode(source, ...more);
      },
    });
  });
}
const cover = (page: Page) => page.getByRole('region', { name: 'Covered picture from Mal' });

test('at 15 a picture that the device noticed is covered, nobody hears of it, and it is shown after two steps', async (t) => {
  const service = await startService(t, { webRoot, ages });
  const [mal, mia] = [await person(service, 'Mal'), await person(service, 'Mia')];
  await startGroup(mal.page, ['Mia']);
  await open(mia.page);
  const drawn = await watchForPictures(mia.page);
  // what looks at pictures is fetched before any comes
  for (const part of ['picture-worker-', 'sensitive-picture-']) {
    await mia.page.waitForFunction(
      (name) => performance.getEntriesByType('resource').some((entry) => entry.name.includes(name)),
      part,
    );
  }
  const requests: string[] = [];
  mia.page.on('request', (request) => {
    // what is drawn out of memory leaves no device
    if (!request.url().startsWith('blob:')) requests.push(`${request.method()} ${request.url()} ${request.postData()}`);
  });
  await send(mal.page, drill, 'Look at this');
  const covered = cover(mia.page);
  const ask = covered.getByRole('button', { name: 'What can I do?' });
  await message(mia.page, 'Look at this').waitFor();
  await ask.waitFor();
  assert.deepEqual(await drawn(), []);
  assert.deepEqual(await violations(mia.page), []);

  await ask.click();
  const dialog = mia.page.getByRole('dialog');
  await dialog.getByText('This may show a naked body').waitFor();
  await dialog.getByText('Only your phone noticed. It told nobody.').waitFor();
  await dialog.getByRole('button', { name: 'Show it', exact: true }).click();
  await dialog.getByText('Do you still want to see it?').waitFor();
  assert.deepEqual(await violations(mia.page), []);
  assert.equal(await mia.page.getByAltText('Picture from Mal').count(), 0);
  await dialog.getByRole('button', { name: 'Yes, show it' }).click();
  await mia.page.getByAltText('Picture from Mal').waitFor();
  assert.notDeepEqual(await drawn(), [], 'what watches for pictures sees the one that is shown');
  // The page asks by itself whether there is news, and fetches the picture once; nothing else, and nothing with a body.
  const isNews = (request: string) => /^GET http:\/\/[^/]+\/api\/events\?after=\d+ null$/.test(request);
  const others = requests.filter((request) => !isNews(request));
  assert.equal(others.length, 1);
  assert.match(others[0] ?? '', /^GET http:\/\/[^/]+\/api\/blobs\/[0-9a-f]{64} null$/);
  await mia.page.getByRole('button', { name: 'Cover it again' }).click();
  await covered.waitFor();
  for (const { problems } of [mal, mia]) assert.deepEqual(problems, []);
});

test('what watches for pictures sees each way in which one could be drawn', async (t) => {
  const service = await startService(t, { webRoot, ages });
  const [mal, mia] = [await person(service, 'Mal'), await person(service, 'Mia')];
  await startGroup(mal.page, ['Mia']);
  await open(mia.page);
  await say(mal.page, 'Hello');
  await message(mia.page, 'Hello').waitFor();
  const drawn = await watchForPictures(mia.page);
  const ways = [
    '<img>',
    '<p><img></p>',
    '<canvas></canvas>',
    '<i style="background-image: url(data:,)"></i>',
    '<video></video>',
  ];
  for (const [nth, way] of ways.entries()) {
    await mia.page.evaluate((html) => document.querySelector('.log')?.insertAdjacentHTML('beforeend', html), way);
    assert.equal((await drawn()).length, nth + 1, way);
  }
  await mia.page.evaluate(() => document.querySelector('.log li')?.setAttribute('style', 'background: url("data:,")'));
  assert.equal((await drawn()).length, ways.length + 1);
  await mia.page.evaluate(() => document.body.insertAdjacentHTML('beforeend', '<img>'));
  assert.equal((await drawn()).length, ways.length + 1, 'and no others of the page');
});

test('harmless pictures open by themselves, and adults see pictures as before', async (t) => {
  const service = await startService(t, { webRoot, ages });
  const [mal, mia, ana] = [await person(service, 'Mal'), await person(service, 'Mia'), await person(service, 'Ana')];
  await startGroup(mal.page, ['Mia', 'Ana']);
  await open(mia.page);
  await open(ana.page);
  await send(mal.page, harmless, 'The hills');
  await mia.page.getByAltText('Picture from Mal').waitFor();
  await send(mal.page, drill, 'And this');
  await cover(mia.page).waitFor();
  await message(ana.page, 'And this').getByAltText('Picture from Mal').waitFor();
  assert.equal(await cover(ana.page).count(), 0);
});

test('before sending: the safe choice keeps the picture, a second step sends it', async (t) => {
  const service = await startService(t, { webRoot, ages });
  const [mia, ana] = [await person(service, 'Mia'), await person(service, 'Ana')];
  await startGroup(mia.page, ['Ana']);
  await open(ana.page);
  await choose(mia.page, drill);
  await mia.page.getByRole('textbox', { name: 'Message', exact: true }).fill('for you');
  await mia.page.keyboard.press('Enter');
  const dialog = mia.page.getByRole('dialog');
  await dialog.getByText('Do you want to send it?').waitFor();
  assert.deepEqual(await violations(mia.page), []);
  await dialog.getByRole('button', { name: 'Do not send it' }).click();
  await dialog.waitFor({ state: 'detached' });
  assert.equal(await message(mia.page, 'for you').count(), 0);
  await mia.page.getByAltText('Picture to send').waitFor();

  await mia.page.getByRole('button', { name: 'Send', exact: true }).click();
  await dialog.getByRole('button', { name: 'Send it', exact: true }).click();
  await dialog.getByRole('button', { name: 'Yes, send it' }).click();
  await message(ana.page, 'for you').getByAltText('Picture from Mia').waitFor();
});

test('while the device looks, nothing can be changed but to take the picture away, and what was taken away is not sent', async (t) => {
  const service = await startService(t, { webRoot, ages });
  const [mia, ana] = [await person(service, 'Mia'), await person(service, 'Ana')];
  await startGroup(mia.page, ['Ana']);
  await open(ana.page);
  await holdLooking(mia.page);
  const field = mia.page.getByRole('textbox', { name: 'Message', exact: true });
  await choose(mia.page, harmless);
  await field.fill('The hills');
  await mia.page.keyboard.press('Enter');
  await mia.page.getByText('Your device is looking at the picture…').waitFor();
  assert.equal(await field.isEditable(), false);
  assert.deepEqual(await violations(mia.page), []);
  await mia.page.getByRole('button', { name: 'Take the picture out' }).click();
  assert.equal(await field.isEditable(), true);
  await say(mia.page, 'Only words');

  // what is asked about the next picture comes after all was said of the first
  await choose(mia.page, drill);
  await field.press('Enter');
  await mia.page.evaluate(() => dispatchEvent(new Event('drill-release')));
  await mia.page.getByRole('dialog').getByText('Do you want to send it?').waitFor();
  await message(ana.page, 'Only words').waitFor();
  assert.equal(await message(mia.page, 'The hills').count(), 0);
  assert.equal(await mia.page.getByRole('article').count(), 1);
  assert.deepEqual(mia.problems, []);
});

test('words that are sent while their picture is on its way into the field wait for it', async (t) => {
  const service = await startService(t, { webRoot });
  const [ben, ana] = [await person(service, 'Ben'), await person(service, 'Ana')];
  await startGroup(ben.page, ['Ana']);
  await open(ana.page);
  await ben.page.evaluate(() => {
    const decode = createImageBitmap;
    const released = new Promise((release) => addEventListener('drill-release', release, { once: true }));
    Object.assign(globalThis, {
      createImageBitmap: (...given: Parameters<typeof decode>) => released.then(() => decode(...given)),
    });
  });
  await ben.page.locator('input[type=file]').setInputFiles(harmless);
  const field = ben.page.getByRole('textbox', { name: 'Message', exact: true });
  await field.fill('The hills');
  await field.press('Enter');
  assert.equal(await field.inputValue(), 'The hills');
  assert.equal(await message(ben.page, 'The hills').count(), 0);
  await ben.page.evaluate(() => dispatchEvent(new Event('drill-release')));
  await ben.page.getByAltText('Picture to send').waitFor();
  await field.press('Enter');
  await message(ana.page, 'The hills').getByAltText('Picture from Ben').waitFor();
  assert.deepEqual([...ben.problems, ...ana.problems], []);
});

test('words for somebody trusted wait in the field, and nobody hears of it before they are sent', async (t) => {
  const service = await startService(t, { webRoot, ages });
  const [mal, ana, mia] = [await person(service, 'Mal'), await person(service, 'Ana'), await person(service, 'Mia')];
  await person(service, 'Zoe');
  await startGroup(mal.page, ['Mia', 'Ana']);
  await send(mal.page, drill, 'Look at this');
  await open(mia.page);
  await cover(mia.page).getByRole('button', { name: 'What can I do?' }).click();
  await mia.page.getByRole('button', { name: /^Message someone I trust/ }).click();
  // whom Mia shares a group with, without the one who sent it, and nobody she never met
  const offered = mia.page.getByRole('dialog').locator('.wh-option');
  assert.deepEqual(await offered.allTextContents(), ['Ana']);
  await offered.click();
  await mia.page.getByRole('heading', { name: 'Ana', exact: true }).waitFor();
  await mia.page.getByText('Ana learns of it only when you press Send.').waitFor();
  assert.deepEqual(await violations(mia.page), []);
  const field = mia.page.getByRole('textbox', { name: 'Message', exact: true });
  assert.equal(await field.inputValue(), 'Can we talk? Something in a chat bothers me.');
  assert.equal(await ana.page.getByRole('button', { name: /^Mia · Ana/ }).count(), 0);
  await field.press('Enter');
  await ana.page.getByRole('button', { name: /^Mia · Ana/ }).click();
  await message(ana.page, 'Can we talk?').waitFor();

  // where there is a conversation they wait there, and no longer than until Mia goes elsewhere
  const again = async () => {
    await open(mia.page);
    await cover(mia.page).getByRole('button', { name: 'What can I do?' }).click();
    await mia.page.getByRole('button', { name: /^Message Ana/ }).click();
    await mia.page.getByRole('heading', { name: 'Mia · Ana', exact: true }).waitFor();
  };
  await again();
  assert.equal(await field.inputValue(), 'Can we talk? Something in a chat bothers me.');
  await open(mia.page);
  await mia.page.getByRole('button', { name: /^Mia · Ana/ }).click();
  await mia.page.getByRole('heading', { name: 'Mia · Ana', exact: true }).waitFor();
  assert.equal(await field.inputValue(), '');
  await again();
  assert.equal(await field.inputValue(), 'Can we talk? Something in a chat bothers me.');
});

test('a family link: asked for by the young person, seen the same by both, and it sets what is covered at least', async (t) => {
  const service = await startService(t, { webRoot, ages });
  const [mal, mia, gil] = [await person(service, 'Mal'), await person(service, 'Mia'), await person(service, 'Gil')];
  await startGroup(mal.page, ['Mia', 'Gil']);
  for (const { page } of [mia, gil]) await page.getByRole('button', { name: 'Settings' }).click();
  await mia.page.getByLabel('Who do you want to ask?').selectOption({ label: 'Gil' });
  await mia.page.getByRole('button', { name: 'Ask for a family link' }).click();
  await mia.page.getByText('You asked Gil.').waitFor();
  await gil.page.getByText('Mia asks for a family link with you.').waitFor();
  await gil.page.getByRole('button', { name: 'Yes, link us' }).click();
  await gil.page.getByLabel('Stays covered at least').selectOption({ label: 'All pictures from other people' });
  await mia.page.getByText('Gil set this').waitFor();
  const lists = (page: Page) => page.locator('.wh-family-lists li').allTextContents();
  assert.deepEqual(await lists(mia.page), await lists(gil.page));
  assert.deepEqual(await violations(mia.page), []);
  assert.deepEqual(await violations(gil.page), []);
  await mia.page.keyboard.press('Escape');
  await mia.page.getByText('You and Gil have a family link now.').waitFor();
  assert.deepEqual(await violations(mia.page), []);
  await mia.page.getByRole('button', { name: 'Okay' }).click();
  await mia.page.getByText('You and Gil have a family link now.').waitFor({ state: 'detached' });

  await open(mia.page);
  await send(mal.page, harmless, 'The hills');
  await cover(mia.page).getByText('This picture is covered.').waitFor();
  for (const { problems } of [mal, mia, gil]) assert.deepEqual(problems, []);
});

test('in a shared album the same pictures are covered, small and large, and the others are not', async (t) => {
  const service = await startService(t, { webRoot, ages });
  const [mia, mal] = [await person(service, 'Mia'), await person(service, 'Mal')];
  await mal.page.getByRole('button', { name: 'New album' }).click();
  const dialog = mal.page.getByRole('dialog', { name: 'New album' });
  await dialog.getByRole('textbox').fill('Trip');
  await dialog.getByText('Mia', { exact: true }).click();
  await dialog.getByRole('button', { name: 'Create album' }).click();
  await mal.page.locator('input[type=file]').setInputFiles([harmless, drill]);
  const notice = mal.page.getByRole('dialog', { name: 'What is checked in this album' });
  await notice.getByRole('button', { name: 'Add pictures' }).click();
  const tiles = (page: Page) => page.getByRole('list', { name: 'Pictures in Trip' }).getByRole('button');
  await tiles(mal.page).nth(1).locator('img').waitFor();
  await mia.page.getByRole('button', { name: 'Trip' }).click();
  await mia.page.locator('.album-tile [data-cover="covered"]').waitFor();
  await mia.page.locator('.album-tile [data-cover="open"] img').waitFor();
  assert.equal(await mia.page.locator('.album-tile img').count(), 1);

  await tiles(mia.page)
    .filter({ has: mia.page.locator('[data-cover="covered"]') })
    .click();
  const large = mia.page.getByRole('dialog', { name: /^Picture from Mal/ });
  await large.getByRole('button', { name: 'What can I do?' }).click();
  const question = mia.page.getByRole('dialog', { name: 'Your choice' });
  await question.getByText('This may show a naked body').waitFor();
  assert.equal(await question.getByRole('button', { name: /safety team/ }).count(), 0);
  await question.getByRole('button', { name: 'Show it', exact: true }).click();
  await question.getByRole('button', { name: 'Yes, show it' }).click();
  await large.getByRole('img', { name: /^Picture from Mal/ }).waitFor();
  await large.getByRole('button', { name: 'Cover it again' }).click();
  await large.getByRole('button', { name: 'What can I do?' }).waitFor();
  assert.deepEqual(await violations(mia.page), []);
  await mia.page.keyboard.press('Escape');

  // before Mia adds one herself she is asked, and what she keeps is not added
  await mia.page.locator('input[type=file]').setInputFiles([drill, harmless]);
  await mia.page
    .getByRole('dialog', { name: 'What is checked in this album' })
    .getByRole('button', { name: 'Add pictures' })
    .click();
  await question.getByText('Do you want to send it?').waitFor();
  assert.equal(await question.getByRole('button', { name: /safety team/ }).count(), 0);
  await question.getByRole('button', { name: 'Do not send it' }).click();
  await tiles(mal.page).nth(2).locator('img').waitFor();
  assert.equal(await tiles(mal.page).count(), 3);
  for (const { problems } of [mia, mal]) assert.deepEqual(problems, []);
});

test('before a shared album gets a file that moves, which no model reads, a person of 15 is asked, and an adult is not', async (t) => {
  const service = await startService(t, { webRoot, ages });
  service.safety.judge = () => ({ state: 'released' });
  const added = () => [...service.safety.pictures.values()].map(({ bytes }) => bytes);
  const [mia, mal] = [await person(service, 'Mia'), await person(service, 'Mal')];
  await mia.page.getByRole('button', { name: 'New album' }).click();
  const dialog = mia.page.getByRole('dialog', { name: 'New album' });
  await dialog.getByRole('textbox').fill('Trip');
  await dialog.getByText('Mal', { exact: true }).click();
  await dialog.getByRole('button', { name: 'Create album' }).click();
  await mia.page.getByRole('heading', { name: 'Trip' }).waitFor();
  const tiles = (page: Page) => page.getByRole('list', { name: 'Pictures in Trip' }).getByRole('button');
  const add = (page: Page, files: (typeof moving)[]) => page.locator('input[type=file]').setInputFiles(files);
  const seeNotice = (page: Page) =>
    page
      .getByRole('dialog', { name: 'What is checked in this album' })
      .getByRole('button', { name: 'Add pictures' })
      .click();

  // what stands still and is harmless goes unasked, and what was kept does not go with it
  await add(mia.page, [moving, harmless]);
  await seeNotice(mia.page);
  const question = mia.page.getByRole('dialog', { name: 'Your choice' });
  await question.getByText('Your phone could not check this picture. Do you want to send it?').waitFor();
  assert.doesNotMatch((await question.textContent()) ?? '', /naked|noticed/);
  assert.deepEqual(await violations(mia.page), []);
  assert.deepEqual(added(), []);
  await question.getByRole('button', { name: 'Do not send it' }).click();
  await tiles(mia.page).nth(0).locator('img').waitFor();
  assert.deepEqual(added(), [harmless.buffer]);

  await add(mia.page, [moving]);
  await question.getByRole('button', { name: 'Send it', exact: true }).click();
  assert.equal(added().length, 1);
  await question.getByRole('button', { name: 'Yes, send it' }).click();
  await tiles(mia.page).nth(1).locator('img').waitFor();
  assert.deepEqual(added()[1], moving.buffer);

  await mal.page.getByRole('button', { name: 'Trip' }).click();
  await add(mal.page, [moving]);
  await seeNotice(mal.page);
  await tiles(mal.page).nth(2).locator('img').waitFor();
  for (const { problems } of [mia, mal]) assert.deepEqual(problems, []);
});
