import './with-drill-pack.ts';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { message, open, person, say, startGroup, violations, webRoot } from './browser-harness.ts';
import { startService } from './harness.ts';

const threat = 'Listen to me, this is a drillthreat and nothing else';
const bar = (page: Page) => page.getByRole('group', { name: 'A question about this message' });

/** What a screen reader would read out by itself: text that came into live regions that speak. */
async function listen(page: Page): Promise<() => Promise<string>> {
  await page.evaluate(() => {
    const said: string[] = [];
    const regions = '[aria-live], [role=log], [role=status], [role=alert], output';
    const speaks = (node: Node): boolean => {
      const region = (node instanceof Element ? node : node.parentElement)?.closest(regions);
      return region != null && region.getAttribute('aria-live') !== 'off';
    };
    new MutationObserver((changes) => {
      for (const change of changes) {
        const added = change.type === 'characterData' ? [change.target] : [...change.addedNodes];
        for (const node of added) {
          const texts = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
          for (
            let text: Node | null = node.nodeType === Node.TEXT_NODE ? node : texts.nextNode();
            text;
            text = texts.nextNode()
          ) {
            if (speaks(text)) said.push(text.textContent ?? '');
          }
        }
      }
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
    Object.assign(globalThis, { said });
  });
  return () => page.evaluate(() => (globalThis as unknown as { said: string[] }).said.join('\n'));
}

/** Words that are harmless, until some of them were read out: a busy machine may not know in time that there is nothing to ask. */
async function sayUntilHeard(from: Page, to: Page, words: string, said: () => Promise<string>): Promise<void> {
  for (let times = 1; times <= 10 && !(await said()).includes(words); times++) {
    await say(from, `${words}, ${times}`);
    await message(to, `${words}, ${times}`).waitFor();
  }
}

/** What the drill pack holds is let go, until what comes of it is there: it may not hold anything yet when a message is drawn. */
async function releaseUntil(page: Page, isThere: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 400 && !(await isThere()); tries++) {
    await page.evaluate(() => dispatchEvent(new Event('drill-release')));
    await page.waitForTimeout(50);
  }
  assert.ok(await isThere());
}

test('a message is asked about where it stands; its words are not read out; help and report are one press away', async (t) => {
  const service = await startService(t, { webRoot });
  const [ana, mal] = [await person(service, 'Ana'), await person(service, 'Mal')];
  await startGroup(mal.page, ['Ana']);
  await open(ana.page);
  const said = await listen(ana.page);
  await sayUntilHeard(mal.page, ana.page, 'Hello Ana, how are you today', said);
  assert.match(await said(), /how are you today/, 'what is not abusive is read out as always');
  await say(mal.page, threat);
  await bar(ana.page).waitFor();
  assert.doesNotMatch(await said(), /drillthreat/);
  assert.match(await said(), /There is a question below a new message/);
  assert.equal(await bar(mal.page).count(), 0);
  assert.deepEqual(await violations(ana.page), []);

  await bar(ana.page).getByRole('button', { name: 'Get help' }).click();
  await ana.page.getByRole('heading', { name: 'You are not alone with this' }).waitFor();
  await ana.page.getByRole('button', { name: 'Done' }).click();
  await bar(ana.page).getByRole('button', { name: 'Tell the safety team' }).click();
  await ana.page.getByText('No', { exact: true }).click();
  await ana.page.getByRole('button', { name: 'Continue' }).click();
  await ana.page.getByRole('heading', { name: 'Who is being harmed?' }).waitFor();
  await ana.page.getByRole('button', { name: 'Back' }).click();
  const chosen = ana.page.getByRole('button', { name: 'Someone is threatened' });
  assert.equal(await chosen.getAttribute('aria-current'), 'true');
  assert.deepEqual([...ana.problems, ...mal.problems], []);
});

test('a verdict that comes after the message was drawn: its words were not read out, and that a message came was', async (t) => {
  const service = await startService(t, { webRoot });
  const [ana, mal] = [await person(service, 'Ana'), await person(service, 'Mal')];
  await startGroup(mal.page, ['Ana']);
  await open(ana.page);
  await say(mal.page, 'Hello Ana, how are you today');
  await message(ana.page, 'how are you today').waitFor();
  const said = await listen(ana.page);
  await say(mal.page, `${threat}, held`);
  await message(ana.page, 'drillthreat').waitFor();
  assert.equal(await bar(ana.page).count(), 0);
  assert.match(await said(), /Message, not read out by itself/);
  await releaseUntil(ana.page, () => bar(ana.page).isVisible());
  assert.match(await said(), /There is a question below a new message/);
  assert.doesNotMatch(await said(), /drillthreat/);
  // what turns out to be nothing is read out by itself from the next message on
  await bar(ana.page).getByRole('button', { name: 'Close' }).click();
  await say(mal.page, 'See you on Saturday, held');
  const quiet = message(ana.page, 'on Saturday').getByText('Message, not read out by itself');
  await quiet.waitFor({ state: 'attached' });
  await releaseUntil(ana.page, async () => (await quiet.count()) === 0);
  await sayUntilHeard(mal.page, ana.page, 'And bring the keys please', said);
  assert.match(await said(), /bring the keys/);
  assert.doesNotMatch(await said(), /on Saturday/);
  assert.deepEqual([...ana.problems, ...mal.problems], []);
});

test('who came after the page was opened is called by their name, and help is not called a report', async (t) => {
  const service = await startService(t, { webRoot });
  const [ana, mal] = [await person(service, 'Ana'), await person(service, 'Mal Ford')];
  await startGroup(mal.page, ['Ana']);
  await open(ana.page);
  await say(mal.page, threat);
  await bar(ana.page).getByRole('button', { name: 'Block Mal Ford' }).waitFor();
  await bar(ana.page).getByRole('button', { name: 'Get help' }).click();
  await ana.page.getByRole('dialog', { name: 'Get help' }).getByRole('button', { name: 'Done' }).click();
  await bar(ana.page).waitFor();
  assert.deepEqual([...ana.problems, ...mal.problems], []);
});

test('after a reload the question still stands; answered by keyboard it is gone, and so in the other tab', async (t) => {
  const service = await startService(t, { webRoot });
  const [ana, mal] = [await person(service, 'Ana', { width: 320, height: 640 }), await person(service, 'Mal')];
  await startGroup(mal.page, ['Ana']);
  await open(ana.page);
  await say(mal.page, threat);
  await bar(ana.page).waitFor();
  await ana.page.reload();
  await open(ana.page);
  await bar(ana.page).waitFor();
  assert.equal(await ana.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth), 0);
  const second = await ana.page.context().newPage();
  // who deletes what they wrote does not take the question away with it
  const written = message(mal.page, 'drillthreat');
  await written.hover();
  await written.getByRole('button', { name: 'Message menu' }).click();
  await mal.page.getByRole('menuitem', { name: 'Delete' }).click();
  await message(ana.page, 'This message was deleted').waitFor();
  await bar(ana.page).waitFor();
  await second.goto(ana.page.url());
  await open(second);
  await bar(second).waitFor();
  await bar(ana.page).getByRole('button', { name: 'Close' }).focus();
  await ana.page.keyboard.press('Enter');
  await bar(ana.page).waitFor({ state: 'detached' });
  await bar(second).waitFor({ state: 'detached' });
  assert.equal(await ana.page.evaluate(() => document.activeElement?.getAttribute('role')), 'log');
});

