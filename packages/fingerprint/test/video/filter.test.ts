/** A frame is filtered whole, row by row as it comes, and its bits are those of the reference's order of operations. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Pixels, pdqDihedral } from '@wellhouse/fingerprint';
import fc from 'fast-check';
import { createFrameFilter } from '../../src/video-filter.ts';
import { twinFromLuma } from '../reference/pdq-twin.ts';
import { blobs, gradient, noise } from '../support/draw.ts';

const f = Math.fround;

/** Luma of every pixel: vPDQ samples nothing. */
function wholeLuma({ data, width, height }: Pixels): Float32Array {
  return Float32Array.from({ length: width * height }, (_, n) => {
    const [r = 0, g = 0, b = 0] = data.subarray(3 * n, 3 * n + 3);
    return f(f(f(f(0.299) * r) + f(f(0.587) * g)) + f(f(0.114) * b));
  });
}

function filtered(pixels: Pixels, filter = createFrameFilter(pixels.width, pixels.height)) {
  const { data, width, height } = pixels;
  for (let y = 0; y < height; y++) filter.row(new Uint8Array(data), y * width * 3);
  return filter.finish(8);
}

function assertTwins(pixels: Pixels): void {
  assert.deepEqual(filtered(pixels), twinFromLuma(wholeLuma(pixels), pixels.height, pixels.width));
}

test('the hashes of a frame equal those of the twin that holds all of it, at any size', () => {
  const side = fc.oneof(
    fc.integer({ min: 1, max: 160 }),
    fc.constantFrom(63, 64, 65, 127, 128, 129, 255, 257, 511, 513, 640, 769),
  );
  const property = fc.property(side, side, fc.integer(), (width, height, seed) => {
    assertTwins(noise({ width, height, channels: 3, seed }));
  });
  fc.assert(property, { numRuns: 50 });
});

test('large frames equal the twin: 1080p, upright and across', () => {
  assertTwins(blobs({ width: 1920, height: 1080, channels: 3, seed: 3 }));
  assertTwins(gradient({ width: 1080, height: 1920, channels: 3, seed: 2 }));
});

test('up to 512 x 512 a frame is hashed as a picture is', () => {
  for (const [width, height] of [
    [5, 5],
    [64, 64],
    [320, 200],
    [512, 512],
  ] as const) {
    const picture = blobs({ width, height, channels: 3, seed: 4 });
    assert.deepEqual(filtered(picture), pdqDihedral(picture));
  }
});

test('a frame leaves nothing behind for the next one', () => {
  const filter = createFrameFilter(300, 700);
  const [first, second] = [
    blobs({ width: 300, height: 700, channels: 3, seed: 5 }),
    noise({ width: 300, height: 700, channels: 3, seed: 6 }),
  ];
  const once = filtered(second);
  for (const frame of [first, second, first, second]) {
    assert.deepEqual(filtered(frame, filter), frame === second ? once : filtered(first));
  }
});
