/** A small model of drill words with weights drawn by a seed: the shape of a text pack in a hundredth of its size. */

import type { TextPack } from '../../src/engine/engine.ts';
import { type ModelDescription, quantise } from '../../src/engine/quantise.ts';
import { type TextKind, textKinds } from '../../src/verdict.ts';

const width = 32;
const wide = 64;
const hidden = 96;
const buckets = 1024;
const words = ['drill', 'alarm', 'water', 'paper', 'green', 'seven', 'never', 'meet', 'station', 'good', 'morning'];

export interface DrillModel {
  readonly description: ModelDescription;
  /** `model.bin`. */
  readonly floats: Uint8Array;
}

export function drillModel(seed: number, { ngrams = true }: { readonly ngrams?: boolean } = {}): DrillModel {
  const random = drawer(seed);
  const vocabulary = [
    ...['�', '<s>', '</s>', 'mark1', 'mark2', 'mark3'].map((piece) => [piece, 0] as const),
    ...words.map((word, index) => [`▁${word}`, -6 - index / 8] as const),
    ...[...'▁abcdefghijklmnopqrstuvwxyz.,!?'].map((char, index) => [char, -7 - index / 16] as const),
  ];
  const heads = [...textKinds, 'toxic'];
  const tensors: { name: string; shape: number[]; offset: number }[] = [];
  const values: number[] = [];
  const add = (name: string, shape: number[], spread: number, middle = 0) => {
    tensors.push({ name, shape, offset: 4 * values.length });
    for (let count = shape.reduce((product, side) => product * side, 1); count > 0; count--) {
      values.push(middle + spread * random());
    }
  };
  const linear = (name: string, outer: number, inner: number) => {
    add(`${name}.weight`, [outer, inner], 1 / Math.sqrt(inner));
    add(`${name}.bias`, [outer], 0.1);
  };
  add('u.emb.weight', [vocabulary.length + 2, width], 0.5);
  tensors.push({ name: 'u.inv', shape: [width / 2], offset: 4 * values.length });
  for (let i = 0; i < width / 2; i++) values.push(10_000 ** (-2 * (i / width)));
  for (const [at, input] of [
    ['u.l0', width],
    ['u.l1', wide],
  ] as const) {
    add(`${at}.ln1.g`, [input], 0.2, 1);
    add(`${at}.ln1.b`, [input], 0.1);
    linear(`${at}.qkv`, 3 * input, input);
    linear(`${at}.out`, wide, input);
    if (input !== wide) linear(`${at}.res`, wide, input);
    add(`${at}.ln2.g`, [wide], 0.2, 1);
    add(`${at}.ln2.b`, [wide], 0.1);
    linear(`${at}.f1`, hidden, wide);
    linear(`${at}.f2`, wide, hidden);
  }
  linear('u.th', wide, wide);
  add('att.weight', [1, wide], 0.5);
  add('att.bias', [1], 0.5);
  add('head.weight', [heads.length, 2 * wide], 0.4);
  add('head.bias', [heads.length], 0.5, -1);
  if (ngrams) add('ngrams.weight', [heads.length, buckets], 0.5);
  const layers = [
    { heads: 2, scale: 0.25 },
    { heads: 4, scale: 0.25 },
  ];
  return {
    description: { architecture: 'use-lite/1', heads, layers, vocabulary, tensors },
    floats: new Uint8Array(Float32Array.from(values).buffer),
  };
}

/** A pack of it that the engine can open; nobody has signed it. */
export function drillPack(
  { description, floats }: DrillModel,
  header: Partial<Pick<TextPack['header'], 'thresholds' | 'calibration'>> & {
    readonly kinds?: readonly TextKind[];
  } = {},
): TextPack {
  const { model, sections } = quantise(description, floats);
  return {
    header: { kinds: textKinds, thresholds: {}, calibration: {}, ...header, model },
    section(name) {
      if (name !== 'vocabulary' && name !== 'tensors') throw new Error(`no section ${name}`);
      return sections[name];
    },
  };
}

/** Numbers between -1 and 1 (mulberry32). */
function drawer(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 31 - 1;
  };
}
