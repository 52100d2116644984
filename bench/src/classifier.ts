/**
 * The text classifier as a page uses it, for messages of 280 characters in headless Chromium on one core: from the call to the verdict,
 * through the sandboxed frame and its worker, language included. Beside it, where WELLHOUSE_PEER_USE names it, the same encoder by
 * TensorFlow.js (WASM with SIMD), which only makes the sentence's vector; blocks of messages go to one and then to the other.
 */
import { shippedPacks } from '@wellhouse/classifiers/node';
import { launchBrowser } from '../../test/story/support/browser.ts';
import type { BenchPage } from './classifier/page.ts';
import { servePage } from './classifier/serve.ts';
import { texts } from './classifier/texts.ts';
import { median } from './franking/measure.ts';
import { loadNow, pinToOneCore, useAllCores } from './peers/processor.ts';

const rounds = 12;
const loads = 5;

declare global {
  var bench: BenchPage;
}

export async function runClassifierBench(): Promise<Record<string, number | null>> {
  const peer = process.env.WELLHOUSE_PEER_USE;
  const english = (await shippedPacks()).find(({ language }) => language === 'en');
  if (!english) throw new Error('there is no pack for English in packages/classifiers/packs');
  const pack = await english.load();
  const server = await servePage(pack, peer);
  pinToOneCore();
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage();
    page.on('console', (message) => message.type() === 'error' && console.error(message.text()));
    await page.goto(server.url);
    await page.waitForFunction('globalThis.bench');
    const loaded: number[] = [];
    for (let load = 0; load < loads; load++) loaded.push(await page.evaluate(() => globalThis.bench.open()));
    const opened = peer ? await page.evaluate((text) => globalThis.bench.openPeer(text), texts[0] ?? '') : null;
    if (opened) console.error(`classifier: the peer runs on ${opened.backend}`);
    const [ours, theirs, ratios]: [number[], number[], number[]] = [[], [], []];
    // the first round is not counted
    for (let round = 0; round <= rounds; round++) {
      console.error(`classifier: round ${round} of ${rounds}; load ${loadNow()}`);
      const mine = await page.evaluate((texts) => globalThis.bench.classify(texts), texts);
      const other = peer ? await page.evaluate((texts) => globalThis.bench.embed(texts), texts) : [];
      if (round === 0) continue;
      ours.push(...mine);
      theirs.push(...other);
      if (other.length > 0) ratios.push(median(other) / median(mine));
    }
    return {
      p50_ms: tenths(median(ours)),
      p95_ms: tenths(percentile(ours, 0.95)),
      pack_mb: Math.round(pack.length / 1e4) / 100,
      load_ms: Math.round(median(loaded)),
      ratio_to_peer: peer ? tenths(median(ratios)) : null,
      peer_p50_ms: peer ? tenths(median(theirs)) : null,
      peer_load_ms: opened ? Math.round(opened.loadMs) : null,
      load: loadNow(),
    };
  } finally {
    await browser.close();
    server.close();
    useAllCores();
  }
}

function percentile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? Number.NaN;
}

function tenths(value: number): number {
  return Math.round(value * 10) / 10;
}
