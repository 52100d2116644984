import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { root } from '../../scripts/lib/run.ts';
import { launchBrowser, type Visitor, visit } from './support/browser.ts';
import type { CountingProxy } from './support/counting-proxy.ts';
import { type DrillMessenger, startDrillMessenger } from './support/drill-messenger.ts';
import { makeGroup, messageWith, openGroup, sendPicture, signIn, write } from './support/messenger-steps.ts';
import { answer, answerAndContinue, pass, reportDialog } from './support/report-steps.ts';

const threat = 'You are held to this, and it is a drillthreat and nothing else';
const pictures = join(root, 'apps/messenger/public');

let messenger: DrillMessenger;
let browser: Browser;

before(async () => {
  messenger = await startDrillMessenger();
  browser = await launchBrowser();
});
after(async () => {
  await browser?.close();
  await messenger?.stop();
});

interface Watched extends Visitor {
  /** Whole addresses, methods, bodies and frames, in order, as the browser saw them. What comes out of its own memory is not among them. */
  requests: string[];
  /** Everything that went in or out of the page, wherever to: as the browser saw it, and byte by byte on the way to both servers. */
  traffic(): { requests: string[]; messenger: CountingProxy['counted']; safety: CountingProxy['counted'] };
  /** Until nothing has gone in or out for two seconds. */
  untilQuiet(): Promise<void>;
}

/** Somebody whose traffic is counted from the first byte. `script` runs in their page before anything else. */
async function watch(name: string, script: () => void): Promise<Watched> {
  const visitor = await visit(browser, 'about:blank');
  const { context, page } = visitor;
  const requests: string[] = [];
  context.on('request', (request) => {
    if (!/^(blob|data|about):/.test(request.url())) {
      requests.push(`${request.method()} ${request.url()} ${request.postData() ?? 'without a body'}`);
    }
  });
  page.on('websocket', (socket) => {
    requests.push(`websocket ${socket.url()}`);
    socket.on('framesent', ({ payload }) => requests.push(`frame out: ${payload}`));
    socket.on('framereceived', ({ payload }) => requests.push(`frame in: ${payload}`));
  });
  // the messenger asks for news every half a minute, whatever is noticed; here it does so when the test says, and is counted apart
  await page.addInitScript(() => {
    const tasks: ((() => void) | undefined)[] = [];
    Object.assign(window, {
      setInterval: (task: () => void) => tasks.push(task),
      clearInterval: (id = 0) => {
        tasks[id - 1] = undefined;
      },
    });
    addEventListener('drill-intervals', () => {
      for (const task of tasks) task?.();
    });
  });
  await page.addInitScript(script);
  await page.goto(messenger.counted.messenger.url);
  await signIn(page, name);
  const { counted } = messenger;
  const traffic = () => ({
    requests: [...requests],
    messenger: { ...counted.messenger.counted },
    safety: { ...counted.safety.counted },
  });
  return {
    ...{ ...visitor, requests, traffic },
    async untilQuiet() {
      for (let last = '', tries = 0; last !== JSON.stringify(traffic()); tries++) {
        assert.ok(tries < 60, 'two minutes, and still not quiet');
        last = JSON.stringify(traffic());
        await page.waitForTimeout(2_000);
      }
    },
  };
}

/** What leaves when everything that comes round again and again has its turn. */
async function whatIntervalsAsk({ page, requests, untilQuiet }: Watched): Promise<string[]> {
  const start = requests.length;
  await page.evaluate(() => dispatchEvent(new Event('drill-intervals')));
  await untilQuiet();
  return requests.slice(start).map(withoutNumber);
}

/** How far a page has read is its own count. */
function withoutNumber(request: string): string {
  return request.replace(/after=\d+/, 'after=N');
}

const release = (page: Page) => page.evaluate(() => dispatchEvent(new Event('drill-release')));

/** The same count does see what a person sends. */
async function seesWhatIsSent({ page, traffic, untilQuiet }: Watched, before: ReturnType<Watched['traffic']>) {
  await write(page, 'Stop this.');
  await untilQuiet();
  const later = traffic();
  assert.ok(later.messenger.out > before.messenger.out && later.messenger.in > before.messenger.in);
  assert.ok(later.requests.length > before.requests.length);
  assert.ok(before.safety.in > 0, 'what the page fetched from the safety server went the counted way');
}

