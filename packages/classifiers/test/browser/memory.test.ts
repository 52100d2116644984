/** An engine that takes all memory there is, in the frame: its verdict is none, and the page lives. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
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

/** What the page does when it is there. It tells after each text how it fares. */
const walk = `
  const tell = (path, what) => fetch(path + encodeURIComponent(JSON.stringify(what)));
  const classifier = drill.openWith(${JSON.stringify(greedy)}, { messageSeconds: 5 });
  const found = [];
  for (const text of ['fine', 'drill-buffers', 'fine', 'drill-heap']) {
    found.push((await classifier.classify({ text })).silent);
    await tell('/at?', { text, silent: found.at(-1), ms: Math.round(performance.now()), problems: drill.problems });
  }
  await tell('/said?', [...found, document.querySelectorAll('iframe').length, drill.problems.length]);
`;

test('an engine that takes memory until there is none costs its own verdict, and the page lives', {
  skip,
}, async (t) => {
  const script = await bundlePage(join(import.meta.dirname, '../support/browser-page.ts'));
  let hear: (said: unknown) => void = () => undefined;
  const heard = new Promise((done) => {
    hear = done;
  });
  // how far the page came, for whoever reads why it came no further
  const came: string[] = [];
  const server = createServer(({ url = '' }, response) => {
    if (url.startsWith('/at?')) came.push(decodeURIComponent(url.slice('/at?'.length)));
    if (url.startsWith('/said?')) hear(JSON.parse(decodeURIComponent(url.slice('/said?'.length))));
    const isScript = url === '/page.js' || url === '/walk.js';
    // No connection is kept: it would be closed after the five seconds in which the page waits for a verdict, just as it speaks.
    const type = isScript ? 'text/javascript' : 'text/html';
    response.writeHead(200, { 'content-type': type, connection: 'close' });
    if (url === '/page.js') response.end(script);
    else if (url === '/walk.js') response.end(walk);
    else
      response.end(
        '<!doctype html><link rel="icon" href="data:,"><title>drill</title><script type="module" src="/page.js"></script><script type="module" src="/walk.js"></script>',
      );
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const profile = await mkdtemp(join(tmpdir(), 'wellhouse-greedy-'));
  // Nothing drives it: what drives a browser takes a frame that is gone for a page that is.
  const browser = spawn(
    executablePath,
    [
      ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run', '--disable-quic'],
      ...['--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-breakpad'],
      // little memory for each script, so that it is soon gone
      '--js-flags=--max-heap-size=128',
      `--user-data-dir=${profile}`,
      `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    ],
    { stdio: 'ignore' },
  );
  const ended = once(browser, 'exit');
  t.after(async () => {
    browser.kill();
    await ended;
    server.closeAllConnections();
    server.close();
    await rm(profile, { recursive: true, force: true, maxRetries: 10 });
  });
  const nothing = new Promise((done) => setTimeout(done, 240_000, 'the page says nothing').unref());
  const said = await Promise.race([heard, nothing, ended.then(() => 'the browser is gone')]);
  assert.deepEqual(said, [null, 'unavailable', null, 'unavailable', 0, 2], came.join('\n'));
});
