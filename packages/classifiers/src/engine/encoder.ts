import { malformed } from './errors.ts';
import { type Kernel, startKernel } from './kernel.ts';
import { maxTokens, type TextModel } from './model.ts';
import { type EncoderMap, type LayerPlace, type LinearPlace, mapEncoder, widestHead, widestInner } from './tensors.ts';

/** Bytes below belong to the compiler. */
const start = 4096;

/** Tokens from which on seven products of halves take less time than one of all; the outcome is the same. */
const fewestInHalves = 8;

/** What `linear` does with its outputs. */
const modes = { store: 0, aboveZero: 1, add: 2 } as const;

/** The encoder of one pack, with its weights in a memory of its own. Synchronous, and not for use by two at once. */
export interface Encoder {
  /** Ids below have an embedding. */
  readonly vocabulary: number;
  /** Floats that `encode` gives. */
  readonly outputs: number;
  /**
   * 1 to 96 ids -> [tanh of the sentence, tanh of the attention-pooled tokens]. The same array every time.
   * An id that the vocabulary does not have is read as 0.
   */
  encode(ids: Uint16Array): Float32Array;
}

/** Addresses of what is computed on the way. */
interface Workspace {
  readonly ids: number;
  readonly positions: number;
  /** The tokens between layers, and the place for what the first layer makes of them. */
  readonly tokens: number;
  readonly next: number;
  readonly normed: number;
  readonly qkv: number;
  readonly mixed: number;
  readonly hidden: number;
  readonly quantised: number;
  readonly keys: number;
  readonly scales: number;
  readonly sums: number;
  readonly wide: number;
  readonly weights: number;
  readonly lists: number;
  readonly ends: number;
  readonly near: number;
  readonly turnedAttention: number;
  /** Of each layer but the last the weights of `narrow`, turned. */
  readonly turned: readonly number[];
}

/** @throws EngineError `model-malformed`, `no-simd` */
export function createEncoder(model: TextModel, tensors: Uint8Array): Encoder {
  const map = mapEncoder(model, tensors.length);
  const kernel = startKernel();
  const { workspace, end } = layOut(map, start + tensors.length);
  kernel.memory.grow(Math.ceil(end / 65_536) - kernel.memory.buffer.byteLength / 65_536);
  const { buffer } = kernel.memory;
  new Uint8Array(buffer, start, tensors.length).set(tensors);
  const writePositions = createPositions(
    new Float32Array(buffer, workspace.positions, maxTokens * map.width),
    new Float32Array(buffer, start + map.frequencies, map.width / 2),
  );
  for (const [index, { narrow }] of map.layers.slice(0, -1).entries()) {
    kernel.turn(start + narrow.weights, narrow.outer, narrow.inner, workspace.turned[index] ?? 0);
  }
  const ids = new Uint16Array(buffer, workspace.ids, maxTokens);
  const pool = createPooling(map, kernel, workspace);
  return {
    vocabulary: map.vocabulary,
    outputs: map.sentence.outer + map.sentence.inner,
    encode(given) {
      if (given.length === 0 || given.length > maxTokens) throw malformed(`${given.length} tokens at once`);
      ids.set(given.map((id) => (id < map.vocabulary ? id : 0)));
      let { tokens } = workspace;
      const count = given.length;
      writePositions(count);
      const { weights, scales } = map.embedding;
      kernel.embed(workspace.ids, count, map.width, start + weights, start + scales, workspace.positions, tokens);
      for (const [index, layer] of map.layers.entries()) {
        const other = tokens === workspace.tokens ? workspace.next : workspace.tokens;
        const to = layer.residual ? other : tokens;
        runLayer(kernel, workspace, layer, count, tokens, to);
        tokens = to;
        const turned = workspace.turned[index];
        if (turned !== undefined) narrowFew(kernel, workspace, layer.narrow, turned, count, tokens);
      }
      return pool(tokens, count);
    },
  };
}

/** A layer but for its last step: what the feed-forward is added to goes to `to`, and what is to be narrowed to `hidden`. */
function runLayer(kernel: Kernel, at: Workspace, layer: LayerPlace, count: number, tokens: number, to: number): void {
  const { inner } = layer.qkv;
  const norm = (from: number, place: LayerPlace['beforeAttention'], width: number) =>
    kernel.layerNorm(from, count, width, start + place.gain, start + place.bias, at.normed);
  norm(tokens, layer.beforeAttention, inner);
  linear(kernel, at, layer.qkv, at.normed, count, at.qkv, modes.store);
  const { heads, scale } = layer;
  kernel.attend(at.qkv, count, inner, heads, scale, at.quantised, at.keys, at.scales, at.lists, at.mixed);
  if (layer.residual) linear(kernel, at, layer.residual, tokens, count, to, modes.store);
  linear(kernel, at, layer.out, at.mixed, count, to, modes.add);
  norm(to, layer.beforeFeedForward, layer.widen.inner);
  linear(kernel, at, layer.widen, at.normed, count, at.hidden, modes.aboveZero);
}

