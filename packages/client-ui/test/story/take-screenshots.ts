/**
 * Walks through the dialog in Chromium and keeps a picture of each screen, to be looked at:
 * `node --conditions=wellhouse-src packages/client-ui/test/story/take-screenshots.ts [folder]`
 */
import { mkdir } from 'node:fs/promises';
import { chromium, type Page } from 'playwright-core';
import { createServer } from 'vite';

const folder = process.argv[2] ?? 'screenshots/client-ui';
await mkdir(folder, { recursive: true });
const server = await createServer({
  root: `${import.meta.dirname}/../../../..`,
  configFile: false,
  logLevel: 'error',
  resolve: { conditions: ['wellhouse-src', 'browser', 'module', 'import', 'default'] },
  server: { host: '127.0.0.1', port: 0 },
});
await server.listen();
const address = `${server.resolvedUrls?.local[0]}packages/client-ui/test/story/index.html`;
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
});

async function walk(name: string, query: string, size: { width: number; height: number }): Promise<void> {
  const page = await browser.newPage({ viewport: size, reducedMotion: 'reduce' });
  page.on('pageerror', (error) => console.error(name, error));
  page.on('console', (message) => message.type() === 'error' && console.error(name, message.text()));
  await page.goto(`${address}?${query}`);
  let count = 0;
  const shoot = async (screen: string): Promise<void> => {
    count++;
    await page.screenshot({ path: `${folder}/${name}-${String(count).padStart(2, '0')}-${screen}.png` });
  };
  const options = page.locator('.wh-option');
  const next = page.locator('.wh-footer .wh-button').last();
  await options.nth(2).waitFor({ timeout: 20_000 });
  await shoot('need');
  await options.nth(2).click();
  await page.locator('.wh-choice').nth(0).click();
  await shoot('danger');
  await next.click();
  await shoot('danger-help');
  await next.click();
  await options.first().waitFor();
  await shoot('category');
  await options.first().click();
  await shoot('category-2');
  await options.first().click();
  if (await page.locator('.wh-choice').count()) {
    await shoot('about');
    await page.locator('.wh-choice').first().click();
    await next.click();
  }
  await shoot('words');
  await next.click();
  await shoot('choices');
  await next.click();
  await page.locator('.wh-answers').waitFor();
  await shoot('preview-top');
  await page.locator('.wh-message-act').nth(2).click();
  await scroll(page, 0.45);
  await shoot('preview-middle');
  await page.locator('summary').click();
  await scroll(page, 1);
  await shoot('preview-end');
  await next.click();
  await page.locator('.wh-reference').waitFor();
  await shoot('sent');
  await page.close();
}

async function scroll(page: Page, fraction: number): Promise<void> {
  await page.locator('.wh-scroll').evaluate((element, part) => {
    element.scrollTo(0, (element.scrollHeight - element.clientHeight) * part);
  }, fraction);
}

const wide = { width: 1000, height: 800 };
const narrow = { width: 320, height: 640 };
const only = process.argv[3];
const walks: [string, string, { width: number; height: number }][] = [
  ['wide-en', 'contacts=1', wide],
  ['wide-en-dark', 'theme=dark', wide],
  ['narrow-en', '', narrow],
  ['narrow-ar-dark', 'locale=ar&theme=dark', narrow],
  ['wide-ar', 'locale=ar', wide],
  ['narrow-de-child', 'locale=de&audience=child', narrow],
  ['wide-es-child', 'locale=es&audience=child', wide],
];
for (const [name, query, size] of walks) {
  if (only === undefined || name === only) await walk(name, query, size);
}
await browser.close();
await server.close();
