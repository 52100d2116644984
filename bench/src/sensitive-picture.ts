/**
 * The classifier of pictures as a page uses it, for painted pictures of 1280 x 960 in headless Chromium on one core: from decoded pixels
 * to the verdict, through the sandboxed frame and its worker. Beside it, where WELLHOUSE_PEER_NSFWJS names it, the same weights by
 * `nsfwjs` and TensorFlow.js (WASM with SIMD).
 */
import { join } from 'node:path';
import { shippedPicturePack } from '@wellhouse/classifiers/node';
import { measureInPage } from './in-page/measure.ts';

export async function runSensitivePictureBench(): Promise<Record<string, number | null>> {
  return await measureInPage({
    name: 'sensitive-picture',
    pack: await (await shippedPicturePack()).load(),
    peer: process.env.WELLHOUSE_PEER_NSFWJS,
    entry: join(import.meta.dirname, 'sensitive-picture/page.ts'),
    rounds: 10,
  });
}