test('a question about a message that is out of view is said by the composer, and one press away', async (t) => {
  const service = await startService(t, { webRoot });
  const [ana, mal] = [await person(service, 'Ana', { width: 320, height: 640 }), await person(service, 'Mal')];
  await startGroup(mal.page, ['Ana']);
  await say(mal.page, 'Hello Ana, how are you today');
  await say(mal.page, 'and so on '.repeat(200));
  await open(ana.page);
  await message(ana.page, 'and so on').waitFor();
  const old = message(mal.page, 'how are you today');
  await old.hover();
  await old.getByRole('button', { name: 'Message menu' }).click();
  await mal.page.getByRole('menuitem', { name: 'Edit' }).click();
  await say(mal.page, threat);
  await bar(ana.page).waitFor();
  const line = ana.page.getByText('This device has a question about a message that is out of view.');
  await line.waitFor();
  assert.deepEqual(await violations(ana.page), []);
  assert.equal(await ana.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth), 0);
  await ana.page.getByRole('button', { name: 'Go to the question' }).press('Enter');
  await line.waitFor({ state: 'detached' });
  // as grave, and further down: the question moves there, and the keyboard that was on it is not lost
  await ana.page.keyboard.press('Tab');
  await say(mal.page, `And again: ${threat}`);
  await line.waitFor();
  assert.equal(await ana.page.evaluate(() => document.activeElement?.getAttribute('role')), 'log');
  await ana.page.getByRole('button', { name: 'Go to the question' }).click();
  await line.waitFor({ state: 'detached' });
  assert.equal(await bar(ana.page).count(), 1);
  await bar(ana.page).getByRole('button', { name: 'Close' }).press('Enter');
  await bar(ana.page).waitFor({ state: 'detached' });
  assert.equal(await line.count(), 0);
  assert.deepEqual([...ana.problems, ...mal.problems], []);
});

