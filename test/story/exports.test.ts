import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser, type Visitor, visit } from './support/browser.ts';
import { becomeFirstAdmin } from './support/console-steps.ts';
import { type SafetyServer, startSafetyServer } from './support/safety-server.ts';

let server: SafetyServer;
let browser: Browser;
let robin: Visitor;

before(async () => {
  server = await startSafetyServer({}, { demoCases: 25 });
  browser = await launchBrowser();
  robin = await visit(browser, server.firstLogin);
  await becomeFirstAdmin(robin.page, 'Robin');
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

interface TakenOut {
  name: string;
  text: string;
}

/** Follows the link to a table as a person does, and waits until the browser has saved the whole file. */
async function takeOut(page: Page, table: string, meanwhile?: () => Promise<void>): Promise<TakenOut> {
  const begun = page.waitForEvent('download');
  await page.getByRole('link', { name: table, exact: true }).click();
  await meanwhile?.();
  const download = await begun;
  assert.equal(await download.failure(), null);
  return { name: download.suggestedFilename(), text: await readFile(await download.path(), 'utf8') };
}

/** The newest entry that says a table was complete, and how many rows it had. */
async function lastEnd(page: Page): Promise<{ object: string; rows: number; format: string }> {
  const answer = await page.request.get(`${server.url}/v1/audit`);
  const { entries } = (await answer.json()) as {
    entries: { action: string; object: string; details: { rows: number; format: string } }[];
  };
  const end = entries.find(({ action }) => action === 'export.end');
  assert(end !== undefined, 'the log says that a table was complete');
  return { object: end.object, rows: end.details.rows, format: end.details.format };
}

test('a link to a table saves the whole of it as CSV, and the log says how much that was', async () => {
  const { page } = robin;
  await page.goto(`${server.url}/numbers`);
  const { name, text } = await takeOut(page, 'Cases');
  assert.match(name, /^wellhouse-cases-\d{4}-\d\d-\d\d\.csv$/);
  const [head = '', ...rows] = text.split('\r\n');
  assert.match(head, /^case_number,hub,about,kind,/);
  assert.equal(rows.pop(), '', 'the last line has an end');
  assert(rows.length >= 25);
  for (const row of rows) assert.equal(row.split(',').length, head.split(',').length, row);
  assert.deepEqual(await lastEnd(page), { object: 'export:cases', rows: rows.length, format: 'csv' });
});

test('and as JSON lines, each of which can be read alone', async () => {
  const { page } = robin;
  await page.getByText('JSON lines', { exact: true }).click();
  const { name, text } = await takeOut(page, 'Decisions');
  assert.match(name, /^wellhouse-decisions-.*\.jsonl$/);
  const rows = text.trimEnd().split('\n');
  for (const row of rows) assert.equal(typeof JSON.parse(row).reference, 'string');
  assert.deepEqual(await lastEnd(page), { object: 'export:decisions', rows: rows.length, format: 'jsonl' });
});

test('whoever logged in long ago shows who they are first, and then the same click goes on', async () => {
  const { page } = robin;
  await page.route('**/v1/staff/me', async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, json: { ...(await answer.json()), freshUntil: null } });
  });
  await page.goto(`${server.url}/numbers`);
  const { text } = await takeOut(page, 'Reports', async () => {
    const dialog = page.getByRole('dialog', { name: 'Is it still you?' });
    await dialog.getByLabel('Password').fill('a calm and long sentence');
    await dialog.getByRole('button', { name: 'Go on' }).click();
  });
  const rows = text.split('\r\n').length - 2;
  assert.deepEqual(await lastEnd(page), { object: 'export:reports', rows, format: 'csv' });
  await page.getByRole('heading', { level: 1, name: 'Figures' }).waitFor();
  assert.deepEqual(robin.complaints, []);
});
