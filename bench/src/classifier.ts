/**
 * The text classifier as a page uses it, for messages of 280 characters in headless Chromium on one core: from the call to the verdict,
 * through the sandboxed frame and its worker, language included. Beside it, where WELLHOUSE_PEER_USE names it, the same encoder by
 * TensorFlow.js (WASM with SIMD), which only makes the sentence's vector.
 */
import { join } from 'node:path';
import { shippedPacks } from '@wellhouse/classifiers/node';
import { measureInPage } from './in-page/measure.ts';

export async function runClassifierBench(): Promise<Record<string, number | null>> {
  const english = (await shippedPacks()).find(({ language }) => language === 'en');
  if (!english) throw new Error('there is no pack for English in packages/classifiers/packs');
  return await measureInPage({
    name: 'classifier',
    pack: await english.load(),
    peer: process.env.WELLHOUSE_PEER_USE,
    entry: join(import.meta.dirname, 'classifier/page.ts'),
    rounds: 12,
  });
}
