/**
 * Keeps pictures of the prompts, to be looked at:
 * `npx node --conditions=wellhouse-src packages/client-ui/test/story/take-prompt-screenshots.ts [folder]`
 */
import { mkdir } from 'node:fs/promises';
import { chromium } from 'playwright-core';
import { createServer } from 'vite';

const folder = process.argv[2] ?? 'screenshots/prompts';
await mkdir(folder, { recursive: true });
const server = await createServer({
  root: `${import.meta.dirname}/../../../..`,
  configFile: false,
  logLevel: 'error',
  resolve: { conditions: ['wellhouse-src', 'browser', 'module', 'import', 'default'] },
  server: { host: '127.0.0.1', port: 0 },
});
await server.listen();
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
});
const wide = { width: 1000, height: 700 };
const narrow = { width: 320, height: 640 };
const pictures: [name: string, query: string, size: { width: number; height: number }, press?: string][] = [
  ['threat-wide', 'kind=threat', wide],
  ['spam-narrow', 'kind=spam', narrow],
  ['spam-more-wide-dark', 'kind=spam&theme=dark', wide, '.wh-prompt-foot button:first-child'],
  ['not-for-me-narrow', 'kind=insult', narrow, '.wh-prompt-foot button:last-child'],
  ['sextortion-child-narrow', 'kind=sextortion&audience=child', narrow],
  ['threat-arabic-dark-narrow', 'kind=threat&locale=ar&theme=dark', narrow],
  ['threat-spanish-narrow', 'kind=threat&locale=es', narrow],
  ['settings-spanish-wide', 'view=settings&kind=spam&locale=es', wide],
  ['returned-spanish-dark-narrow', 'returned=1&locale=es&theme=dark', narrow],
  ['returned-wide', 'returned=1', wide],
  ['returned-german-dark-narrow', 'returned=1&locale=de&theme=dark', narrow],
  ['settings-wide', 'view=settings&kind=spam', wide],
  ['settings-arabic-dark-narrow', 'view=settings&kind=spam&locale=ar&theme=dark', narrow],
];
for (const [name, query, viewport, press] of pictures) {
  const page = await browser.newPage({ viewport, reducedMotion: 'reduce' });
  page.on('pageerror', (error) => console.error(name, error));
  await page.goto(`${server.resolvedUrls?.local[0]}packages/client-ui/test/story/prompts.html?${query}`);
  await page.locator('.wh-prompt, .wh-noticed').first().waitFor();
  if (press) await page.locator(press).click();
  await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
  await page.close();
}
await browser.close();
await server.close();
