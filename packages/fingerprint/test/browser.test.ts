/** The browser entry in Chromium, beside the exact mode. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { hammingDistance, parseHash } from '@wellhouse/fingerprint';
import { createHasher } from '@wellhouse/fingerprint/node';
import { type Browser, chromium, type Page } from 'playwright-core';
import type { Sharp } from 'sharp';
import { build } from 'vite';
import { blobs, toSharp } from './support/draw.ts';
import { measuredReference, noSharedData, sharedPicture } from './support/shared-data.ts';

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
const noChromium = existsSync(executablePath) ? false : 'skipped, no Chromium';
const hasher = createHasher({ workers: 1 });
let browser: Browser | null = null;
let page: Page;

before(async () => {
  if (noChromium) return;
  browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
  });
  page = await browser.newPage();
  await page.addScriptTag({ content: await bundle(), type: 'module' });
  await page.waitForFunction('globalThis.fingerprint');
});
after(async () => {
  hasher.close();
  await browser?.close();
});

/** The entry as a page would load it. */
async function bundle(): Promise<string> {
  const entry = join(import.meta.dirname, 'support/browser-page.ts');
  const output = await build({
    configFile: false,
    logLevel: 'error',
    resolve: { conditions: ['wellhouse-src', 'browser', 'module', 'import', 'default'] },
    build: { write: false, minify: false, lib: { entry, formats: ['es'] } },
  });
  const [first] = Array.isArray(output) ? output : [output];
  assert.ok(first && 'output' in first);
  return first.output[0].code;
}

async function inBrowser(file: Buffer): Promise<{ hashes: string[]; quality: number } | { code: string }> {
  return page.evaluate((base64) => Reflect.get(globalThis, 'fingerprint')(base64), file.toString('base64'));
}

/** Bits between the browser's hash and the exact one; the quality may not differ by more than one. */
async function distance(file: Buffer): Promise<number> {
  const exact = await hasher.hash(file, { mode: 'exact' });
  const found = await inBrowser(file);
  assert.ok(exact.ok && 'hashes' in found, JSON.stringify(found));
  assert.ok(Math.abs(found.quality - exact.quality) <= 1);
  return hammingDistance(exact.pdq, parseHash(found.hashes[0] ?? ''));
}

const drawn = toSharp(blobs({ width: 1200, height: 900, channels: 3, seed: 2 }));
const kinds: Record<string, [Sharp, number]> = {
  PNG: [drawn.clone().png(), 0],
  'JPEG, 4:4:4': [drawn.clone().jpeg({ chromaSubsampling: '4:4:4' }), 2],
  'JPEG, 4:2:0': [drawn.clone().jpeg(), 4],
  'JPEG with a colour profile': [drawn.clone().withMetadata({ icc: 'p3' }).jpeg(), 4],
  WebP: [drawn.clone().webp(), 4],
  GIF: [drawn.clone().gif(), 0],
};
for (const [kind, [picture, most]] of Object.entries(kinds)) {
  test(`${kind}: at most ${most} bits from the exact hash`, { skip: noChromium }, async () => {
    const bits = await distance(await picture.toBuffer());
    assert.ok(bits <= most, `${bits} bits`);
  });
}

test('pictures of the reference are hashed as the reference does, or at most 4 bits off', {
  skip: noChromium || noSharedData,
}, async (t) => {
  const bits: number[] = [];
  for (const { file, expected } of measuredReference()) {
    if (!expected || file === 'misc/exif-rotn-1.jpg') continue;
    bits.push(await distance(await readFile(sharedPicture(file))));
  }
  t.diagnostic(
    `${bits.length} pictures, ${bits.filter((d) => d === 0).length} identical, at most ${Math.max(...bits)} bits`,
  );
  assert.ok(Math.max(...bits) <= 4, bits.join(' '));
});

test('a picture that EXIF turns is found by one of the eight hashes', { skip: noChromium }, async () => {
  const plain = await hasher.hash(await drawn.clone().png().toBuffer());
  const turned = await inBrowser(await drawn.clone().withMetadata({ orientation: 6 }).jpeg({ quality: 95 }).toBuffer());
  assert.ok(plain.ok && 'hashes' in turned);
  const bits = turned.hashes.map((hash) => hammingDistance(plain.pdq, parseHash(hash)));
  assert.ok(Math.min(...bits) <= 31, bits.join(' '));
});

test('what is no picture, and what is too large, is refused with a code', { skip: noChromium }, async () => {
  assert.deepEqual(await inBrowser(Buffer.from('no picture')), { code: 'unsupported' });
  const large = await toSharp(blobs({ width: 40, height: 40, channels: 3, seed: 1 }))
    .resize(3000, 2000)
    .png()
    .toBuffer();
  assert.deepEqual(await inBrowser(large), { code: 'too-many-pixels' });
});
