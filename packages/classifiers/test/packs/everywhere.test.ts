/** The shipped packs where they run: a thread of Node and a worker of Chromium say what the engine says. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { openPack, releaseKeys, type TextKind, type Verdict } from '@wellhouse/classifiers';
import { openTextClassifier, shippedPacks } from '@wellhouse/classifiers/node';
import { type Browser, chromium } from 'playwright-core';
import { openTextEngine, type TextVerdict } from '../../src/engine/engine.ts';
import { bundlePage } from '../support/bundle-page.ts';
import { mildLines } from '../support/mild-lines.ts';

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
const skip = { skip: existsSync(executablePath) ? false : 'skipped, no Chromium' };
const folder = join(import.meta.dirname, '../../packs');
const [english = ''] = readdirSync(folder).filter((name) => /^en-\d+\.whpack$/.test(name));

let expected: readonly TextVerdict[] = [];
let server: Server | null = null;
let browser: Browser | null = null;
before(async () => {
  const engine = openTextEngine(await openPack(readFileSync(join(folder, english)), { trustedKeys: releaseKeys }));
  expected = mildLines.map((text) => engine.classify(text));
});
after(async () => {
  await browser?.close();
  server?.close();
});

/** Last digits of `exp` and `tanh` are each engine's own. */
function assertSame(verdicts: readonly Verdict[]): void {
  for (const [index, text] of mildLines.entries()) {
    const [verdict, own] = [verdicts[index], expected[index]];
    assert.ok(verdict && own);
    assert.deepEqual([verdict.prompt, verdict.silent, verdict.language], [own.prompt, null, 'en'], text);
    assert.deepEqual(Object.keys(verdict.scores).sort(), Object.keys(own.scores).sort());
    for (const [kind, score] of Object.entries(own.scores))
      assert.ok(Math.abs((verdict.scores[kind as TextKind] ?? Number.NaN) - score) < 1e-6, `${kind}: ${text}`);
  }
  assert.ok(verdicts.some(({ prompt }) => prompt !== null));
}

test('a thread of Node says of the shipped pack what its engine says', async () => {
  const classifier = openTextClassifier({ packs: await shippedPacks() });
  try {
    assertSame(await Promise.all(mildLines.map((text) => classifier.classify({ text, languages: ['en'] }))));
  } finally {
    classifier.close();
  }
});

test('a worker of Chromium says the same, by the same thresholds', skip, async () => {
  const script = await bundlePage(join(import.meta.dirname, '../support/browser-page.ts'));
  server = createServer((request, response) => {
    const isPage = request.url === '/';
    response.setHeader('content-type', isPage ? 'text/html' : 'text/javascript');
    if (isPage) response.end('<!doctype html><title>packs</title><script type="module" src="/page.js"></script>');
    else response.end(request.url === '/drill.whpack' ? readFileSync(join(folder, english)) : script);
  });
  await new Promise<void>((done) => server?.listen(0, '127.0.0.1', done));
  browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
  });
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  await page.waitForFunction('globalThis.drill');
  const ask = `(async () => {
    const classifier = drill.open(${JSON.stringify(releaseKeys)});
    const ask = (text) => classifier.classify({ text, languages: ['en'] });
    return { verdicts: await Promise.all(${JSON.stringify(mildLines)}.map(ask)), problems: drill.problems };
  })()`;
  const { verdicts, problems } = (await page.evaluate(ask)) as { verdicts: Verdict[]; problems: unknown[] };
  assert.deepEqual(problems, []);
  assertSame(verdicts);
});
