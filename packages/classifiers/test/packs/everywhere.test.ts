/** The shipped packs where they run: a thread of Node and a worker of each browser say what the engine says. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { before, type TestContext, test } from 'node:test';
import { openPack, releaseKeys, type TextKind, type Verdict } from '@wellhouse/classifiers';
import { openTextClassifier, shippedPacks } from '@wellhouse/classifiers/node';
import { openTextEngine, type TextVerdict } from '../../src/engine/engine.ts';
import { bundlePage } from '../support/bundle-page.ts';
import { type DrivenBrowser, launchChromium, launchFirefox, noChromium, noFirefox } from '../support/driven-browser.ts';
import { mildLines } from '../support/mild-lines.ts';
import { otherKeys } from '../support/small-pack.ts';

const folder = join(import.meta.dirname, '../../packs');
const [english = ''] = readdirSync(folder).filter((name) => /^en-\d+\.whpack$/.test(name));

let expected: readonly TextVerdict[] = [];
before(async () => {
  const engine = openTextEngine(await openPack(readFileSync(join(folder, english)), { trustedKeys: releaseKeys }));
  expected = mildLines.map((text) => engine.classify(text));
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

/** A page of this browser, with the package's own entry and the keys that ship. */
async function saysTheSame(t: TestContext, launch: () => Promise<DrivenBrowser>): Promise<void> {
  const script = await bundlePage(join(import.meta.dirname, '../support/browser-page.ts'));
  const server = createServer((request, response) => {
    const isPage = request.url === '/';
    response.setHeader('content-type', isPage ? 'text/html' : 'text/javascript');
    if (isPage)
      response.end(
        '<!doctype html><link rel="icon" href="data:,"><title>packs</title><script type="module" src="/page.js"></script>',
      );
    else response.end(request.url === '/drill.whpack' ? readFileSync(join(folder, english)) : script);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const browser = await launch();
  t.after(async () => {
    await browser.close();
    server.close();
  });
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  const ask = `(async () => {
    const classifier = drill.open(${JSON.stringify(releaseKeys)});
    const ask = (text) => classifier.classify({ text, languages: ['en'] });
    return { verdicts: await Promise.all(${JSON.stringify(mildLines)}.map(ask)), problems: drill.problems };
  })()`;
  const { verdicts, problems } = (await page.evaluate(ask)) as { verdicts: Verdict[]; problems: unknown[] };
  assert.deepEqual(problems, []);
  assertSame(verdicts);
  // and what it was given was checked: the same bytes are refused under another key
  const refused = `drill.open(${JSON.stringify(otherKeys)}).classify({ text: 'see you at seven', languages: ['en'] }).then(({ silent }) => [silent, drill.problems.map(({ code }) => code)])`;
  assert.deepEqual(await page.evaluate(refused), ['unavailable', ['untrusted-key']]);
}

test('a worker of Chromium says the same, by the same thresholds', { skip: noChromium }, (t) =>
  saysTheSame(t, launchChromium),
);

test('a worker of Firefox says the same, by the same thresholds', { skip: noFirefox }, (t) =>
  saysTheSame(t, launchFirefox),
);
