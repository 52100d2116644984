import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before } from 'node:test';
import { deflateSync } from 'node:zlib';
import { type Browser, type BrowserContext, chromium, type Locator, type Page } from 'playwright-core';
import { build } from 'vite';
import { builtPage } from './built-page.ts';
import type { Service } from './harness.ts';

const chromiumPath = process.env.CHROMIUM ?? '/usr/bin/chromium';
export const webRoot = mkdtempSync(join(tmpdir(), 'messenger-page-'));
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
let browser: Browser;

before(async () => {
  assert.ok(existsSync(chromiumPath), `cannot find ${chromiumPath}: apt-get install chromium, or set CHROMIUM`);
  const root = join(import.meta.dirname, '..');
  await build({ root, ...builtPage.config, logLevel: 'error', build: { outDir: webRoot, emptyOutDir: true } });
  for (const [name, bytes] of Object.entries(builtPage.files)) writeFileSync(join(webRoot, name), bytes);
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
export function drillPicture() {
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

export interface Person {
  page: Page;
  problems: string[];
}

export async function newContext(size = { width: 1_100, height: 720 }): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: size, locale: 'en-GB' });
  // How long a page takes to start is a matter of what else the machine does, and no test's.
  context.setDefaultTimeout(60_000);
  return context;
}

export async function person(
  service: Service,
  name: string,
  size?: { width: number; height: number },
): Promise<Person> {
  const context = await newContext(size);
  return openPage(service, await context.newPage(), name);
}

export async function openPage(service: Service, page: Page, name: string): Promise<Person> {
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(`${name}: ${error.message}`));
  page.on('console', (entry) => {
    if (entry.type() === 'error') problems.push(`${name}: ${entry.text()}`);
  });
  await page.goto(`${service.url()}/?as=${name}`);
  await page.getByRole('button', { name: 'New group' }).waitFor();
  return { page, problems };
}

export async function startGroup(creator: Page, others: string[]): Promise<void> {
  await creator.getByRole('button', { name: 'New group' }).click();
  const dialog = creator.getByRole('dialog', { name: 'New group' });
  await dialog.getByRole('textbox', { name: 'Name of the group' }).fill('Weekend');
  for (const other of others) await dialog.getByText(other, { exact: true }).click();
  await dialog.getByRole('button', { name: 'Create group' }).click();
  await dialog.waitFor({ state: 'detached' });
}

export const open = (page: Page) => page.getByRole('button', { name: /^Weekend/ }).click();
export const message = (page: Page, text: string): Locator => page.getByRole('article').filter({ hasText: text });

export async function say(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Message', exact: true }).fill(text);
  await page.keyboard.press('Enter');
  await message(page, text).getByRole('time').waitFor();
}

export async function violations(page: Page): Promise<string[]> {
  const session = await page.context().newCDPSession(page);
  await session.send('Runtime.evaluate', { expression: axeSource });
  const { result } = await session.send('Runtime.evaluate', {
    expression: `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'] })
      .then((found) => JSON.stringify(found.violations.map(({ id, nodes }) => id + ' ' + nodes[0].html.slice(0, 120))))`,
    awaitPromise: true,
  });
  return JSON.parse(String(result.value));
}
