/** The fast mode, and the second hash inside a border. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { type Box, hammingDistance, type Pixels, pdqDihedral, pdqFromPixels, trimBorder } from '@wellhouse/fingerprint';
import { createHasher } from '@wellhouse/fingerprint/node';
import { blobs, flat, gradient, noise, toSharp } from './support/draw.ts';

const hasher = createHasher({ workers: 1 });
after(() => hasher.close());

/** Sizes that divide by the decoder's factor and that do not, wide and high, for each of its factors. */
const sizes = [
  [4032, 3024],
  [4001, 2999],
  [2711, 4093],
  [2401, 1801],
  [1200, 3600],
] as const;

for (const [width, height] of sizes) {
  test(`fast mode is near the exact hash at ${width} x ${height}, each of the eight`, async () => {
    const small = toSharp(blobs({ width: 800, height: 600, channels: 3, seed: width }));
    const drawing = await small.resize(width, height, { fit: 'fill' }).jpeg({ quality: 90 }).toBuffer();
    const exact = await hasher.hash(drawing, { mode: 'exact', dihedral: true });
    const fast = await hasher.hash(drawing, { mode: 'fast', dihedral: true });
    assert.ok(exact.ok && fast.ok);
    assert.deepEqual([exact.mode, fast.mode, fast.width, fast.height], ['exact', 'fast', width, height]);
    for (const [turn, hash] of (exact.dihedral ?? []).entries()) {
      assert.ok(hammingDistance(hash, fast.dihedral?.[turn] ?? new Uint8Array(32)) <= 12, `turn ${turn}`);
    }
    assert.equal(fast.dihedral?.length, 8);
    assert.ok(Math.abs(exact.quality - fast.quality) <= 3);
  });
}

test('auto is exact up to four megapixels and for all but JPEG', async () => {
  const large = toSharp(gradient({ width: 2100, height: 2000, channels: 3, seed: 1 }));
  const small = toSharp(gradient({ width: 1900, height: 2000, channels: 3, seed: 1 }));
  const modes = [];
  for (const file of [large.clone().jpeg(), small.jpeg(), large.clone().png()]) {
    const result = await hasher.hash(await file.toBuffer());
    modes.push(result.ok && result.mode);
  }
  assert.deepEqual(modes, ['fast', 'exact', 'exact']);
});

const picture = blobs({ width: 1600, height: 1200, channels: 3, seed: 11 });
const borders: Record<string, { top: number; bottom: number; left: number; right: number; background: string }> = {
  'a letterbox': { top: 160, bottom: 160, left: 0, right: 0, background: 'black' },
  pillars: { top: 0, bottom: 0, left: 210, right: 190, background: '#101018' },
  'a white frame': { top: 60, bottom: 60, left: 80, right: 80, background: 'white' },
  'one margin': { top: 300, bottom: 0, left: 0, right: 0, background: '#3060a0' },
};

for (const [name, border] of Object.entries(borders)) {
  test(`${name} moves the hash away, and the trimmed hash is near`, async () => {
    const framed = toSharp(picture).extend(border);
    for (const mode of ['exact', 'fast'] as const) {
      const result = await hasher.hash(await framed.clone().jpeg({ quality: 75 }).toBuffer(), { mode, trim: true });
      assert.ok(result.ok && result.trimmed);
      const original = pdqFromPixels(picture).hash;
      assert.ok(hammingDistance(result.pdq, original) > 31);
      assert.ok(
        hammingDistance(result.trimmed.pdq, original) <= 16,
        `${mode} ${hammingDistance(result.trimmed.pdq, original)}`,
      );
      const { left, top, width, height } = result.trimmed.box;
      for (const [is, should] of [
        [left, border.left],
        [top, border.top],
        [width, 1600],
        [height, 1200],
      ] as const) {
        assert.ok(Math.abs(is - should) <= 16, `${JSON.stringify(result.trimmed.box)}`);
      }
    }
  });
}

test('a picture without a border, all border, or with next to none has no trimmed hash', () => {
  const shapes: Pixels[] = [picture, noise({ width: 300, height: 200, channels: 1, seed: 1 })];
  for (const pixels of [...shapes, flat({ width: 300, height: 200, channels: 3, seed: 2 })])
    assert.equal(trimBorder(pixels), null);
  const oneRow = { ...picture, data: picture.data.slice().fill(0, 0, 1600 * 3 * 5) };
  assert.equal(trimBorder(oneRow), null);
});

test('a part is hashed as if the picture had been cut to it', async () => {
  const box: Box = { left: 101, top: 53, width: 801, height: 903 };
  const { data, info } = await toSharp(picture).extract(box).raw().toBuffer({ resolveWithObject: true });
  const cut: Pixels = { data, width: info.width, height: info.height, channels: 3 };
  assert.deepEqual(pdqDihedral(picture, box), pdqDihedral(cut));
});