test('a detection in a text sends and fetches nothing, with client, messenger and safety server running', async () => {
  const ana = await watch('Ana', () => {});
  const mal = await visit(browser, messenger.uncounted);
  await signIn(mal.page, 'Mal');
  await makeGroup(mal.page, ['Ana']);
  await openGroup(ana.page, 'Weekend plans');
  await write(mal.page, threat);
  await messageWith(ana.page, threat).waitFor();
  await ana.untilQuiet();
  const bar = ana.page.getByRole('group', { name: 'A question about this message' });
  assert.equal(await bar.count(), 0, 'it has not been looked at yet');
  const usual = await whatIntervalsAsk(ana);
  assert.ok(
    usual.some((request) => request.includes('/api/events')),
    usual.join(),
  );

  const before = ana.traffic();
  await release(ana.page);
  await bar.waitFor();
  await bar.getByRole('button', { name: 'Close' }).click();
  await bar.waitFor({ state: 'detached' });
  await ana.untilQuiet();
  assert.deepEqual(ana.traffic(), before);
  // nor was it kept to be sent later, with what is sent again and again
  for (let turn = 0; turn < 3; turn++) assert.deepEqual(await whatIntervalsAsk(ana), usual);
  assert.deepEqual(ana.complaints, []);

  await ana.page.getByRole('button', { name: 'Settings' }).click();
  await ana.page.getByRole('button', { name: 'What this device notices' }).click();
  await ana.page.getByText('Threats, from Mal').waitFor();
  await ana.page.keyboard.press('Escape');
  await seesWhatIsSent(ana, before);

  // in another conversation: a report that a question led to is its answer, once it was sent
  await makeGroup(mal.page, ['Ana']);
  await write(mal.page, 'This is a drillthreat as well');
  await ana.page.getByRole('complementary').getByText('This is a drillthreat as well').click();
  await bar.getByRole('button', { name: 'Tell the safety team' }).click();
  await answerAndContinue(ana.page, 'Are you in danger right now?', 'No');
  await answer(ana.page, 'What are they doing?', 'They say they will kill or badly hurt someone');
  await answerAndContinue(ana.page, 'Who is being harmed?', 'Me');
  await pass(ana.page, 'Do you want to add anything?');
  await pass(ana.page, 'What else should happen?');
  const dialog = reportDialog(ana.page);
  await dialog.getByRole('heading', { name: 'Check what will be sent' }).waitFor();
  assert.equal(await bar.count(), 1, 'nothing is answered before it is sent');
  await dialog.getByRole('button', { name: 'Send' }).click();
  await dialog.getByText('Your report was sent').first().waitFor();
  await dialog.getByRole('button', { name: 'Done' }).click();
  await bar.waitFor({ state: 'detached' });
  assert.equal(await ana.page.evaluate(() => document.activeElement?.getAttribute('role')), 'log');
  await Promise.all([ana.context.close(), mal.context.close()]);
});

/** Pictures are decoded to be looked at once the test lets it be; what a person chooses to send is a file, and is not held. Nobody is late. */
function holdLooking(): void {
  const { createImageBitmap: decode, setTimeout: later } = window;
  Object.assign(window, {
    setTimeout: (task: () => void, ms?: number) => (ms === 10_000 ? 0 : later(task, ms)),
    createImageBitmap: async (...[source, ...more]: Parameters<typeof decode>) => {
      if (!(source instanceof File)) {
        await new Promise((released) => addEventListener('drill-release', released, { once: true }));
      }
      return decode(source, ...more);
    },
  });
}

/** What a page asked for, without what names one message or picture, and how often it asked whether there is news. */
function shapeOf(requests: readonly string[]): string[] {
  const shapes = requests.map((request) => withoutNumber(request).replace(/\b[0-9a-f]{64}\b/, 'SHA256'));
  const isNews = (shape: string) => /frame in: |\/api\/events/.test(shape);
  return [...new Set(shapes.filter(isNews)), ...shapes.filter((shape) => !isNews(shape))].sort();
}

test('so does one in a picture, for somebody of 15; and what is fetched of a picture is the same whatever it shows', async () => {
  const mia = await watch('Mia', holdLooking);
  const mal = await visit(browser, messenger.uncounted);
  await signIn(mal.page, 'Mal');
  await makeGroup(mal.page, ['Mia']);
  await openGroup(mia.page, 'Weekend plans');
  // with the first message of all comes what proves messages
  await write(mal.page, 'I have something for you');
  await messageWith(mia.page, 'I have something for you').waitFor();
  await mia.untilQuiet();
  const isOfModel = (request: string) => /\/(sensitive-picture|picture-worker)-/.test(request);
  for (let tries = 0; tries < 100 && mia.requests.filter(isOfModel).length < 2; tries++) {
    await mia.page.waitForTimeout(100);
  }
  await mia.untilQuiet();
  assert.equal(mia.requests.filter(isOfModel).length, 2, 'what looks at pictures is there before any came');

  const fetched: string[][] = [];
  const asked: string[][] = [];
  for (const file of ['pictures/mountains.png', 'drill/harbour.png']) {
    const start = mia.requests.length;
    const covers = mia.page.getByRole('region', { name: 'Covered picture from Mal' });
    await sendPicture(mal.page, await readFile(join(pictures, file)));
    await covers.getByText('One moment').waitFor();
    await mia.untilQuiet();

    const before = mia.traffic();
    fetched.push(shapeOf(before.requests.slice(start)));
    // once for what is looked at pixel by pixel, once for what is seen of it as a whole
    const isLookedAt = file.startsWith('drill')
      ? covers.getByRole('button', { name: 'What can I do?' })
      : mia.page.getByAltText('Picture from Mal');
    for (let tries = 0; tries < 1_000 && !(await isLookedAt.isVisible()); tries++) {
      await release(mia.page);
      await mia.page.waitForTimeout(50);
    }
    assert.ok(await isLookedAt.isVisible(), file);
    if (file.startsWith('drill')) {
      await isLookedAt.click();
      const dialog = mia.page.getByRole('dialog');
      await dialog.getByText('This may show a naked body').waitFor();
      await dialog.getByRole('button', { name: 'Keep it covered' }).click();
      await dialog.waitFor({ state: 'detached' });
    }
    await mia.untilQuiet();
    assert.deepEqual(mia.traffic(), before, file);
    asked.push(await whatIntervalsAsk(mia));
  }
  assert.deepEqual(asked[1], asked[0], 'nor later, with what is sent again and again');
  const [harmless, noticed] = fetched;
  assert.deepEqual(noticed, harmless);
  const service = messenger.counted.messenger.url;
  assert.deepEqual(noticed, [
    `GET ${service}/api/blobs/SHA256 without a body`,
    `GET ${service}/api/events?after=N without a body`,
    'frame in: new',
  ]);
  assert.deepEqual(mia.complaints, []);
  await mal.context.close();
  await seesWhatIsSent(mia, mia.traffic());
});
