import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { ReportPayload } from '@wellhouse/protocol';
import type { Browser } from 'playwright-core';
import sharp from 'sharp';
import { launchBrowser, type Visitor, visit } from './support/browser.ts';
import { becomeFirstAdmin, suspend } from './support/console-steps.ts';
import { type Installation, startInstallation } from './support/installation.ts';
import {
  chooseInMenu,
  makeGroup,
  messageWith,
  openGroup,
  sendPicture,
  signIn,
  write,
} from './support/messenger-steps.ts';
import { answer, answerAndContinue, pass, reportDialog } from './support/report-steps.ts';
import { picture } from './support/screenshots.ts';

const threat = 'I will hurt you on Saturday.';
const reason = 'You threatened to hurt a member of your group. That is not allowed here, whatever came before.';

let installation: Installation;
let browser: Browser;
let ana: Visitor;
let ben: Visitor;
let mal: Visitor;
let reviewer: Visitor;
let broken = false;

before(async () => {
  installation = await startInstallation();
  browser = await launchBrowser();
  ana = await visit(browser, installation.messenger);
  ben = await visit(browser, installation.messenger);
  mal = await visit(browser, installation.messenger);
  reviewer = await visit(browser, installation.firstLogin);
});

after(async () => {
  if (broken)
    for (const [name, visitor] of Object.entries({ ana, mal, reviewer })) await picture(visitor.page, `failed-${name}`);
  await browser?.close();
  await installation?.stop();
});

