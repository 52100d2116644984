import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { deflateSync } from 'node:zlib';
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';
import { build } from 'vite';
import { notice, type Service, startService } from './harness.ts';

const chromiumPath = process.env.CHROMIUM ?? '/usr/bin/chromium';
const webRoot = mkdtempSync(join(tmpdir(), 'messenger-page-'));
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
let browser: Browser;

before(async () => {
  assert.ok(existsSync(chromiumPath), `cannot find ${chromiumPath}: apt-get install chromium, or set CHROMIUM`);
  const root = join(import.meta.dirname, '..');
  await build({ root, logLevel: 'error', build: { outDir: webRoot, emptyOutDir: true } });
  browser = await chromium.launch({
    executablePath: chromiumPath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-dev-shm-usage'],
  });
});
after(async () => {
  await browser?.close();
  rmSync(webRoot, { recursive: true, force: true });
});

/** A harmless picture, as a file that a person could choose. */
function drillPicture() {
  const width = 64;
  const rows = Buffer.concat(
    Array.from({ length: width }, (_, y) =>
      Buffer.from([0, ...Array.from({ length: width }, (_, x) => [x * 4, y * 4, (x ^ y) & 8 ? 200 : 90]).flat()]),
    ),
  );
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    let crc = 0xffff_ffff;
    for (const byte of body) {
      crc ^= byte;
      for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb8_8320 : 0);
    }
    const out = Buffer.alloc(body.length + 8);
    out.writeUInt32BE(data.length, 0);
    body.copy(out, 4);
    out.writeUInt32BE(~crc >>> 0, body.length + 4);
    return out;
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(width, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const bytes = [signature, chunk('IHDR', head), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))];
  return { name: 'drill.png', mimeType: 'image/png', buffer: Buffer.concat(bytes) };
}

interface Person {
  page: Page;
  problems: string[];
}

async function person(service: Service, name: string, size = { width: 1_100, height: 720 }): Promise<Person> {
  const context = await browser.newContext({ viewport: size, locale: 'en-GB' });
  return openPage(service, await context.newPage(), name);
}

async function openPage(service: Service, page: Page, name: string): Promise<Person> {
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(`${name}: ${error.message}`));
  page.on('console', (entry) => {
    if (entry.type() === 'error') problems.push(`${name}: ${entry.text()}`);
  });
  await page.goto(`${service.url()}/?as=${name}`);
  await page.getByRole('button', { name: 'New group' }).waitFor();
  return { page, problems };
}

async function startGroup(creator: Page, others: string[]): Promise<void> {
  await creator.getByRole('button', { name: 'New group' }).click();
  const dialog = creator.getByRole('dialog', { name: 'New group' });
  await dialog.getByRole('textbox', { name: 'Name of the group' }).fill('Weekend');
  for (const other of others) await dialog.getByText(other, { exact: true }).click();
  await dialog.getByRole('button', { name: 'Create group' }).click();
  await dialog.waitFor({ state: 'detached' });
}

const open = (page: Page) => page.getByRole('button', { name: /^Weekend/ }).click();
const message = (page: Page, text: string): Locator => page.getByRole('article').filter({ hasText: text });

async function say(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Message', exact: true }).fill(text);
  await page.keyboard.press('Enter');
  await message(page, text).getByRole('time').waitFor();
}

async function violations(page: Page): Promise<string[]> {
  const session = await page.context().newCDPSession(page);
  await session.send('Runtime.evaluate', { expression: axeSource });
  const { result } = await session.send('Runtime.evaluate', {
    expression: `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'] })
      .then((found) => JSON.stringify(found.violations.map(({ id, nodes }) => id + ' ' + nodes[0].html.slice(0, 120))))`,
    awaitPromise: true,
  });
  return JSON.parse(String(result.value));
}

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
  await ana.page.getByRole('button', { name: 'Close' }).click();

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
  const context = await browser.newContext({ locale: 'en-GB' });
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