function narrowFew(
  kernel: Kernel,
  at: Workspace,
  { inner, outer, scales, bias }: LinearPlace,
  turned: number,
  count: number,
  to: number,
): void {
  const { hidden, lists, ends, near } = at;
  kernel.linearOfFew(hidden, count, inner, turned, start + scales, start + bias, outer, lists, ends, near, to);
}

function linear(
  kernel: Kernel,
  at: Workspace,
  place: LinearPlace,
  from: number,
  count: number,
  to: number,
  mode: number,
): void {
  const { inner, outer, weights, scales, bias } = place;
  const { quantised, sums, wide } = at;
  const [rows, byRow, plus] = [start + weights, start + scales, start + bias];
  kernel.quantise(from, count, inner, quantised, at.scales);
  if (count >= fewestInHalves && inner % 16 === 0 && outer % 8 === 0) {
    kernel.linearInHalves(quantised, at.scales, count, inner, rows, byRow, plus, outer, sums, wide, to, mode);
  } else kernel.linear(quantised, at.scales, count, inner, rows, byRow, plus, outer, wide, to, mode);
}

/** The mean of the tokens through one more layer, beside their mean weighed by attention; both before the last layer's last step. */
function createPooling(map: EncoderMap, kernel: Kernel, at: Workspace) {
  const { inner: width, outer: sentenceWidth } = map.sentence;
  const { narrow } = map.last;
  const { buffer } = kernel.memory;
  const sentence = new Float32Array(buffer, at.hidden, sentenceWidth);
  const attended = new Float32Array(buffer, at.mixed + 4 * width, width);
  const features = new Float32Array(sentenceWidth + width);
  // what attention says of the last layer's last step, said of what goes into it; its bias adds the same to all tokens
  const { weights: last, scales, outer, inner } = narrow;
  kernel.project(start + map.attention, start + last, start + scales, outer, inner, at.turnedAttention);
  return (tokens: number, count: number): Float32Array => {
    const { hidden, weights, mixed, qkv } = at;
    const attention = start + map.attention;
    kernel.pool(tokens, hidden, count, width, narrow.inner, attention, at.turnedAttention, weights, mixed, qkv);
    linear(kernel, at, narrow, qkv, 2, mixed, modes.add);
    linear(kernel, at, map.sentence, mixed, 1, hidden, modes.store);
    features.set(sentence);
    features.set(attended, sentenceWidth);
    for (let i = 0; i < features.length; i++) features[i] = Math.tanh(features[i] ?? 0);
    return features;
  };
}

/** Writes [sin(t * frequency), cos(t * frequency)] of each token up to the last that was asked for. */
function createPositions(positions: Float32Array, frequencies: Float32Array): (count: number) => void {
  const half = frequencies.length;
  let written = 0;
  return (count) => {
    for (; written < count; written++) {
      const at = written * 2 * half;
      for (let i = 0; i < half; i++) {
        const angle = Math.fround(written * (frequencies[i] ?? 0));
        positions[at + i] = Math.sin(angle);
        positions[at + half + i] = Math.cos(angle);
      }
    }
  };
}

function layOut(map: EncoderMap, from: number): { workspace: Workspace; end: number } {
  let end = from;
  const take = (bytes: number) => {
    const at = Math.ceil(end / 64) * 64;
    end = at + bytes;
    return at;
  };
  const inners = map.layers.map((layer) => layer.qkv.inner);
  const widest = 4 * maxTokens * Math.max(map.width, map.sentence.inner, map.sentence.outer, ...inners);
  const hidden = 4 * maxTokens * Math.max(map.sentence.outer, ...map.layers.map((layer) => layer.widen.outer));
  const workspace: Workspace = {
    ids: take(2 * maxTokens),
    positions: take(4 * maxTokens * map.width),
    tokens: take(widest),
    next: take(widest),
    normed: take(widest),
    qkv: take(3 * widest),
    mixed: take(widest),
    hidden: take(hidden),
    quantised: take(2 * maxTokens * widestInner),
    keys: take(2 * maxTokens * widestHead),
    scales: take(8 * maxTokens),
    sums: take(14 * widestInner * Math.ceil(maxTokens / 4)),
    wide: take(28 * widestInner + 224),
    weights: take(4 * maxTokens),
    lists: take(4 * maxTokens * widestInner),
    ends: take(8 * maxTokens),
    near: take(32 * widestInner),
    turnedAttention: take(4 * map.last.narrow.inner),
    turned: map.layers.slice(0, -1).map(({ narrow }) => take(narrow.inner * narrow.outer)),
  };
  return { workspace, end };
}
