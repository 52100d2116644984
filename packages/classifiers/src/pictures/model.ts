import { malformed } from '../engine/errors.ts';
import { limit } from './kernel.ts';

/** Pixels of an edge of what the model sees. */
export const side = 224;

/**
 * What the header of a picture pack says of its model (`header.model`); README.md describes it. Weights are bytes of the section `weights`,
 * inputs before outputs; scales and biases float32 of the section `channels`.
 */
export interface PictureModel {
  readonly architecture: 'mobilenet-v2/1';
  /** Names of the outputs. */
  readonly classes: readonly string[];
  /** Classes whose probabilities add up to the score. */
  readonly sensitive: readonly string[];
  readonly layers: readonly PictureLayer[];
}

/**
 * `stem`: 3 x 3, every second pixel, up to 6. `expand`: 1 x 1, up to 6. `depthwise`: 3 x 3 by channel, up to 6. `project`: 1 x 1.
 * `dense`: over the mean of all pixels, from 0 on; the last one ends in a softmax.
 */
export interface PictureLayer {
  readonly step: 'stem' | 'expand' | 'depthwise' | 'project' | 'dense';
  readonly outputs: number;
  /** Of `depthwise`: 1 or 2. */
  readonly stride?: number;
  /** Of `project`: adds to what the block began with. */
  readonly adds?: boolean;
  /** The byte that means zero; a weight is (byte - zero) * scale of its output. */
  readonly zero: number;
  /** Offset of the first weight. */
  readonly weights: number;
  /** Offset of the first scale in bytes, a multiple of 4; as many follow as there are outputs. */
  readonly scales: number;
  readonly bias: number;
}

/** A layer with what it gets. */
export interface PlannedLayer extends Required<PictureLayer> {
  readonly inputs: number;
  /** Pixels of an edge of what it gets. */
  readonly side: number;
}

/** Bounds that a MobileNetV2 keeps by far, so that no pack costs memory or time without end. */
const mostChannels = 2_048;
const mostLayers = 100;
const mostProducts = 1_000_000_000;

interface Sizes {
  readonly weights: number;
  readonly channels: number;
}

/** @throws EngineError `model-malformed` where layers do not follow from one another or lie outside the sections */
export function parsePictureModel(value: unknown, sizes: Sizes): { model: PictureModel; plan: PlannedLayer[] } {
  const model = (typeof value === 'object' && value !== null ? value : {}) as PictureModel;
  if (model.architecture !== 'mobilenet-v2/1') throw malformed('another architecture than mobilenet-v2/1');
  const { classes, sensitive, layers } = model;
  if (!isNames(classes) || !isNames(sensitive) || sensitive.some((name) => !classes.includes(name))) {
    throw malformed('no names of classes');
  }
  if (!Array.isArray(layers) || layers.length > mostLayers) throw malformed('no layers, or too many');
  const plan = planLayers(layers, sizes);
  if (plan.at(-1)?.outputs !== classes.length) throw malformed('another number of classes than outputs');
  return { model, plan };
}

/** What each step follows. */
const follows: Record<PictureLayer['step'], readonly (PictureLayer['step'] | 'start')[]> = {
  stem: ['start'],
  expand: ['project'],
  depthwise: ['stem', 'expand'],
  project: ['depthwise'],
  dense: ['expand', 'dense'],
};

function planLayers(layers: readonly PictureLayer[], sizes: Sizes): PlannedLayer[] {
  let before: PictureLayer['step'] | 'start' = 'start';
  let [inputs, edge, products, blockBegan] = [27, side, 0, 0];
  const plan = layers.map((layer) => {
    const { step, outputs, stride = 1, adds = false, zero, weights, scales, bias } = layer;
    if (!Object.hasOwn(follows, step) || !follows[step].includes(before)) throw malformed(`${step} after ${before}`);
    const numbers = [outputs, stride, zero, weights, scales, bias];
    if (!numbers.every((number) => Number.isSafeInteger(number) && number >= 0))
      throw malformed(`${step} lacks a number`);
    if (outputs < 1 || outputs > mostChannels || (step !== 'dense' && outputs % 8 !== 0)) {
      throw malformed(`${step} with ${outputs} outputs`);
    }
    if (step === 'depthwise' && (outputs !== inputs || stride < 1 || stride > 2 || edge % stride !== 0)) {
      throw malformed(`depthwise from ${inputs} to ${outputs}, every ${stride}`);
    }
    if (step === 'project' && adds && outputs !== blockBegan) throw malformed('a block adds what has another shape');
    const taps = step === 'depthwise' ? 9 : inputs;
    if (
      zero > 255 ||
      (step !== 'depthwise' && step !== 'dense' && taps * Math.max(zero, 255 - zero) * limit >= 2 ** 31)
    ) {
      throw malformed(`${step} with sums that no int32 holds`);
    }
    inside(weights, taps * outputs, sizes.weights, step);
    for (const offset of [scales, bias]) inside(offset, 4 * outputs, sizes.channels, step);
    if (scales % 4 !== 0 || bias % 4 !== 0) throw malformed(`${step} whose numbers lie askew`);
    const planned = {
      step,
      outputs,
      stride,
      adds: step === 'project' && adds,
      zero,
      weights,
      scales,
      bias,
      inputs,
      side: edge,
    };
    if (step === 'stem') edge /= 2;
    if (step === 'depthwise') edge /= stride;
    products += taps * outputs * (step === 'dense' ? 1 : edge * edge);
    if (products > mostProducts) throw malformed('more to compute than any picture is worth');
    if (step === 'project') blockBegan = outputs;
    inputs = outputs;
    before = step;
    return planned;
  });
  const last = plan.at(-1)?.step;
  if (last !== 'dense') throw malformed(`ends with ${last}`);
  return plan;
}

function inside(offset: number, length: number, size: number, step: string): void {
  if (offset + length > size) throw malformed(`${step} lies outside its section`);
}

function isNames(value: unknown): value is readonly string[] {
  const isName = (name: unknown) => typeof name === 'string' && /^[a-z-]{1,32}$/.test(name);
  return Array.isArray(value) && value.length > 0 && value.length <= 100 && value.every(isName);
}
