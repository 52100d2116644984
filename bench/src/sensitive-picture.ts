/**
 * The classifier of pictures as a page uses it, for painted pictures of 1280 x 960 in headless Chromium on one core: from decoded pixels
 * to the verdict, through the sandboxed frame and its worker. Beside it, where WELLHOUSE_PEER_NSFWJS names it, the same weights by
 * `nsfwjs` and TensorFlow.js (WASM with SIMD); blocks of pictures go to one and then to the other.
 */
import { join } from 'node:path';
import { shippedPicturePack } from '@wellhouse/classifiers/node';
import { launchBrowser } from '../../test/story/support/browser.ts';
import { servePage } from './classifier/serve.ts';
import { median } from './franking/measure.ts';
import { loadNow, pinToOneCore, useAllCores } from './peers/processor.ts';
import type { PictureBenchPage } from './sensitive-picture/page.ts';

const rounds = 10;
const loads = 5;

declare global {
  var pictureBench: PictureBenchPage;
}

export async function runSensitivePictureBench(): Promise<Record<string, number | null>> {
  const peer = process.env.WELLHOUSE_PEER_NSFWJS;
  const pack = await (await shippedPicturePack()).load();
  const server = await servePage(pack, peer, join(import.meta.dirname, 'sensitive-picture/page.ts'));
  pinToOneCore();
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage();
    page.on('console', (message) => message.type() === 'error' && console.error(message.text()));
    await page.goto(server.url);
    await page.waitForFunction('globalThis.pictureBench');
    const loaded: number[] = [];
    for (let load = 0; load < loads; load++) loaded.push(await page.evaluate(() => globalThis.pictureBench.open()));
    const opened = peer ? await page.evaluate(() => globalThis.pictureBench.openPeer()) : null;
    if (opened) console.error(`sensitive-picture: the peer runs on ${opened.backend}`);
    const [ours, theirs, ratios]: [number[], number[], number[]] = [[], [], []];
    // the first round is not counted
    for (let round = 0; round <= rounds; round++) {
      console.error(`sensitive-picture: round ${round} of ${rounds}; load ${loadNow()}`);
      const mine = await page.evaluate(() => globalThis.pictureBench.classify());
      const other = peer ? await page.evaluate(() => globalThis.pictureBench.classifyByPeer()) : [];
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
