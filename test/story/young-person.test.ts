import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { root } from '../../scripts/lib/run.ts';
import { launchBrowser, type Visitor, visit } from './support/browser.ts';
import { becomeFirstAdmin } from './support/console-steps.ts';
import { type Installation, startInstallation } from './support/installation.ts';
import { makeGroup, messageWith, openGroup, sendPicture, signIn, write } from './support/messenger-steps.ts';
import { picture } from './support/screenshots.ts';

let installation: Installation;
let browser: Browser;
let mia: Visitor;
let mal: Visitor;
let reviewer: Visitor;

before(async () => {
  installation = await startInstallation();
  browser = await launchBrowser();
  mia = await visit(browser, installation.messenger);
  mal = await visit(browser, installation.messenger);
  reviewer = await visit(browser, installation.firstLogin);
});

after(async () => {
  await browser?.close();
  await installation?.stop();
});

test('Mia, who is 15, gets a picture she did not want, and tells the safety team in one step', async () => {
  await signIn(mal.page, 'Mal');
  await signIn(mia.page, 'Mia');
  await makeGroup(mal.page, ['Mia']);
  await openGroup(mia.page, 'Weekend plans');
  await write(mal.page, 'I have something for you');
  await messageWith(mia.page, 'I have something for you').waitFor();

  // What leaves her device between the picture and her own press: it asks for news, and fetches the picture; nothing else, and nothing that
  // depends on what the model says (detection-tells-nobody counts the bytes).
  await mia.page.waitForFunction(() =>
    ['picture-worker-', 'sensitive-picture-'].every((part) =>
      performance.getEntriesByType('resource').some(({ name }) => name.includes(part)),
    ),
  );
  const requests: string[] = [];
  mia.page.on('request', (request) => {
    const { protocol, pathname, search } = new URL(request.url());
    if (protocol !== 'blob:') requests.push(`${request.method()} ${pathname}${search} ${request.postData()}`);
  });
  // a drawing marked DRILL stands for what nobody should get unasked
  await sendPicture(mal.page, await readFile(join(root, 'apps/messenger/public/drill/harbour.png')));
  const cover = mia.page.getByRole('region', { name: 'Covered picture from Mal' });
  await cover.getByRole('button', { name: 'What can I do?' }).waitFor();
  await picture(mia.page, 'young-cover');
  await cover.getByRole('button', { name: 'What can I do?' }).click();
  const dialog = mia.page.getByRole('dialog');
  await dialog.getByText('You did nothing wrong by getting this.').waitFor();
  await picture(mia.page, 'young-question');
  const quiet = /^GET \/api\/(events\?after=\d+|blobs\/[0-9a-f]{64}) null$/;
  assert.deepEqual(
    requests.filter((request) => !quiet.test(request)),
    [],
  );
  assert.equal(await mia.page.getByRole('img', { name: /Picture from Mal/ }).count(), 0);

  await dialog.getByRole('button', { name: /^Block Mal and tell the safety team/ }).click();
  await dialog.getByText('The safety team knows now').waitFor();
  await dialog.getByText('Mal is blocked.').waitFor();
  await dialog.getByText(/WH-[0-9A-Z]{4}-[0-9A-Z]{4}/).waitFor();
  await picture(mia.page, 'young-done');
  await dialog.getByRole('button', { name: 'Done' }).click();

  const { page } = reviewer;
  await becomeFirstAdmin(page, 'Robin');
  const first = page.getByRole('article').filter({ hasText: 'C-1001' }).first();
  await first.waitFor();
  assert.match(await first.innerText(), /Verified/i);
  await page.getByRole('button', { name: /Claim next/ }).click();
  await page.getByRole('button', { name: /Open the evidence/ }).click();
  await page.getByText('I have something for you').waitFor();
  await page.getByText('The reporter did not hand the file over, only what the message says of it').waitFor();
  await page.getByText(/^SHA-256 [0-9a-f]{64}$/).waitFor();
  // the description is there, the picture is not: nobody of the team can see it, and nobody had to send it on
  assert.equal(await page.getByRole('button', { name: /Covered picture/ }).count(), 0);
  await picture(page, 'young-case');
  for (const visitor of [mia, mal, reviewer]) assert.deepEqual(visitor.complaints, []);
});