test('an abusive encrypted message becomes a decided case', async (story) => {
  const step = (name: string, run: () => void | Promise<void>) =>
    story.test(name, { skip: broken && 'an earlier step failed' }, async () => {
      broken = true;
      await run();
      broken = false;
    });

  await step('Ana, Ben and Mal share an encrypted group', async () => {
    await signIn(ana.page, 'Ana');
    await signIn(ben.page, 'Ben');
    await signIn(mal.page, 'Mal');
    await makeGroup(ana.page, ['Ben', 'Mal']);
    await openGroup(ben.page, 'Weekend plans');
    await openGroup(mal.page, 'Weekend plans');
    await write(ana.page, 'Shall we walk on Saturday?');
    await write(ben.page, 'Yes, and I bring my sister Eva.');
    await messageWith(mal.page, 'my sister Eva').waitFor();
  });

  await step('Mal sends a picture and writes a death threat', async () => {
    await sendPicture(mal.page, await drillPicture());
    await ana.page
      .getByRole('log')
      .getByRole('img', { name: /Picture from Mal/ })
      .waitFor();
    await write(mal.page, threat);
    await messageWith(ana.page, threat).waitFor();
    await picture(ana.page, 'messenger');
  });

  let reference = '';
  const note = 'Thank you for telling us. Please keep the messages.';
  await step('Ana reports: one question a screen, an exact preview, one message taken out, a case number', async () => {
    await chooseInMenu(ana.page, messageWith(ana.page, threat), 'Report');
    await picture(ana.page, 'report-need');
    await answer(ana.page, 'What do you need?', 'Tell the safety team');
    await answerAndContinue(ana.page, 'Are you in danger right now?', 'No');
    await answer(ana.page, 'What is happening?', 'Someone is threatening, bullying or scaring me or others');
    await picture(ana.page, 'report-category');
    await answer(ana.page, 'What are they doing?', 'They say they will kill or badly hurt someone');
    await answerAndContinue(ana.page, 'Who is being harmed?', 'Me');
    await pass(ana.page, 'Do you want to add anything?');
    await pass(ana.page, 'What else should happen?');

    const dialog = reportDialog(ana.page);
    await dialog.getByRole('heading', { name: 'Check what will be sent' }).waitFor();
    await dialog.getByText('4 messages will be sent').waitFor();
    await picture(ana.page, 'report-preview');
    await dialog.getByRole('button', { name: 'Send this file' }).click();
    await dialog.getByRole('button', { name: /Take out the message from Ben/ }).click();
    await dialog.getByText('Show exactly what is sent').click();
    const words = disclosedWords(await dialog.getByRole('region', { name: 'Show exactly what is sent' }).innerText());
    assert.ok(words.includes(threat));
    assert.equal(words.includes('Eva'), false, 'what was taken out is not in the bytes that are sent');
    await picture(ana.page, 'report-preview-taken-out');
    await dialog.getByRole('button', { name: 'Send report' }).click();
    await dialog.getByRole('heading', { name: 'Your report was sent' }).waitFor();
    reference = /WH-[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(await dialog.innerText())?.[0] ?? '';
    assert.notEqual(reference, '', 'a case number is shown');
    await picture(ana.page, 'report-sent');
    await dialog.getByRole('button', { name: 'Done' }).click();
  });

  await step(
    'in the console the case stands at the top, VERIFIED, the message that is not disclosed a numbered gap',
    async () => {
      const { page } = reviewer;
      await becomeFirstAdmin(page, 'Robin');
      const first = page.getByRole('article').filter({ hasText: 'C-1001' }).first();
      await first.waitFor();
      assert.match(await first.innerText(), /Verified/i);
      await picture(page, 'console-queue');
      await page.getByRole('button', { name: /Claim next/ }).click();
      await page.getByRole('button', { name: /Open the evidence/ }).click();
      await page.getByText(threat).waitFor();
      await page.getByText('No. 2 in the group: not disclosed').waitFor();
      assert.equal(await page.getByText('Eva').count(), 0);
      await picture(page, 'console-case');
    },
  );

  await step('the picture is covered until it is held down, and covered again on release', async () => {
    const { page } = reviewer;
    const cover = page.getByRole('button', { name: /Covered picture/ });
    await cover.scrollIntoViewIfNeeded();
    assert.equal(await page.getByRole('img', { name: /Reported picture/ }).count(), 0);
    await cover.focus();
    await page.keyboard.down('Space');
    await page.getByRole('img', { name: /Reported picture/ }).waitFor();
    await page.keyboard.up('Space');
    await page.getByRole('img', { name: /Reported picture/ }).waitFor({ state: 'detached' });
  });

  await step(
    'the reviewer writes to Ana, and reads over what she will read; her messenger marks it as new',
    async () => {
      const { page } = reviewer;
      await page.locator('.notes-panel').getByText('People who reported').click();
      await page.getByRole('textbox', { name: 'What they read' }).fill(note);
      await page.getByRole('button', { name: 'Read it over' }).click();
      const question = page.getByRole('dialog', { name: 'Send this note?' });
      await question.getByText(note).waitFor();
      assert.match(await question.innerText(), new RegExp(reference), 'who reads it is said');
      await question.getByRole('button', { name: 'Send it' }).click();
      await page.getByText('The note is sent.').first().waitFor({ state: 'attached' });
      await ana.page.getByRole('button', { name: /My reports, one new message/ }).waitFor({ timeout: 45_000 });
      await picture(ana.page, 'messenger-note');
      await ana.page.getByRole('button', { name: /My reports/ }).click();
      const mine = ana.page.getByRole('dialog', { name: 'My reports' });
      await mine.getByText(note).waitFor();
      assert.equal((await mine.innerText()).includes('Robin'), false, 'no name of the team');
      await picture(ana.page, 'my-reports-note');
      await ana.page.keyboard.press('Escape');
      await ana.page.getByRole('button', { name: 'My reports', exact: true }).waitFor();
    },
  );

  await step('the reviewer suspends Mal for 7 days with a policy and a reason', async () => {
    await suspend(reviewer.page, 7, reason);
    await reviewer.page
      .getByText(/is decided \(D-/)
      .first()
      .waitFor();
    await picture(reviewer.page, 'console-decided');
  });

  await step('Mal cannot send any more, and reads why and how to appeal', async () => {
    await mal.page.getByText(/Your account is suspended until/).waitFor();
    const banner = await mal.page.getByRole('region').or(mal.page.getByRole('alert')).allInnerTexts();
    assert.ok(
      banner.some((text) => text.includes(reason)),
      'the reason is shown',
    );
    await mal.page.getByText('How to appeal').waitFor();
    assert.equal(await mal.page.getByRole('textbox', { name: 'Message' }).count(), 0, 'there is nothing to write with');
    await picture(mal.page, 'messenger-suspended');
  });

  await step('Ana reads “Decided” and what was done', async () => {
    await ana.page.getByRole('button', { name: 'My reports' }).click();
    const mine = ana.page.getByRole('dialog', { name: 'My reports' });
    const lookAgain = mine.getByRole('button', { name: 'Look for news' });
    await lookAgain.or(mine.getByText('Decided')).first().waitFor();
    if (await lookAgain.isVisible()) await lookAgain.click();
    await mine.getByText('Decided').first().waitFor();
    assert.match(await mine.innerText(), new RegExp(reference));
    await picture(ana.page, 'my-reports-decided');
  });

  await step(
    'Mal appeals from the notice, and Robin, who decided, cannot hear it: nobody else is in the team',
    async () => {
      await mal.page.getByRole('button', { name: 'Appeal', exact: true }).click();
      await mal.page.keyboard.type('I was quoting a film.');
      await mal.page.getByRole('button', { name: 'Send the appeal' }).click();
      await mal.page.getByText(/Your appeal A-/).waitFor();
      await picture(mal.page, 'messenger-appealed');
      await reviewer.page.getByRole('link', { name: 'Appeals' }).click();
      await reviewer.page.getByText('Nobody of the team can hear this appeal').waitFor();
      await picture(reviewer.page, 'console-appeals');
    },
  );

  await step('no page complained', () => {
    for (const visitor of [ana, ben, reviewer]) assert.deepEqual(visitor.complaints, []);
  });
});

test('npm start opens nothing beyond loopback', { skip: !existsSync('/proc/net/tcp') && 'no /proc here' }, () => {
  const ports = [installation.console, installation.messenger].map((url) => Number(new URL(url).port));
  const listening = ['/proc/net/tcp', '/proc/net/tcp6'].filter(existsSync).flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .map((line) => line.trim().split(/\s+/))
      .filter(([, , , state]) => state === '0A')
      .map(([, local = '']) => local.split(':')),
  );
  const ours = listening.filter(([, port = '']) => ports.includes(Number.parseInt(port, 16)));
  assert.deepEqual(
    ours.map(([address]) => address),
    ['0100007F', '0100007F'],
    'each port listens on 127.0.0.1 alone',
  );
});

/** Every opened part of a report's JSON, as text. */
function disclosedWords(json: string): string {
  const { evidence } = ReportPayload.parse(JSON.parse(json));
  const parts = evidence.flatMap((item) => (item.scheme === 'wh-frank-1' ? item.revealed : []));
  return parts.map(({ part }) => Buffer.from(part, 'base64url').toString('utf8')).join('\n');
}

/** A harmless marked picture. */
function drillPicture(): Promise<Buffer> {
  const text =
    '<svg width="640" height="400"><rect width="640" height="400" fill="#35605a"/><text x="320" y="215" font-size="64" text-anchor="middle" fill="#fff">DRILL</text></svg>';
  return sharp(Buffer.from(text)).png().toBuffer();
}