test('whoever is muted comes quietly: no question, no count, not read out; among the members it ends', async (t) => {
  const service = await startService(t, { webRoot });
  const [ana, mal] = [await person(service, 'Ana'), await person(service, 'Mal')];
  await startGroup(mal.page, ['Ana']);
  await open(ana.page);
  await say(mal.page, threat);
  await bar(ana.page).getByRole('button', { name: 'More' }).click();
  await bar(ana.page).getByRole('button', { name: 'Mute Mal' }).click();
  await bar(ana.page).waitFor({ state: 'detached' });
  const said = await listen(ana.page);
  await say(mal.page, `Once more: ${threat}`);
  await message(ana.page, 'Once more').waitFor();
  assert.doesNotMatch(await said(), /Once more/);
  assert.equal(await bar(ana.page).count(), 0);
  await ana.page.getByRole('button', { name: /^Members/ }).click();
  await ana.page.getByText('muted', { exact: true }).waitFor();
  await ana.page.getByText(/^Muted since .+\d{4}, until you unmute them\.$/).waitFor();
  await ana.page.getByRole('button', { name: 'Menu of Mal' }).click();
  await ana.page.getByRole('menuitem', { name: 'Unmute' }).click();
  await ana.page.getByText('muted', { exact: true }).waitFor({ state: 'detached' });
  await ana.page.keyboard.press('Escape');
  await say(mal.page, `And again: ${threat}`);
  await bar(ana.page).waitFor();
  assert.deepEqual([...ana.problems, ...mal.problems], []);
});

test('“not for me” is kept; the settings say what runs, switch it on again, and wipe what was noticed', async (t) => {
  const service = await startService(t, { webRoot });
  const [ana, mal] = [await person(service, 'Ana'), await person(service, 'Mal')];
  await startGroup(mal.page, ['Ana']);
  await open(ana.page);
  await say(mal.page, threat);
  await bar(ana.page).getByRole('button', { name: 'Not for me' }).click();
  await ana.page.getByRole('button', { name: 'Stop asking' }).click();
  await bar(ana.page).waitFor({ state: 'detached' });
  await ana.page.getByRole('button', { name: 'Settings' }).click();
  await ana.page.getByRole('button', { name: 'What this device notices' }).click();
  const sheet = ana.page.getByRole('dialog', { name: 'What this device notices' });
  await sheet.getByText('English: pack drill-en, version 3').waitFor();
  assert.equal(await sheet.getByRole('checkbox', { name: 'Threats' }).isChecked(), false);
  await sheet.getByText(/^Off since/).waitFor();
  await sheet.getByText('The part that looks at pictures is read once pictures may be covered').waitFor();
  await sheet.getByText('Threats', { exact: true }).first().click();
  await sheet.getByText('Threats, from Mal').waitFor();
  assert.deepEqual(await violations(ana.page), []);
  await sheet.getByRole('button', { name: 'Delete all that was noticed' }).click();
  await sheet.getByText('It was deleted.').waitFor();
  assert.equal(await sheet.getByRole('checkbox', { name: 'Threats' }).isChecked(), true);
  assert.deepEqual(ana.problems, []);
});

test('somebody who may be back is pointed out above the conversation, and blocking them hides what they write', async (t) => {
  const service = await startService(t, { webRoot });
  const again = await person(service, 'Mal 2');
  const [ana, mal, ben] = [await person(service, 'Ana'), await person(service, 'Mal'), await person(service, 'Ben')];
  await startGroup(ben.page, ['Ana', 'Mal']);
  await open(ana.page);
  await ana.page.getByRole('button', { name: /^Members/ }).click();
  await ana.page.getByRole('button', { name: 'Menu of Mal' }).click();
  await ana.page.getByRole('menuitem', { name: 'Block' }).click();
  await ana.page.getByText('blocked', { exact: true }).waitFor();
  await ana.page.keyboard.press('Escape');
  await open(ben.page);
  await ben.page.getByRole('button', { name: /^Members/ }).click();
  await ben.page.getByRole('button', { name: 'Add Mal 2' }).click();
  const note = ana.page.getByRole('region', { name: 'A note about Mal 2' });
  await note.getByText('Mal 2 may be Mal, whom you blocked').waitFor();
  assert.deepEqual(await violations(ana.page), []);
  assert.equal(await ben.page.getByText('may be Mal').count(), 0);
  await open(again.page);
  await say(again.page, 'Hello again');
  await message(ana.page, 'Hello again').waitFor();
  await note.getByRole('button', { name: 'Block Mal 2' }).click();
  await note.waitFor({ state: 'detached' });
  await ana.page.getByText('1 message from a person you blocked is hidden').waitFor();

  // a block is lifted where it is found, also of somebody who is in no group any more
  await ana.page.getByRole('button', { name: 'Settings' }).click();
  const list = ana.page.getByRole('region', { name: 'Blocked people' });
  assert.deepEqual((await list.getByRole('button').allTextContents()).length, 2);
  assert.deepEqual(await violations(ana.page), []);
  // however far down a long sheet is read, the way out stays in view
  await ana.page.getByRole('button', { name: 'Be someone else' }).scrollIntoViewIfNeeded();
  const wayOut = await ana.page.getByRole('dialog').getByRole('button', { name: 'Close' }).boundingBox();
  assert.ok(wayOut !== null && wayOut.y > 0, JSON.stringify(wayOut));
  await list.getByRole('button', { name: 'Unblock Mal 2' }).click();
  await list.getByRole('button', { name: 'Unblock Mal 2' }).waitFor({ state: 'detached' });
  await ana.page.keyboard.press('Escape');
  await message(ana.page, 'Hello again').waitFor();
  assert.deepEqual([...ana.problems, ...mal.problems, ...ben.problems], []);
});
