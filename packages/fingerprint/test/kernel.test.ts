/** The WebAssembly kernel against its twin in TypeScript, and against what it is built from. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { hammingDistance, type Pixels, pdqDihedral, pdqFromPixels } from '@wellhouse/fingerprint';
import fc from 'fast-check';
import { buildModule, modules } from '../scripts/build-wasm.ts';
import { twinFromLuma, twinLuma } from './reference/pdq-twin.ts';
import { blobs, checkers, flat, gradient, noise } from './support/draw.ts';

function assertTwins(pixels: Pixels): void {
  const { luma, rows, cols } = twinLuma(pixels.data, pixels.width, pixels.height, pixels.channels);
  const expected = twinFromLuma(luma, rows, cols);
  assert.deepEqual(pdqDihedral(pixels), expected);
  assert.deepEqual(pdqFromPixels(pixels), { hash: expected.hashes[0], quality: expected.quality });
}

const side = fc.oneof(
  fc.integer({ min: 1, max: 160 }),
  fc.constantFrom(64, 127, 128, 129, 255, 257, 385, 511, 512, 513, 700),
);
const channels = fc.constantFrom<Pixels['channels'][]>(1, 2, 3, 4);

test('the kernel equals its twin on noise of any size and number of channels', () => {
  const property = fc.property(side, side, channels, fc.integer(), (width, height, channels, seed) =>
    assertTwins(noise({ width, height, channels, seed })),
  );
  fc.assert(property, { numRuns: 60 });
});

test('the kernel equals its twin on flat, graded, chequered and drawn pictures', () => {
  for (const draw of [flat, gradient, checkers, blobs]) {
    for (const [width, height] of [
      [5, 5],
      [64, 64],
      [200, 90],
      [512, 512],
      [1000, 601],
    ] as const) {
      for (const seed of [1, 2]) assertTwins(draw({ width, height, channels: 3, seed }));
    }
  }
});

test('a picture of fewer than five pixels a side has no bits and no quality', () => {
  const none = { hash: new Uint8Array(32), quality: 0 };
  assert.deepEqual(pdqFromPixels(noise({ width: 4, height: 512, channels: 3, seed: 1 })), none);
  assert.deepEqual(pdqFromPixels(noise({ width: 1, height: 1, channels: 4, seed: 1 })), none);
});

test('the eight hashes are those of the picture turned and mirrored', () => {
  const picture = blobs({ width: 512, height: 512, channels: 3, seed: 7 });
  const { hashes } = pdqDihedral(picture);
  const at: ((x: number, y: number) => [number, number])[] = [
    (x, y) => [x, y],
    (x, y) => [511 - y, x],
    (x, y) => [511 - x, 511 - y],
    (x, y) => [y, 511 - x],
    (x, y) => [x, 511 - y],
    (x, y) => [511 - x, y],
    (x, y) => [y, x],
    (x, y) => [511 - y, 511 - x],
  ];
  for (const [turn, source] of at.entries()) {
    const data = new Uint8Array(picture.data.length);
    for (let y = 0; y < 512; y++) {
      for (let x = 0; x < 512; x++) {
        const [fromX, fromY] = source(x, y);
        const from = (fromY * 512 + fromX) * 3;
        data.set(picture.data.subarray(from, from + 3), (y * 512 + x) * 3);
      }
    }
    const turned = pdqFromPixels({ ...picture, data });
    // The filter and the 64 x 64 fields lie half a pixel off centre, so some bits differ; another turn differs in 128.
    assert.ok(hammingDistance(hashes[turn] ?? new Uint8Array(32), turned.hash) <= 40, `turn ${turn}`);
  }
});

for (const module of modules) {
  test(`the committed src/${module.file} is what the sources in assembly/ give, byte for byte`, async () => {
    const committed = await readFile(join(import.meta.dirname, '../src', module.file), 'utf8');
    assert.equal(await buildModule(module), committed);
  });
}
