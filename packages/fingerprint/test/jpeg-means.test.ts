/** The reader of JPEG block means: beside a whole decoder, with restart markers, and with files that lie. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Pixels } from '@wellhouse/fingerprint';
import type { Sharp } from 'sharp';
import sharp from 'sharp';
import { readJpegMeans } from '../src/jpeg-means.ts';
import { blobs, noise, random, toSharp } from './support/draw.ts';
import { encodeBlocks } from './support/jpeg-of-blocks.ts';

const drawn = toSharp(blobs({ width: 333, height: 251, channels: 3, seed: 8 }));
const rough = toSharp(noise({ width: 200, height: 120, channels: 3, seed: 8 }));

const kinds: Record<string, Sharp> = {
  'in 4:2:0': drawn.clone().jpeg({ quality: 90 }),
  'in 4:4:4': drawn.clone().jpeg({ quality: 90, chromaSubsampling: '4:4:4' }),
  'with tables of its own': drawn.clone().jpeg({ optimiseCoding: true, quality: 40 }),
  'with all coefficients': rough.clone().jpeg({ quality: 100 }),
  progressive: drawn.clone().jpeg({ progressive: true }),
  'progressive, all coefficients': rough.clone().jpeg({ progressive: true, quality: 100, chromaSubsampling: '4:4:4' }),
  'by mozjpeg': drawn.clone().jpeg({ mozjpeg: true }),
  'in grey': drawn.clone().greyscale().jpeg(),
  'in grey, progressive': drawn.clone().greyscale().jpeg({ progressive: true }),
};
for (const [kind, picture] of Object.entries(kinds)) {
  test(`a JPEG ${kind}: the means of its blocks are those of its decoded pixels`, async () => {
    const file = await picture.toBuffer();
    const means = readJpegMeans(file);
    const { data, info } = await sharp(file).raw().toBuffer({ resolveWithObject: true });
    assert.ok(means);
    assert.deepEqual([means.width, means.height], [Math.ceil(info.width / 8), Math.ceil(info.height / 8)]);
    for (let y = 0; y < Math.floor(info.height / 8); y++) {
      for (let x = 0; x < Math.floor(info.width / 8); x++) {
        const expected = meanOf(data, info, x, y);
        // the decoder cuts each pixel to 0..255 before the mean is taken, which shows in noise
        const most = kind.includes('all coefficients') ? 8 : 6;
        assert.ok(Math.abs((means.data[y * means.width + x] ?? 0) - expected) <= most, `block ${x}, ${y}`);
      }
    }
  });
}

function meanOf(data: Buffer, { width, channels }: { width: number; channels: number }, x: number, y: number): number {
  let sum = 0;
  for (let row = y * 8; row < y * 8 + 8; row++) {
    for (let column = x * 8; column < x * 8 + 8; column++) {
      const [r = 0, g = 0, b = 0] = data.subarray((row * width + column) * channels);
      sum += channels < 3 ? r : 0.299 * r + 0.587 * g + 0.114 * b;
    }
  }
  return sum / 64;
}

for (const interval of [0, 1, 3, 7, 8, 1000]) {
  test(`restart markers after every ${interval} blocks are followed`, async () => {
    const next = random(interval);
    const blocks = { across: 9, down: 5, values: Array.from({ length: 45 }, () => Math.floor(next() * 256)) };
    const file = encodeBlocks(blocks, interval);
    assert.equal((await sharp(file).metadata()).width, 72);
    const means: Pixels | null = readJpegMeans(file);
    assert.deepEqual(Array.from(means?.data ?? []), blocks.values);
  });
}

test('what is no ordinary JPEG is left to a decoder', async () => {
  const cmyk = await drawn.clone().toColourspace('cmyk').jpeg().toBuffer();
  for (const file of [cmyk, await drawn.clone().png().toBuffer(), Buffer.alloc(0), Buffer.from([0xff, 0xd8])]) {
    assert.equal(readJpegMeans(file), null);
  }
});

test('a truncated file is left to a decoder, wherever it ends', async () => {
  for (const progressive of [false, true]) {
    const file = await drawn.clone().jpeg({ progressive }).toBuffer();
    for (let part = 1; part < 40; part++) {
      const means = readJpegMeans(file.subarray(0, Math.floor((file.length * part) / 41)));
      assert.equal(means, null, `${part} of 41`);
    }
  }
});

test('no flipped byte makes it fail or read on for ever', async () => {
  const next = random(99);
  for (const progressive of [false, true]) {
    const file = await rough.clone().jpeg({ progressive, quality: 80 }).toBuffer();
    let read = 0;
    for (let i = 0; i < 1500; i++) {
      const broken = Buffer.from(file);
      for (let flips = 0; flips < 3; flips++) {
        const most = next() < 0.7 ? 640 : broken.length;
        broken[Math.floor(next() * Math.min(most, broken.length))] = Math.floor(next() * 256);
      }
      const means = readJpegMeans(broken);
      if (means) read++;
      if (means) assert.equal(means.data.length, means.width * means.height);
    }
    assert.ok(read > 0 && read < 1500);
  }
});
