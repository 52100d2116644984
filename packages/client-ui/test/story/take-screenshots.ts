/**
 * Walks through the dialog in Chromium and keeps a picture of each screen, to be looked at:
 * `npx node --conditions=wellhouse-src packages/client-ui/test/story/take-screenshots.ts [folder]`
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
  await page.locator('.wh-row-act').nth(2).click();
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
/** The screens beside the way: stop, help with numbers, giving up, and "My reports". */
async function walkAside(name: string, query: string, size: { width: number; height: number }): Promise<void> {
  const page = await browser.newPage({ viewport: size, reducedMotion: 'reduce' });
  const shoot = (screen: string) => page.screenshot({ path: `${folder}/${name}-${screen}.png` });
  await page.goto(`${address}?${query}`);
  await page.locator('.wh-option').nth(0).click();
  await page.locator('.wh-option').nth(0).click();
  await page.waitForTimeout(200);
  await shoot('20-stop');
  await page.locator('.wh-icon-button').click();
  await page.locator('.wh-option').nth(1).click();
  const country = page.locator('.wh-select');
  if (await country.count()) await country.selectOption({ index: 8 });
  await page.waitForTimeout(200);
  await shoot('21-help');
  await page.locator('.wh-footer .wh-button').last().click();
  await page.locator('.wh-choice').last().click();
  await page.keyboard.press('Escape');
  await page.waitForTimeout(200);
  await shoot('22-discard');
  await page.goto(`${address}?${query}&view=reports`);
  await page.waitForTimeout(1_000);
  await page.evaluate(fillReports);
  await page.locator('.wh-decision').waitFor();
  await shoot('23-reports');
  await page.close();
}

/** Runs in the page: a decided report, one in review, and one that waits. */
async function fillReports(): Promise<void> {
  const { world } = (globalThis as unknown as { story: import('../support/story.tsx').Story }).story;
  const { wellhouse, server, time } = world;
  for (const [index, category] of ['threat.life', 'fraud.scam', 'spam.bulk'].entries()) {
    time.now += 3_600_000;
    if (index === 2) server.state.fault = ({ operation }) => (operation === 'POST reports' ? 'network' : null);
    const draft = await wellhouse.draft({ subject: { kind: 'account', accountId: 'mal@hub.example' } });
    draft.set({ category });
    const sent = await wellhouse.send(await draft.preview());
    if (index < 2) await sent.delivered;
  }
  const [decided, reviewed] = [...server.reports.values()];
  if (!decided || !reviewed) return;
  reviewed.view.status = 'in-review';
  decided.view.status = 'decided';
  decided.view.decision = {
    decidedAt: '2026-11-04T10:00:00.000Z',
    outcome: 'action-taken',
    summary: 'We found that this broke our rules. The account cannot send messages for 7 days.',
    policy: { id: 'threats', title: 'Threats of violence' },
    appeal: { how: 'Reply to this notice in the app that showed it.', until: '2027-05-04T10:00:00.000Z' },
  };
  await wellhouse.refresh();
}

/** What young people see: the cover, the question, each way out of it, settings and the family link. */
async function walkYoung(name: string, query: string, size: { width: number; height: number }): Promise<void> {
  const page = await browser.newPage({ viewport: size, reducedMotion: 'reduce' });
  page.on('pageerror', (error) => console.error(name, error));
  const shoot = async (screen: string): Promise<void> => {
    await page.waitForTimeout(200);
    await page.screenshot({ path: `${folder}/${name}-${screen}.png` });
  };
  await page.goto(`${address}?young=picture&${query}`);
  const cover = page.locator('.wh-picture-cover button');
  await cover.waitFor({ timeout: 20_000 });
  await shoot('30-cover');
  const ways: [string, string][] = [
    ['.wh-go-on', '32-sure'],
    ['.wh-option >> nth=0', '33-choose'],
    ['.wh-option >> nth=1', '34-helpers'],
    ['.wh-option >> nth=2', '35-done'],
  ];
  for (const [way, screen] of ways) {
    await cover.click();
    await page.locator('.wh-safe').waitFor();
    if (screen === '32-sure') await shoot('31-ask');
    await page.locator(way).click();
    await page.waitForTimeout(500);
    await shoot(screen);
    await page.keyboard.press('Escape');
    await page.locator('.wh-dialog').waitFor({ state: 'detached' });
  }
  for (const view of ['settings', 'family']) {
    await page.goto(`${address}?young=${view}&${query}`);
    await page.locator('.wh-young-page').waitFor();
    await page.waitForTimeout(300);
    await page.screenshot({ path: `${folder}/${name}-4-${view}.png`, fullPage: true });
  }
  await page.close();
}

const only = process.argv[3];
const walks: [string, string, { width: number; height: number }][] = [
  ['wide-en', 'contacts=1&names=1', wide],
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
if (only === undefined || only === 'aside') {
  await walkAside('wide-aside', 'contacts=1', wide);
  await walkAside('narrow-aside-ar', 'locale=ar&theme=dark&contacts=1', narrow);
}
if (only === undefined || only === 'young') {
  await walkYoung('young-wide', '', wide);
  await walkYoung('young-narrow', '', narrow);
  await walkYoung('young-narrow-ar-dark', 'locale=ar&theme=dark', narrow);
}
await browser.close();
await server.close();
