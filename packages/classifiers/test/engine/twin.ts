/** The model in plain TypeScript, in float64 and without speed: what src/engine must say, up to rounding. */

import type { TextModel } from '../../src/engine/model.ts';
import { ngramFeatures } from '../../src/engine/ngrams.ts';
import type { ModelDescription } from '../../src/engine/quantise.ts';

type Row = readonly number[];

/** Floats of every tensor by name. */
export type Tensors = ReadonlyMap<string, NamedTensor>;

interface NamedTensor {
  readonly shape: readonly number[];
  readonly values: ArrayLike<number>;
}

/** The floats as training exported them. */
export function exportedTensors({ tensors }: ModelDescription, floats: Uint8Array): Tensors {
  return new Map(
    tensors.map(({ name, shape, offset }): [string, NamedTensor] => {
      const count = shape.reduce((product, side) => product * side, 1);
      return [name, { shape, values: new Float32Array(floats.slice(offset, offset + 4 * count).buffer) }];
    }),
  );
}

/** The floats that a pack's int8 stand for. */
export function packedTensors({ tensors }: TextModel, bytes: Uint8Array): Tensors {
  return new Map(
    tensors.map(({ name, type, shape, offset, scales = 0 }): [string, NamedTensor] => {
      const [rows = 1] = shape;
      const count = shape.reduce((product, side) => product * side, 1);
      const floats = (at: number, length: number) => new Float32Array(bytes.slice(at, at + 4 * length).buffer);
      if (type === 'float32') return [name, { shape, values: floats(offset, count) }];
      const byRow = floats(scales, rows);
      const int8 = new Int8Array(bytes.slice(offset, offset + count).buffer);
      return [
        name,
        { shape, values: Array.from(int8, (value, at) => value * (byRow[Math.floor((at * rows) / count)] ?? 0)) },
      ];
    }),
  );
}

/** Logits of one window, by head. */
export function twinLogits(
  { heads, layers }: Pick<TextModel, 'heads' | 'layers'>,
  tensors: Tensors,
  ids: ArrayLike<number>,
  part: string,
): number[] {
  const tensor = (name: string) => {
    const found = tensors.get(name);
    if (!found) throw new Error(`no tensor ${name}`);
    return found;
  };
  const vector = (name: string) => Array.from(tensor(name).values);
  const row = (name: string, index: number) => {
    const { shape, values } = tensor(name);
    const width = shape.at(-1) ?? 0;
    return Array.from({ length: width }, (_, i) => values[index * width + i] ?? 0);
  };
  const rowsOf = (name: string) => Array.from({ length: tensor(name).shape[0] ?? 0 }, (_, index) => row(name, index));
  const linear = (name: string) => {
    const weights = rowsOf(`${name}.weight`);
    const bias = vector(`${name}.bias`);
    return (x: Row): Row => weights.map((weight, n) => dot(weight, x) + (bias[n] ?? 0));
  };
  const norm = (name: string) => {
    const gain = vector(`${name}.g`);
    const bias = vector(`${name}.b`);
    return (x: Row): Row => {
      const mean = sum(x) / x.length;
      const variance = sum(x.map((value) => (value - mean) ** 2)) / x.length;
      return x.map((value, i) => ((value - mean) / Math.sqrt(variance + 1e-6)) * (gain[i] ?? 0) + (bias[i] ?? 0));
    };
  };
  const frequencies = vector('u.inv');
  let tokens = Array.from(ids, (id, t): Row => {
    const position = [...frequencies.map((by) => Math.sin(t * by)), ...frequencies.map((by) => Math.cos(t * by))];
    return row('u.emb.weight', id).map((value, i) => 2 * value + (position[i] ?? 0));
  });
  for (const [index, layer] of layers.entries()) {
    const at = `u.l${index}`;
    const qkv = tokens.map(norm(`${at}.ln1`)).map(linear(`${at}.qkv`));
    const mixed = attend(qkv, layer.heads, layer.scale).map(linear(`${at}.out`));
    const residual = tensors.has(`${at}.res.weight`) ? tokens.map(linear(`${at}.res`)) : tokens;
    const between = mixed.map((x, t) => add(x, residual[t] ?? []));
    const fed = between
      .map(norm(`${at}.ln2`))
      .map(linear(`${at}.f1`))
      .map((x) => x.map((value) => Math.max(value, 0)))
      .map(linear(`${at}.f2`));
    tokens = fed.map((x, t) => add(x, between[t] ?? []));
  }
  const mean = weighed(
    tokens,
    tokens.map(() => 1 / tokens.length),
  );
  const attention = row('att.weight', 0);
  const attended = weighed(tokens, softmax(tokens.map((x) => dot(x, attention))));
  const features = [...linear('u.th')(mean), ...attended].map(Math.tanh);
  const logits = linear('head')(features);
  if (!tensors.has('ngrams.weight')) return [...logits];
  const table = tensor('ngrams.weight');
  const [, buckets = 0] = table.shape;
  const runs = ngramFeatures(part, buckets);
  return heads.map((_, head) => {
    const values = Array.from(
      runs.buckets,
      (bucket, i) => (table.values[head * buckets + bucket] ?? 0) * (runs.values[i] ?? 0),
    );
    return (logits[head] ?? 0) + sum(values);
  });
}

function attend(qkv: readonly Row[], heads: number, scale: number): Row[] {
  const width = (qkv[0]?.length ?? 0) / 3;
  const side = width / heads;
  return qkv.map((row) =>
    Array.from({ length: heads }, (_, head) => {
      const slice = (of: Row, part: number) => of.slice(part * width + head * side, part * width + (head + 1) * side);
      const scores = qkv.map((other) => dot(slice(row, 0), slice(other, 1)) * scale);
      return weighed(
        qkv.map((other) => slice(other, 2)),
        softmax(scores),
      );
    }).flat(),
  );
}

function softmax(scores: Row): Row {
  const greatest = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - greatest));
  return powers.map((power) => power / sum(powers));
}

function weighed(rows: readonly Row[], weights: Row): Row {
  return (rows[0] ?? []).map((_, i) => sum(rows.map((row, t) => (row[i] ?? 0) * (weights[t] ?? 0))));
}

function dot(a: Row, b: Row): number {
  return sum(a.map((value, i) => value * (b[i] ?? 0)));
}

function add(a: Row, b: Row): Row {
  return a.map((value, i) => value + (b[i] ?? 0));
}

function sum(values: Row): number {
  return values.reduce((total, value) => total + value, 0);
}
