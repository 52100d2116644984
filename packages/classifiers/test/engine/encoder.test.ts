/** The encoder in WebAssembly against its twin in TypeScript, and against what it is built from. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { buildModule } from '../../scripts/build-wasm.ts';
import { createEncoder } from '../../src/engine/encoder.ts';
import { openTextEngine } from '../../src/engine/engine.ts';
import { startKernel } from '../../src/engine/kernel.ts';
import { maxTokens } from '../../src/engine/model.ts';
import { normalise } from '../../src/engine/normalise.ts';
import { createTokenizer } from '../../src/engine/pieces.ts';
import { quantise } from '../../src/engine/quantise.ts';
import { drillModel, drillPack } from './drill-model.ts';
import { exportedTensors, packedTensors, type Tensors, twinLogits } from './twin.ts';

/** Between the kernel and the same int8 in float64: 14 bits of an activation, and float32. */
const ofTheTwin = 0.001;
/** Between the kernel and the floats from which its int8 were made. */
const ofTheFloats = 0.05;

const word = fc.constantFrom('drill', 'alarm', 'meet', 'good', 'morning', 'xylo', 'q', '.', '😀', 'water, paper!');
const texts = fc.array(word, { minLength: 1, maxLength: 20 }).map((parts) => parts.join(' '));

function difference(text: string, seed: number, tensorsOf: (drill: ReturnType<typeof drillModel>) => Tensors): number {
  const drill = drillModel(seed, { ngrams: seed % 2 === 0 });
  const read = normalise(text);
  const { ids } = createTokenizer(drill.description.vocabulary)(read);
  assert.ok(ids.length <= maxTokens);
  const expected = twinLogits(drill.description, tensorsOf(drill), ids, read);
  const actual = Object.values(openTextEngine(drillPack(drill)).logits(text) ?? {});
  assert.equal(actual.length, expected.length);
  return Math.max(...expected.map((value, head) => Math.abs(value - (actual[head] ?? Number.NaN))));
}

test('the encoder says what its twin says of the same int8', () => {
  const property = fc.property(texts, fc.integer({ min: 0, max: 50 }), (text, seed) => {
    const apart = difference(text, seed, ({ description, floats }) => {
      const { model, sections } = quantise(description, floats);
      return packedTensors(model, sections.tensors);
    });
    assert.ok(apart <= ofTheTwin, `${apart} apart`);
  });
  fc.assert(property, { numRuns: 40 });
});

test('int8 changes what the floats would have said by little', () => {
  const property = fc.property(texts, fc.integer({ min: 0, max: 50 }), (text, seed) => {
    const apart = difference(text, seed, ({ description, floats }) => exportedTensors(description, floats));
    assert.ok(apart <= ofTheFloats, `${apart} apart`);
  });
  fc.assert(property, { numRuns: 40 });
});

test('what was read before changes nothing, whatever its length', () => {
  const { description, floats } = drillModel(3);
  const { model, sections } = quantise(description, floats);
  const encoder = createEncoder(model, sections.tensors);
  const lists = fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: maxTokens });
  const property = fc.property(lists, lists, (before, ids) => {
    const alone = createEncoder(model, sections.tensors).encode(Uint16Array.from(ids)).slice();
    encoder.encode(Uint16Array.from(before));
    assert.deepEqual(encoder.encode(Uint16Array.from(ids)), alone);
  });
  fc.assert(property, { numRuns: 40 });
});

test('a linear layer by seven products of halves is the one of all to the last bit, and touches no token that has no place', () => {
  const kernel = startKernel();
  kernel.memory.grow(64);
  const { buffer } = kernel.memory;
  const [inners, outers, most] = [[16, 48, 512, 1536], [8, 24, 512], maxTokens];
  let end = 8_192;
  const take = (bytes: number) => {
    const at = end;
    end += Math.ceil(bytes / 64) * 64;
    return at;
  };
  const [x, scales, weights] = [take(2 * most * 1_536), take(4 * most), take(512 * 1_536)];
  const [weightScales, bias, sums, wide] = [
    take(2_048),
    take(2_048),
    take(14 * 1_536 * (most / 4)),
    take(28 * 1_536 + 224),
  ];
  const [one, other] = [take(4 * most * 512), take(4 * most * 512)];
  let state = 5;
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  const whole = (limit: number) => Math.round((2 * random() - 1) * limit);
  // now and then the greatest that there is, many times in a row
  const activations = new Int16Array(buffer, x, most * 1_536);
  for (const at of activations.keys()) activations[at] = at % 8_192 < 4_096 ? 8_191 : whole(8_191);
  const values = new Int8Array(buffer, weights, 512 * 1_536);
  for (const at of values.keys()) values[at] = at % 4_096 < 1_536 ? 127 : whole(127);
  const floats: [number, number][] = [
    [scales, most],
    [weightScales, 512],
    [bias, 512],
  ];
  for (const [place, count] of floats) {
    const all = new Float32Array(buffer, place, count);
    for (const at of all.keys()) all[at] = random();
  }
  for (const inner of inners)
    for (const outer of outers)
      for (const tokens of [1, 2, 7, 8, 69, 70, 71, 96])
        for (const mode of [0, 1, 2]) {
          const [, found] = [one, other].map((at) => new Float32Array(buffer, at, most * outer).fill(0.25));
          assert.ok(found);
          const rest = [tokens, inner, weights, weightScales, bias, outer] as const;
          kernel.linear(x, scales, ...rest, wide, one, mode);
          kernel.linearInHalves(x, scales, ...rest, sums, wide, other, mode);
          const used = tokens * outer;
          const bytes = (at: number) => Buffer.from(buffer, at, 4 * used);
          assert.ok(bytes(one).equals(bytes(other)), `${inner} x ${outer}, ${tokens} tokens, mode ${mode}`);
          const places = Math.min(most, 4 * Math.ceil(tokens / 4)) * outer;
          assert.ok(found.subarray(places).every((value) => value === 0.25));
        }
});

test('the committed src/encoder-wasm.ts is what the sources in assembly/ give, byte for byte', async () => {
  const committed = await readFile(join(import.meta.dirname, '../../src/encoder-wasm.ts'), 'utf8');
  assert.equal(await buildModule('encoder'), committed);
});
