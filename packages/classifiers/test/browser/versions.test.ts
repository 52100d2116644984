/** A browser remembers which packs it has used, also where nobody asked it to. */
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { smallPicturePack } from '../pictures/small-picture-pack.ts';
import { bundlePage } from '../support/bundle-page.ts';
import { launchChromium, noChromium } from '../support/driven-browser.ts';
import { trustedKeys } from '../support/small-pack.ts';
import { textPack } from '../support/text-pack.ts';

const keys = JSON.stringify(trustedKeys);
const askText = (options = '{}') =>
  `drill.open(${keys}, ${options}).classify({ text: 'keep a seat for me please, I will be late', languages: ['en'] })`;
const askPicture = `drill.openPictures(${keys}).classify({ rgba: new Uint8Array(4), width: 1, height: 1 })`;

test('attack: after a restart an older pack than was in use is refused, of messages and of pictures, by a page that asked for nothing', {
  skip: noChromium,
}, async (t) => {
  const script = await bundlePage(join(import.meta.dirname, '../support/browser-page.ts'));
  let version = 3;
  const server = createServer(({ url }, response) => {
    response.setHeader('cache-control', 'no-store');
    if (url === '/page.js') response.writeHead(200, { 'content-type': 'text/javascript' }).end(script);
    else if (url === '/drill.whpack') response.end(textPack({ version }));
    else if (url === '/pictures.whpack') response.end(smallPicturePack({ version }));
    else
      response
        .writeHead(200, { 'content-type': 'text/html' })
        .end(
          '<!doctype html><link rel="icon" href="data:,"><title>drill</title><script type="module" src="/page.js"></script>',
        );
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const browser = await launchChromium();
  t.after(async () => {
    await browser.close();
    server.close();
  });
  const page = await browser.newPage();
  const start = () => page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  const said = async (question: string) => [
    ((await page.evaluate(question)) as { silent: string | null }).silent,
    await page.evaluate('drill.problems.map(({ code, language }) => code + " " + language)'),
  ];
  await start();
  assert.deepEqual(await said(askText()), [null, []]);
  assert.deepEqual(await said(askPicture), [null, []]);
  version = 2;
  await start();
  assert.deepEqual(await said(askText()), ['unavailable', ['downgraded en']]);
  assert.deepEqual(await said(askPicture), ['unavailable', ['downgraded en', 'downgraded zxx']]);
  await start();
  assert.deepEqual(await said(askText('{ versions: null }')), [null, []], 'where it is not to remember');
  // what storage there is may be forbidden
  await page.evaluate(
    `Object.defineProperty(globalThis, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } })`,
  );
  assert.deepEqual(await said(askText()), [null, []], 'where it cannot');
});
