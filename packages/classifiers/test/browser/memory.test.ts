/** An engine that takes all memory there is, in the frame: its verdict is none, and the page lives. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { chromium } from 'playwright-core';
import { bundlePage } from '../support/bundle-page.ts';

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
const skip = existsSync(executablePath) ? false : 'skipped, no Chromium';

/** What a worker's code would be whose engine keeps whatever it can get. */
const greedy = `addEventListener('message', ({ ports: [port] }) => {
  port.onmessage = ({ data: { type, id, text } }) => {
    const held = [];
    if (text === 'drill-buffers') for (;;) held.push(new WebAssembly.Memory({ initial: 32_768 }));
    if (text === 'drill-heap') for (;;) held.push(new Array(100_000).fill(held.length));
    const verdict = { scores: {}, prompt: null, language: 'en', silent: null };
    port.postMessage(type === 'open' ? { type: 'opened', cards: [], versions: {}, problems: [] } : { type: 'verdict', id, verdict });
  };
});`;

test('an engine that takes memory until there is none costs its own verdict, and the page lives', {
  skip,
}, async (t) => {
  const script = await bundlePage(join(import.meta.dirname, '../support/browser-page.ts'));
  let hear: (said: unknown) => void = () => undefined;
  const heard = new Promise((done) => {
    hear = done;
  });
  const server = createServer(({ url = '' }, response) => {
    if (url.startsWith('/said?')) hear(JSON.parse(decodeURIComponent(url.slice('/said?'.length))));
    const isScript = url === '/page.js';
    response.writeHead(200, { 'content-type': isScript ? 'text/javascript' : 'text/html' });
    response.end(
      isScript ? script : '<!doctype html><title>drill</title><script type="module" src="/page.js"></script>',
    );
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  // little memory for each script, so that it is soon gone
  const args = ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--js-flags=--max-heap-size=128'];
  const browser = await chromium.launch({ executablePath, args });
  t.after(async () => {
    await browser.close();
    server.close();
  });
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  await page.waitForFunction('globalThis.drill');
  // what drives the browser takes a frame that is gone for a page that is: so the page says for itself how it fares
  await page.evaluate(`setTimeout(async () => {
    const classifier = drill.openWith(${JSON.stringify(greedy)}, { messageSeconds: 5 });
    const found = [];
    for (const text of ['fine', 'drill-buffers', 'fine', 'drill-heap']) found.push((await classifier.classify({ text })).silent);
    found.push(document.querySelectorAll('iframe').length, drill.problems.length);
    await fetch('/said?' + encodeURIComponent(JSON.stringify(found)));
  }, 0)`);
  const nothing = new Promise((done) => setTimeout(done, 120_000, 'the page says nothing').unref());
  assert.deepEqual(await Promise.race([heard, nothing]), [null, 'unavailable', null, 'unavailable', 0, 2]);
});
