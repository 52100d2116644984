import { launchBrowser } from '../../../test/story/support/browser.ts';
import { median } from '../franking/measure.ts';
import { loadNow, pinToOneCore, useAllCores } from '../peers/processor.ts';
import { percentile, tenths } from '../percentile.ts';
import type {} from './page.ts'; // globalThis.bench
import { servePage } from './serve.ts';

const loads = 5;

export interface InPage {
  /** Of the bench, before what it says on the way. */
  readonly name: string;
  readonly pack: Uint8Array;
  /** The folder of the peer, where there is one. */
  readonly peer: string | undefined;
  /** The script of the page, which offers a BenchPage. */
  readonly entry: string;
  readonly rounds: number;
}

/**
 * A classifier and its peer in one page of headless Chromium on one core: loads first, then blocks of inputs that go to one and then to
 * the other. The ratio is the median of those of the rounds, so that both stood beside the same load.
 */
export async function measureInPage({
  name,
  pack,
  peer,
  entry,
  rounds,
}: InPage): Promise<Record<string, number | null>> {
  const server = await servePage(pack, peer, entry);
  pinToOneCore();
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage();
    page.on('console', (message) => message.type() === 'error' && console.error(message.text()));
    await page.goto(server.url);
    await page.waitForFunction('globalThis.bench');
    const loaded: number[] = [];
    for (let load = 0; load < loads; load++) loaded.push(await page.evaluate(() => globalThis.bench.open()));
    const opened = peer ? await page.evaluate(() => globalThis.bench.openPeer()) : null;
    if (opened) console.error(`${name}: the peer runs on ${opened.backend}`);
    const [ours, theirs, ratios]: [number[], number[], number[]] = [[], [], []];
    // the first round is not counted
    for (let round = 0; round <= rounds; round++) {
      console.error(`${name}: round ${round} of ${rounds}; load ${loadNow()}`);
      const mine = await page.evaluate(() => globalThis.bench.classify());
      const other = peer ? await page.evaluate(() => globalThis.bench.askPeer()) : [];
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
