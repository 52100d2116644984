/** Pictures in a browser: the same verdicts as in Node, and not one request for a picture. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { PictureVerdict } from '@wellhouse/classifiers';
import { pictureWorkerScript, workerPolicy } from '@wellhouse/classifiers/browser';
import { openPictureClassifier, shippedPicturePack } from '@wellhouse/classifiers/node';
import { type Browser, chromium, type Page } from 'playwright-core';
import { bundlePage } from '../support/bundle-page.ts';
import { committedPicture } from './png.ts';

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
const skip = { skip: existsSync(executablePath) ? false : 'skipped, no Chromium' };

const pictures = {
  lanterns: committedPicture('messenger/public/pictures/lanterns.png'),
  mosaic: committedPicture('server/src/drill/pictures/mosaic.png'),
};
const pack = readFileSync(new URL('../../packs/sensitive-picture-1.whpack', import.meta.url));
const seen: string[] = [];
let connections = 0;
let server: Server | null = null;
let browser: Browser | null = null;
let page: Page | null = null;

before(async () => {
  if (skip.skip) return;
  const files: Record<string, string | Uint8Array> = {
    '/': '<!doctype html><link rel="icon" href="data:,"><title>drill</title><script type="module" src="/page.js"></script>',
    '/page.js': await bundlePage(join(import.meta.dirname, 'browser-page.ts')),
    '/worker.js': await pictureWorkerScript(),
    '/pictures.whpack': pack,
    '/mountains.png': readFileSync(
      new URL('../../../../apps/messenger/public/pictures/mountains.png', import.meta.url),
    ),
    '/kites.png': readFileSync(new URL('../../../../apps/server/src/drill/pictures/kites.png', import.meta.url)),
    '/lanterns.rgba': Uint8Array.from(pictures.lanterns.rgba),
    '/mosaic.rgba': Uint8Array.from(pictures.mosaic.rgba),
  };
  server = createServer((request, response) => {
    const path = request.url ?? '';
    seen.push(`${request.method} ${path}`);
    if (path === '/worker.js') response.setHeader('content-security-policy', workerPolicy);
    response.setHeader('content-type', path === '/' ? 'text/html' : 'text/javascript');
    response.end(files[path]);
  });
  server.on('connection', () => {
    connections += 1;
  });
  await new Promise<void>((done) => server?.listen(0, '127.0.0.1', done));
  browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
  });
  page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  await page.waitForFunction('globalThis.drill');
});
after(async () => {
  await browser?.close();
  server?.close();
});

function within<T>(expression: string): Promise<T> {
  assert.ok(page);
  return page.evaluate(expression) as Promise<T>;
}

const look = (name: keyof typeof pictures) =>
  `classifier.classify({ rgba: ${name}, width: ${pictures[name].width}, height: ${pictures[name].height} })`;

test('behind the frame a picture gets the verdict that it gets in Node, and the drill is a drill', skip, async (t) => {
  const node = openPictureClassifier({ pack: await shippedPicturePack() });
  t.after(() => node.close());
  await within(`(async () => {
    globalThis.lanterns = await drill.pixels('lanterns');
    globalThis.mosaic = await drill.pixels('mosaic');
    globalThis.classifier = drill.open();
  })()`);
  assert.deepEqual(await within<PictureVerdict>(look('lanterns')), await node.classify(pictures.lanterns));
  const drill = await within<PictureVerdict>(look('mosaic'));
  assert.deepEqual([drill.prompt, drill.drill], ['sensitive-picture', true]);
  assert.deepEqual(await within('drill.problems'), []);
});

test('a picture that is covered makes no request and opens no connection', skip, async () => {
  await within(look('lanterns'));
  seen.length = 0;
  const before = connections;
  const { prompt } = await within<PictureVerdict>(look('mosaic'));
  assert.equal(prompt, 'sensitive-picture');
  // long enough for what is sent late
  await new Promise((done) => setTimeout(done, 1_500));
  assert.deepEqual([seen, connections - before], [[], 0]);
});

test('a file is decoded by the browser, and one that is none gives no reading', skip, async (t) => {
  const reading = await within<{ mountains: { score: number } }>(`(async () => {
    const read = drill.pictureReader(classifier);
    const file = new Uint8Array(await (await fetch('/kites.png')).arrayBuffer());
    const mountains = await read(new Uint8Array(await (await fetch('/mountains.png')).arrayBuffer()));
    const failed = await read(Uint8Array.of(1, 2, 3)).then(() => 'read', () => 'not read');
    const asked = [];
    const classify = (picture, asking) => asked.push(asking) && classifier.classify(picture);
    await drill.pictureReader({ classify, packs: classifier.packs })(file, { isUrgent: true });
    const urgent = asked.length > 0 && asked.every((asking) => asking.isUrgent);
    return { ...(await read(file)), failed, left: file.length > 0, urgent, mountains };
  })()`);
  const { mountains, ...kites } = reading;
  assert.deepEqual(kites, {
    score: 1,
    prompt: 'sensitive-picture',
    drill: true,
    failed: 'not read',
    left: true,
    urgent: true,
  });
  const node = openPictureClassifier({ pack: await shippedPicturePack() });
  t.after(() => node.close());
  const { scores } = await node.classify(committedPicture('messenger/public/pictures/mountains.png'));
  const sampled = scores['sensitive-picture'] ?? Number.NaN;
  // it is larger than what is looked at, so that it is looked at averaged as well
  assert.ok(mountains.score >= sampled && mountains.score < sampled + 0.001, `${mountains.score} and ${sampled}`);
  assert.deepEqual({ ...mountains, score: 0 }, { score: 0, prompt: null, drill: false });
});

test('served with the policy of a worker, its script says the same', skip, async () => {
  const verdict = await within<PictureVerdict>(
    `(globalThis.served = drill.open('/worker.js')).classify({ rgba: mosaic, width: 960, height: 720 })`,
  );
  assert.deepEqual([verdict.prompt, verdict.drill, verdict.silent], ['sensitive-picture', true, null]);
  await within('(served.close(), classifier.close())');
});

test('attack: a picture that hides between the pixels which are looked at is looked at whole, too', skip, async () => {
  assert.ok(page);
  const scores = (await page.evaluate(`(async () => {
    const edge = 2_240;
    const kites = await createImageBitmap(await (await fetch('/kites.png')).blob());
    const canvas = new OffscreenCanvas(edge, edge);
    const context = canvas.getContext('2d');
    context.drawImage(kites, 0, 0, edge, edge);
    context.fillStyle = '#808080';
    const step = (edge - 1) / 223;
    for (let y = 0; y < 224; y++)
      for (let x = 0; x < 224; x++) context.fillRect(Math.floor(x * step), Math.floor(y * step), 2, 2);
    const file = new Uint8Array(await (await canvas.convertToBlob({ type: 'image/png' })).arrayBuffer());
    globalThis.whole = drill.open();
    const read = await drill.pictureReader(globalThis.whole)(file);
    globalThis.whole.close();
    return read;
  })()`)) as { drill: boolean; prompt: string | null };
  assert.deepEqual([scores.drill, scores.prompt], [true, 'sensitive-picture']);
});
