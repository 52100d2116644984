import { malformed } from './errors.ts';
import type { TensorPlace, TextModel } from './model.ts';

/** A linear layer: bytes from the start of the tensors. */
export interface LinearPlace {
  readonly inner: number;
  readonly outer: number;
  readonly weights: number;
  readonly scales: number;
  readonly bias: number;
}

export interface NormPlace {
  readonly gain: number;
  readonly bias: number;
}

export interface LayerPlace {
  readonly heads: number;
  readonly scale: number;
  readonly beforeAttention: NormPlace;
  readonly qkv: LinearPlace;
  readonly out: LinearPlace;
  /** Makes the residual of the width that the layer gives; null: it is the layer's input. */
  readonly residual: LinearPlace | null;
  readonly beforeFeedForward: NormPlace;
  readonly widen: LinearPlace;
  readonly narrow: LinearPlace;
}

/** Where the tensors of an encoder lie, once shapes fit each other and the bytes. */
export interface EncoderMap {
  readonly vocabulary: number;
  /** Width of an embedding. */
  readonly width: number;
  readonly embedding: { readonly weights: number; readonly scales: number };
  /** `width / 2` floats. */
  readonly frequencies: number;
  readonly layers: readonly LayerPlace[];
  readonly last: LayerPlace;
  readonly sentence: LinearPlace;
  /** One float for each of the last layer's outputs; a bias would be the same for all tokens. */
  readonly attention: number;
}

/** What is said by head. `weights`: heads x inputs floats, null without an encoder. */
export interface HeadMap {
  readonly bias: number;
  readonly weights: number | null;
  readonly ngrams: { readonly weights: number; readonly scales: number; readonly buckets: number } | null;
}

/** The widest head of attention of the kernel. */
export const widestHead = 128;

/** The most that a linear layer of the kernel takes in. */
export const widestInner = 1536;

interface Finder {
  /** @throws EngineError `model-malformed` where there is none of this type and shape within the bytes */
  find(name: string, type: TensorPlace['type'], ...shape: number[]): TensorPlace;
  /** Two sides as the model states them, 0 where it does not. */
  shapeOf(name: string): [number, number];
  has(name: string): boolean;
}

function createFinder(model: TextModel, size: number): Finder {
  const places = new Map(model.tensors.map((place) => [place.name, place]));
  const find = (name: string, type: TensorPlace['type'], ...shape: number[]): TensorPlace => {
    const place = places.get(name);
    if (!place) throw malformed(`no tensor ${name}`);
    if (
      place.type !== type ||
      place.shape.length !== shape.length ||
      place.shape.some((side, at) => side !== shape[at])
    ) {
      throw malformed(`${name} is ${place.type} of ${place.shape.join('x')}, not ${type} of ${shape.join('x')}`);
    }
    const count = shape.reduce((product, side) => product * side, 1);
    const isInside =
      place.offset + count * (type === 'int8' ? 1 : 4) <= size && scalesOf(place) + 4 * (shape[0] ?? 0) <= size;
    if (!isInside) throw malformed(`${name} lies outside the tensors`);
    return place;
  };
  return {
    find,
    has: (name) => places.has(name),
    shapeOf(name) {
      const [rows = 0, cols = 0] = places.get(name)?.shape ?? [];
      return [rows, cols];
    },
  };
}

/** @throws EngineError `model-malformed` */
export function mapEncoder(model: TextModel, size: number): EncoderMap {
  const { find, shapeOf } = createFinder(model, size);
  const floats = (name: string, ...shape: number[]) => find(name, 'float32', ...shape).offset;
  const linear = (name: string, outer: number, inner: number): LinearPlace => {
    if (inner % 8 !== 0 || inner > widestInner || outer % 4 !== 0) throw malformed(`${name} has sides that do not fit`);
    const place = find(`${name}.weight`, 'int8', outer, inner);
    return { inner, outer, weights: place.offset, scales: scalesOf(place), bias: floats(`${name}.bias`, outer) };
  };
  const norm = (name: string, width: number): NormPlace => ({
    gain: floats(`${name}.g`, width),
    bias: floats(`${name}.b`, width),
  });
  const [vocabulary, width] = shapeOf('u.emb.weight');
  if (width % 8 !== 0 || vocabulary > 65_535) throw malformed('u.emb.weight has sides that do not fit');
  let input = width;
  const layers = model.layers.map(({ heads, scale }, index): LayerPlace => {
    const at = `u.l${index}`;
    const [output] = shapeOf(`${at}.out.weight`);
    const [hidden] = shapeOf(`${at}.f1.weight`);
    if (input % (16 * heads) !== 0 || input > widestHead * heads) throw malformed(`${at} has heads that do not fit`);
    if (output % 32 !== 0 || hidden % 16 !== 0) throw malformed(`${at} has a width that does not fit`);
    const layer: LayerPlace = {
      heads,
      scale,
      beforeAttention: norm(`${at}.ln1`, input),
      qkv: linear(`${at}.qkv`, 3 * input, input),
      out: linear(`${at}.out`, output, input),
      residual: input === output ? null : linear(`${at}.res`, output, input),
      beforeFeedForward: norm(`${at}.ln2`, output),
      widen: linear(`${at}.f1`, hidden, output),
      narrow: linear(`${at}.f2`, output, hidden),
    };
    input = output;
    return layer;
  });
  const last = layers.at(-1);
  if (!last) throw malformed('there are no layers');
  const [sentence] = shapeOf('u.th.weight');
  const embedding = find('u.emb.weight', 'int8', vocabulary, width);
  return {
    vocabulary,
    width,
    embedding: { weights: embedding.offset, scales: scalesOf(embedding) },
    frequencies: floats('u.inv', width / 2),
    layers,
    last,
    sentence: linear('u.th', sentence, input),
    attention: floats('att.weight', 1, input),
  };
}

/** @param inputs what the encoder gives; 0: there is none. @throws EngineError `model-malformed` */
export function mapHeads(model: TextModel, size: number, inputs: number): HeadMap {
  const { find, shapeOf, has } = createFinder(model, size);
  const heads = model.heads.length;
  const [, buckets] = shapeOf('ngrams.weight');
  if ((buckets & (buckets - 1)) !== 0) throw malformed('the buckets of n-grams are no power of two');
  const ngrams = has('ngrams.weight') || inputs === 0 ? find('ngrams.weight', 'int8', heads, buckets) : null;
  return {
    bias: find('head.bias', 'float32', heads).offset,
    weights: inputs === 0 ? null : find('head.weight', 'float32', heads, inputs).offset,
    ngrams: ngrams && { weights: ngrams.offset, scales: scalesOf(ngrams), buckets },
  };
}

function scalesOf({ scales = 0 }: TensorPlace): number {
  return scales;
}
