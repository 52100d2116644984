/** The kernel of pictures in WebAssembly against the same in plain TypeScript. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import fc from 'fast-check';
import { buildModule } from '../../scripts/build-wasm.ts';
import {
  addTo,
  limit,
  type PictureKernel,
  startPictureKernel,
  store,
  storeUpToSix,
} from '../../src/pictures/kernel.ts';
import { parsePictureModel, side } from '../../src/pictures/model.ts';
import { createNetwork } from '../../src/pictures/network.ts';
import { draws, drillNetwork, type SmallModel } from './drill-network.ts';
import { startPlainKernel } from './plain-kernel.ts';

const eights = (most: number) => fc.integer({ min: 1, max: most }).map((count) => 8 * count);
const seeds = fc.integer({ min: 0, max: 1_000_000 });

test('a convolution of one by one is the same in WebAssembly as in TypeScript, to the last bit', () => {
  const modes = fc.constantFrom(store, storeUpToSix, addTo);
  const inner = fc.integer({ min: 1, max: 40 }).map((count) => 2 * count);
  const property = fc.property(
    fc.integer({ min: 1, max: 30 }),
    inner,
    eights(4),
    modes,
    seeds,
    (pixels, k, n, mode, seed) => {
      const run = (kernel: PictureKernel) => {
        const draw = draws(seed);
        kernel.memory.grow(16);
        const { buffer } = kernel.memory;
        const [x, weights, scales, bias, to] = [1_024, 65_536, 131_072, 196_608, 262_144];
        fill(new Int16Array(buffer, x, (pixels + 3) * k), () => Math.floor((draw() * 2 - 1) * limit));
        fill(new Int16Array(buffer, weights, k * n), () => Math.floor(draw() * 511) - 255);
        fill(new Float32Array(buffer, scales, n), () => draw() / 1_000);
        fill(new Float32Array(buffer, bias, n), () => draw() * 8 - 4);
        fill(new Float32Array(buffer, to, (pixels + 3) * n), () => draw() - 0.5);
        kernel.pointwise(x, pixels, k, 0.001, weights, scales, bias, n, to, mode);
        return new Float32Array(buffer, to, pixels * n);
      };
      assert.deepEqual(run(startPictureKernel()), run(startPlainKernel()));
    },
  );
  fc.assert(property, { numRuns: 60 });
});

test('a convolution of three by three by channel is the same, at the edges too', () => {
  const sides = fc.integer({ min: 1, max: 7 }).map((half) => 2 * half);
  const property = fc.property(sides, eights(3), fc.constantFrom(1, 2), seeds, (edge, channels, stride, seed) => {
    const run = (kernel: PictureKernel) => {
      const draw = draws(seed);
      kernel.memory.grow(16);
      const { buffer } = kernel.memory;
      const [from, weights, bias, zeros, to] = [1_024, 65_536, 131_072, 196_608, 262_144];
      fill(new Float32Array(buffer, from, edge * edge * channels), () => draw() * 6);
      fill(new Float32Array(buffer, weights, 9 * channels), () => (draw() - 0.4) * 1_000);
      fill(new Float32Array(buffer, bias, channels), () => (draw() - 0.5) * 1_000);
      kernel.depthwise(from, edge, channels, stride, weights, bias, zeros, to);
      return new Int16Array(buffer, to, (edge / stride) ** 2 * channels);
    };
    const [ours, plain] = [run(startPictureKernel()), run(startPlainKernel())];
    assert.deepEqual(ours, plain);
    assert.ok(ours.every((value) => value >= 0 && value <= limit));
  });
  fc.assert(property, { numRuns: 60 });
});

test('numbers become int16 the same way, whatever they are', () => {
  const values = fc.array(fc.float({ noNaN: true, noDefaultInfinity: true }), { minLength: 8, maxLength: 64 });
  const property = fc.property(values, fc.float({ min: 0, max: 10, noNaN: true }), (list, by) => {
    const count = list.length & ~7;
    const run = (kernel: PictureKernel) => {
      const { buffer } = kernel.memory;
      new Float32Array(buffer, 1_024, count).set(list.slice(0, count));
      kernel.narrow(1_024, count, by, 16_384);
      return { greatest: kernel.greatest(1_024, count), narrow: new Int16Array(buffer, 16_384, count) };
    };
    const grown = startPictureKernel();
    grown.memory.grow(1);
    assert.deepEqual(run(grown), run(startPlainKernel()));
  });
  fc.assert(property, { numRuns: 100 });
});

test('all steps of a model together are the same, and what was looked at before changes nothing', () => {
  for (const seed of [1, 2]) {
    const small = drillNetwork(seed);
    const [ours, plain] = [networkOf(small, startPictureKernel()), networkOf(small, startPlainKernel())];
    const input = drawnInput(seed);
    const first = ours(input);
    assert.deepEqual(first, plain(input));
    assert.notDeepEqual(ours(drawnInput(seed + 100)), first);
    assert.deepEqual(ours(input), first);
    assert.ok(Math.abs(first.reduce((sum, value) => sum + value, 0) - 1) < 1e-5, 'probabilities');
  }
});

test('the committed module is what assembly/pictures.ts builds', async () => {
  const committed = await readFile(new URL('../../src/pictures-wasm.ts', import.meta.url), 'utf8');
  assert.equal(await buildModule('pictures'), committed);
});

function networkOf({ model, weights, channels }: SmallModel, kernel: PictureKernel) {
  const { plan } = parsePictureModel(model, { weights: weights.length, channels: channels.length });
  return createNetwork(plan, { weights, channels }, kernel);
}

function drawnInput(seed: number): Int16Array {
  const draw = draws(seed);
  return Int16Array.from({ length: side * side * 3 }, () => Math.floor(draw() * (limit + 1)));
}

function fill(values: Int16Array | Float32Array, draw: () => number): void {
  for (let at = 0; at < values.length; at++) values[at] = draw();
}
