/** Reads the MobileNetV2 that the npm package `nsfwjs` carries, and folds batch normalisation into what comes before it. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { PictureLayer, PictureModel } from '../../packages/classifiers/src/pictures/model.ts';

/** Of `nsfwjs` 4.4.0. The weights in it are bytes already: `value = byte * scale + min`, min a whole multiple of scale where it matters. */
export const nsfwjsFiles = {
  'model.min.js': 'c32f104fd562b08cdff5ed69dfe1209643afa47e792fb12751d2949aa61a397a',
  'group1-shard1of1.min.js': 'ef2e0a63f7d2c4960b37b024b669313f65d3c45cd59e9042636c55b39de53517',
} as const;

interface Weight {
  readonly name: string;
  readonly shape: readonly number[];
  readonly quantization: { readonly min: number; readonly scale: number; readonly dtype: 'uint8' };
}

interface LayerConfig {
  readonly class_name: string;
  readonly config: { readonly name: string; readonly strides?: readonly number[]; readonly epsilon?: number };
}

interface ModelFile {
  readonly modelTopology: { readonly model_config: { readonly config: { readonly layers: readonly LayerConfig[] } } };
  readonly weightsManifest: readonly [{ readonly weights: readonly Weight[] }];
}

/** Bytes and floats of a model, as the sections of a pack. */
export interface FoldedModel {
  readonly model: PictureModel;
  readonly weights: Uint8Array;
  readonly channels: Uint8Array;
}

/** @param folder `dist/models/mobilenet_v2` of the package */
export function readNsfwjs(folder: string): FoldedModel {
  const load = createRequire(import.meta.url);
  for (const [name, expected] of Object.entries(nsfwjsFiles)) {
    const found = createHash('sha256')
      .update(readFileSync(join(folder, name)))
      .digest('hex');
    if (found !== expected) throw new Error(`${name} has the SHA-256 ${found}, not ${expected}`);
  }
  const { modelTopology, weightsManifest }: ModelFile = load(join(folder, 'model.min.js'));
  const bytes = Buffer.from(load(join(folder, 'group1-shard1of1.min.js')), 'base64');
  return fold(modelTopology.model_config.config.layers, splitWeights(weightsManifest[0].weights, bytes));
}

interface Tensor extends Weight {
  readonly bytes: Uint8Array;
}

function splitWeights(weights: readonly Weight[], bytes: Uint8Array): Map<string, Tensor> {
  let at = 0;
  const found = new Map<string, Tensor>();
  for (const weight of weights) {
    const length = weight.shape.reduce((product, size) => product * size, 1);
    found.set(weight.name, { ...weight, bytes: bytes.subarray(at, at + length) });
    at += length;
  }
  if (at !== bytes.length) throw new Error(`${bytes.length - at} bytes of weights belong to nothing`);
  return found;
}

/** Layers that compute nothing of their own here: padding is in the steps, dropout is over, the mean comes before the first dense layer. */
const passed = ['InputLayer', 'ZeroPadding2D', 'ReLU', 'Add', 'AveragePooling2D', 'Flatten', 'Dropout'];

function fold(layers: readonly LayerConfig[], tensors: ReadonlyMap<string, Tensor>): FoldedModel {
  const added = new Set(layers.filter((layer) => layer.class_name === 'Add').map(({ config }) => config.name));
  const weights: Uint8Array[] = [];
  const channels: Float32Array[] = [];
  let [weightsEnd, channelsEnd] = [0, 0];
  const put = (values: readonly number[]): number => {
    channels.push(Float32Array.from(values));
    channelsEnd += 4 * values.length;
    return channelsEnd - 4 * values.length;
  };
  const take = (name: string): Tensor => {
    const tensor = tensors.get(name);
    if (!tensor) throw new Error(`no weights ${name}`);
    return tensor;
  };
  const folded: PictureLayer[] = [];
  const normalised = new Set<string>();
  for (const [index, { class_name: kind, config }] of layers.entries()) {
    const { name, strides = [1] } = config;
    if (passed.includes(kind) || normalised.has(name)) continue;
    const dense = kind === 'Dense';
    const depthwise = kind === 'DepthwiseConv2D';
    if (!dense && !depthwise && kind !== 'Conv2D') throw new Error(`a layer ${kind}, which is not known here`);
    const kernel = take(`${name}/${depthwise ? 'depthwise_kernel' : 'kernel'}`);
    const { min, scale } = kernel.quantization;
    const outputs = (depthwise ? kernel.shape[2] : kernel.shape.at(-1)) ?? 0;
    const factor = Array.from({ length: outputs }, () => 1);
    const offset = Array.from({ length: outputs }, () => 0);
    if (dense) offset.splice(0, outputs, ...values(take(`${name}/bias`)));
    else {
      const next = layers[index + 1];
      if (next?.class_name !== 'BatchNormalization') throw new Error(`${name} is not normalised`);
      normalised.add(next.config.name);
      const of = (part: string) => values(take(`${next.config.name}/${part}`));
      const [gamma, beta, mean, variance] = [of('gamma'), of('beta'), of('moving_mean'), of('moving_variance')];
      for (let c = 0; c < outputs; c++) {
        factor[c] = (gamma[c] ?? 0) / Math.sqrt((variance[c] ?? 0) + (next.config.epsilon ?? 0));
        offset[c] = (beta[c] ?? 0) - (mean[c] ?? 0) * (factor[c] ?? 0);
      }
    }
    weights.push(kernel.bytes);
    folded.push({
      step: stepOf(name, kind),
      outputs,
      ...(depthwise ? { stride: strides[0] ?? 1 } : {}),
      ...(name.endsWith('_project') ? { adds: added.has(name.replace('_project', '_add')) } : {}),
      zero: Math.round(-min / scale),
      weights: weightsEnd,
      scales: put(factor.map((value) => value * scale)),
      bias: put(offset),
    });
    weightsEnd += kernel.bytes.length;
  }
  const classes = ['drawing', 'hentai', 'neutral', 'porn', 'sexy'];
  return {
    model: { architecture: 'mobilenet-v2/1', classes, sensitive: ['hentai', 'porn', 'sexy'], layers: folded },
    weights: Buffer.concat(weights),
    channels: Buffer.concat(channels.map((part) => new Uint8Array(part.buffer))),
  };
}

function stepOf(name: string, kind: string): PictureLayer['step'] {
  if (kind === 'Dense') return 'dense';
  if (kind === 'DepthwiseConv2D') return 'depthwise';
  if (name === 'Conv1') return 'stem';
  return name.endsWith('_project') ? 'project' : 'expand';
}

function values({ bytes, quantization: { min, scale } }: Tensor): number[] {
  return Array.from(bytes, (byte) => byte * scale + min);
}
