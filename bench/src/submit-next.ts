/**
 * From pressing the keys of "submit and next" until the next case is painted with its heading, its evidence panel and a form that
 * takes a decision: in Chromium with the built console, on one real server with its embedded PostgreSQL, fsync on, over cases of
 * real reports. In between the decision and the next claim are made durable. Cases alternate between read ahead and not, so that a machine that
 * gets slower does so for both.
 */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { launch } from '../../apps/console/test/browser/browser.ts';
import { startBenchServer } from './bench-server.ts';
import { hubId } from './intake/sealed-reports.ts';
import { percentile, tenths } from './percentile.ts';
import { countDecisions, fileCases, logInReviewer } from './submit-next/cases.ts';
import { watchNext } from './submit-next/watch-next.ts';

/** Half of them with the next case read ahead. */
const decisions = 120;
const warmUp = 8;
const reason = 'Nothing in these messages breaks a policy of the house.';
/** Somebody writes a sentence; the next case is read ahead meanwhile. */
const writingMs = 1_500;
const buildApps = join(import.meta.dirname, '../../scripts/build-apps.ts');

type Page = Awaited<ReturnType<Awaited<ReturnType<typeof launch>>['newPage']>>;

export async function runSubmitNextBench(): Promise<Record<string, number>> {
  // A server looks for its console once, when it starts.
  await promisify(execFile)(process.execPath, ['--conditions=wellhouse-src', buildApps]);
  const state = await mkdtemp(join(tmpdir(), 'wh-bench-'));
  const apiSecret = randomBytes(32).toString('base64url');
  const server = await startBenchServer({ state, hubs: [{ hubId, apiSecret }], work: true });
  const browser = await launch();
  try {
    process.stderr.write('submit-next: filing cases …\n');
    await fileCases(server, apiSecret, decisions + warmUp + 20);
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en' });
    const value = await logInReviewer(server);
    await context.addCookies([{ name: 'wellhouse_session', value, url: server.url }]);
    const page = await context.newPage();
    await page.addInitScript(watchNext);
    await page.goto(server.url);
    await page.getByRole('button', { name: 'Claim next' }).click();
    const ahead: number[] = [];
    const plain: number[] = [];
    for (let turn = 0; turn < decisions + warmUp; turn++) {
      if (turn % 20 === 0) process.stderr.write(`submit-next: ${turn} of ${decisions + warmUp} …\n`);
      const reads = turn % 2 === 0;
      const ms = await decideOne(page, reads);
      if (turn >= warmUp) (reads ? ahead : plain).push(ms);
    }
    const made = await countDecisions(server);
    if (made !== decisions + warmUp)
      throw new Error(`${decisions + warmUp} decisions were submitted and ${made} stand`);
    const [p50, p95] = [percentile(ahead, 0.5), percentile(ahead, 0.95)];
    const [plain50, plain95] = [percentile(plain, 0.5), percentile(plain, 0.95)];
    return {
      p50_ms: tenths(p50),
      p95_ms: tenths(p95),
      without_prefetch_p50_ms: tenths(plain50),
      without_prefetch_p95_ms: tenths(plain95),
      p50_ratio_to_no_prefetch: Math.round((p50 / plain50) * 100) / 100,
      decisions: ahead.length,
    };
  } finally {
    await browser.close();
    await server.stop();
    await rm(state, { recursive: true, force: true });
  }
}

async function decideOne(page: Page, readsAhead: boolean): Promise<number> {
  await page.locator('.case .decide-form').waitFor();
  await page.evaluate((reads) => window.benchNext.readAhead(reads), readsAhead);
  await page.locator('[data-action-name="no-action"]').click();
  await page.getByRole('textbox', { name: 'Reason', exact: true }).fill(reason);
  await page.waitForTimeout(writingMs);
  const measured = page.evaluate(() => window.benchNext.measure());
  await page.keyboard.press('Control+Shift+Enter');
  return measured;
}
