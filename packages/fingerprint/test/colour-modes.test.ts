/** Every way in which a picture can hold its colours is decoded and gives nearly the same hash. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { hammingDistance, pdqFromPixels } from '@wellhouse/fingerprint';
import { createHasher } from '@wellhouse/fingerprint/node';
import sharp, { type Sharp } from 'sharp';
import { blobs, checkers, toSharp } from './support/draw.ts';

const hasher = createHasher({ workers: 1 });
after(() => hasher.close());

const picture = blobs({ width: 640, height: 480, channels: 3, seed: 3 });
const drawn = () => toSharp(picture);
const exact = pdqFromPixels(picture).hash;

/** Name → the picture in that mode, and by how many bits its hash may differ; greyscale() weighs light, not luma. */
const modes: Record<string, [Sharp, number]> = {
  'PNG, 8 bits': [drawn().png(), 0],
  'PNG, 16 bits': [drawn().toColourspace('rgb16').png(), 0],
  'PNG, palette': [drawn().png({ palette: true, colours: 128 }), 12],
  'PNG, grey': [drawn().greyscale().png(), 31],
  'PNG, interlaced': [drawn().png({ progressive: true }), 0],
  'PNG, one bit': [drawn().greyscale().threshold(128).png({ palette: true, colours: 2 }), 80],
  'JPEG, 4:2:0': [drawn().jpeg({ quality: 90 }), 8],
  'JPEG, progressive': [drawn().jpeg({ quality: 90, progressive: true }), 8],
  'JPEG, grey': [drawn().greyscale().jpeg({ quality: 90 }), 31],
  'JPEG, CMYK': [drawn().toColourspace('cmyk').jpeg({ quality: 95 }), 20],
  WebP: [drawn().webp({ quality: 90 }), 8],
  'WebP, lossless': [drawn().webp({ lossless: true }), 0],
  GIF: [drawn().gif(), 12],
  AVIF: [drawn().avif({ quality: 80, effort: 1 }), 8],
};

for (const [name, [encoded, most]] of Object.entries(modes)) {
  test(`${name} is decoded`, async () => {
    const result = await hasher.hash(await encoded.toBuffer());
    assert.ok(result.ok, JSON.stringify(result));
    const distance = hammingDistance(result.pdq, exact);
    assert.ok(distance <= most, `${distance} bits from the exact hash`);
    assert.equal(result.quality, 100);
  });
}

test('colour behind an opaque alpha channel counts, and there is no second hash', async () => {
  const result = await hasher.hash(await drawn().ensureAlpha().png().toBuffer());
  assert.ok(result.ok);
  assert.deepEqual(result.pdq, exact);
  assert.equal(result.flattened, undefined);
});

test('a picture that is only in the alpha channel has a second hash as it looks on white', async () => {
  const grey = await drawn().greyscale().raw().toBuffer();
  const inAlpha = Buffer.alloc(640 * 480 * 4);
  for (let i = 0; i < 640 * 480; i++) inAlpha[i * 4 + 3] = 255 - (grey[i * (grey.length / (640 * 480))] ?? 0);
  const file = await sharp(inAlpha, { raw: { width: 640, height: 480, channels: 4 } })
    .png()
    .toBuffer();
  const result = await hasher.hash(file);
  assert.ok(result.ok);
  assert.equal(result.quality, 0);
  assert.ok(result.flattened && hammingDistance(result.flattened.pdq, exact) <= 31);
});

test('orientation by EXIF and a colour profile change nothing, as in the reference', async () => {
  const plain = await hasher.hash(await drawn().jpeg().toBuffer());
  const tagged = await hasher.hash(await drawn().withMetadata({ orientation: 6, icc: 'p3' }).jpeg().toBuffer());
  assert.ok(plain.ok && tagged.ok);
  assert.equal(tagged.width, 640);
  assert.ok(hammingDistance(plain.pdq, exact) <= 8);
});

test('an animation is hashed by its first frame, and by samples up to its last', async () => {
  const frames = Array.from({ length: 9 }, (_, i) =>
    i === 0
      ? checkers({ width: 256, height: 256, channels: 3, seed: 3 })
      : blobs({ width: 256, height: 256, channels: 3, seed: 20 + i }),
  );
  const strip = { width: 256, height: 256 * 9, channels: 3, pageHeight: 256 } as const;
  const animation = sharp(Buffer.concat(frames.map(({ data }) => Buffer.from(data))), { raw: strip });
  for (const file of [
    await animation.clone().webp({ lossless: true, loop: 0 }).toBuffer(),
    await animation.gif().toBuffer(),
  ]) {
    const result = await hasher.hash(file, { frames: 4 });
    assert.ok(result.ok, JSON.stringify(result));
    const expected = (page: number) => pdqFromPixels(frames[page] ?? picture).hash;
    assert.deepEqual([result.width, result.height], [256, 256]);
    assert.ok(hammingDistance(result.pdq, expected(0)) <= 12);
    assert.deepEqual(
      result.frames?.map(({ page }) => page),
      [2, 4, 6, 8],
    );
    for (const { page, pdq } of result.frames ?? [])
      assert.ok(hammingDistance(pdq, expected(page)) <= 12, `frame ${page}`);
    const alone = await hasher.hash(file, { frames: 0 });
    assert.ok(alone.ok && alone.frames === undefined);
  }
});
