import { malformed } from '../engine/errors.ts';
import { addTo, limit, type PictureKernel, store, storeUpToSix } from './kernel.ts';
import { type PlannedLayer, side } from './model.ts';

/** Probabilities of the classes; `input` as `pictureInput` makes it. */
export type Network = (input: Int16Array) => Float32Array;

interface Sections {
  readonly weights: Uint8Array;
  readonly channels: Uint8Array;
}

/** Bytes that a model may lay out; MobileNetV2 takes 13 million. */
const mostMemory = 64 * 1024 * 1024;
/** A 1 x 1 convolution works on four pixels at a time, the last of which may belong to nobody. */
const spare = 3;
/** Inputs of the stem: 3 x 3 pixels of three colours, made even. */
const stemInputs = 28;
/** From 0..6 to 0..limit. */
const fromSix = limit / 6;

/** Lays a model out in the kernel's memory. All steps share three buffers, so that a picture costs no memory of its own. @throws EngineError `model-malformed` */
export function createNetwork(plan: readonly PlannedLayer[], sections: Sections, kernel: PictureKernel): Network {
  let end = 1_024;
  const reserve = (bytes: number): number => {
    const at = end;
    end = Math.ceil((at + bytes) / 16) * 16;
    return at;
  };
  const convolutions = plan.filter(({ step }) => step !== 'dense');
  const most = (size: (layer: PlannedLayer) => number) => Math.max(...convolutions.map(size));
  /** int16: what a 1 x 1 convolution reads. */
  const narrow = reserve(2 * most((layer) => pixelsOut(layer) * Math.max(layer.outputs, evenInputs(layer))));
  /** float32: what an expansion writes and a depthwise convolution reads. */
  const wide = reserve(4 * most((layer) => pixelsOut(layer) * layer.outputs));
  /** float32: what a block begins with and ends with. */
  const bottleneck = reserve(4 * most((layer) => (layer.step === 'project' ? pixelsOut(layer) * layer.outputs : 0)));
  const zeros = reserve(4 * most(({ outputs }) => outputs));
  const places = convolutions.map((layer) => ({
    layer,
    weights: reserve(layer.step === 'depthwise' ? 36 * layer.outputs : 2 * evenInputs(layer) * layer.outputs),
    scales: reserve(4 * layer.outputs),
    bias: reserve(4 * layer.outputs),
  }));
  if (end > mostMemory) throw malformed(`${end} bytes of memory`);
  const missing = end - kernel.memory.buffer.byteLength;
  if (missing > 0) kernel.memory.grow(Math.ceil(missing / 65_536));
  const { buffer } = kernel.memory;
  for (const { layer, weights, scales, bias } of places) {
    const [ownScales, ownBias] = [floats(sections, layer.scales, layer), floats(sections, layer.bias, layer)];
    if (layer.step === 'depthwise') {
      putDepthwise(layer, sections.weights, ownScales, new Float32Array(buffer, weights, 9 * layer.outputs));
      ownBias.forEach((value, at) => {
        ownBias[at] = value * fromSix;
      });
    } else {
      const to = new Int16Array(buffer, weights, evenInputs(layer) * layer.outputs);
      putPointwise(layer, sections.weights, to);
    }
    new Float32Array(buffer, scales, layer.outputs).set(ownScales);
    new Float32Array(buffer, bias, layer.outputs).set(ownBias);
  }
  const dense = plan.filter(({ step }) => step === 'dense').map((layer) => createDense(layer, sections));
  const last = convolutions.at(-1);
  const features = last?.outputs ?? 0;
  const lastPixels = last ? last.side ** 2 : 0;

  return (input) => {
    /** What `narrow` holds is this many times what it means. */
    let times = limit;
    for (const { layer, weights, scales, bias } of places) {
      const { step, inputs, outputs, adds } = layer;
      const pixels = layer.side ** 2;
      const pointwise = (count: number, inner: number, to: number, mode: number) =>
        kernel.pointwise(narrow, count, inner, 1 / times, weights, scales, bias, outputs, to, mode);
      if (step === 'stem') {
        putPatches(input, new Int16Array(buffer, narrow, (pixels / 4) * stemInputs));
        pointwise(pixels / 4, stemInputs, wide, storeUpToSix);
      } else if (step === 'depthwise') {
        kernel.depthwise(wide, layer.side, outputs, layer.stride, weights, bias, zeros, narrow);
        times = fromSix;
      } else if (step === 'project') {
        pointwise(pixels, inputs, bottleneck, adds ? addTo : store);
      } else {
        const greatest = kernel.greatest(bottleneck, pixels * inputs);
        times = greatest > 0 ? limit / greatest : 1;
        kernel.narrow(bottleneck, pixels * inputs, times, narrow);
        pointwise(pixels, inputs, wide, storeUpToSix);
      }
    }
    let values: Float32Array = means(new Float32Array(buffer, wide, lastPixels * features), features);
    for (const [at, apply] of dense.entries()) values = apply(values, at === dense.length - 1);
    return values;
  };
}

function pixelsOut({ step, side, stride }: PlannedLayer): number {
  return (side / (step === 'stem' ? 2 : stride)) ** 2 + spare;
}

function evenInputs({ step, inputs }: PlannedLayer): number {
  return step === 'stem' ? stemInputs : inputs;
}

function floats({ channels }: Sections, offset: number, { outputs }: PlannedLayer): Float32Array {
  const view = new DataView(channels.buffer, channels.byteOffset + offset, 4 * outputs);
  return Float32Array.from({ length: outputs }, (_, at) => view.getFloat32(4 * at, true));
}

/** For each eight outputs: for each two inputs: the two of each output. */
function putPointwise(layer: PlannedLayer, bytes: Uint8Array, to: Int16Array): void {
  const { inputs, outputs, zero, weights } = layer;
  const width = 8 * evenInputs(layer);
  for (let k = 0; k < inputs; k++) {
    const from = weights + k * outputs;
    const inTile = (k >> 1) * 16 + (k & 1);
    for (let n = 0; n < outputs; n++) {
      to[(n >> 3) * width + inTile + (n & 7) * 2] = (bytes[from + n] ?? 0) - zero;
    }
  }
}

/** For each eight channels: the nine weights of each, tap by tap. */
function putDepthwise(layer: PlannedLayer, bytes: Uint8Array, scales: Float32Array, to: Float32Array): void {
  const { outputs, zero, weights } = layer;
  for (let tap = 0; tap < 9; tap++) {
    for (let c = 0; c < outputs; c++) {
      const weight = ((bytes[weights + tap * outputs + c] ?? 0) - zero) * (scales[c] ?? 0);
      to[(c >> 3) * 72 + tap * 8 + (c & 7)] = weight * fromSix;
    }
  }
}

/** For every second pixel of every second row: it and its neighbours to the right and below, three by three; zeros outside. */
function putPatches(input: Int16Array, to: Int16Array): void {
  let at = 0;
  for (let y = 0; y < side; y += 2) {
    for (let x = 0; x < side; x += 2) {
      for (let down = 0; down < 3; down++) {
        const from = ((y + down) * side + x) * 3;
        const within = y + down < side ? Math.min(3, side - x) * 3 : 0;
        for (let k = 0; k < 9; k++) to[at + k] = k < within ? (input[from + k] ?? 0) : 0;
        at += 9;
      }
      to[at] = 0;
      at += 1;
    }
  }
}

function means(pixels: Float32Array, features: number): Float32Array {
  const sums = new Float32Array(features);
  for (let from = 0; from < pixels.length; from += features) {
    for (let c = 0; c < features; c++) sums[c] = (sums[c] ?? 0) + (pixels[from + c] ?? 0);
  }
  return sums.map((sum) => sum / (pixels.length / features));
}

function createDense(layer: PlannedLayer, sections: Sections): (values: Float32Array, last: boolean) => Float32Array {
  const { inputs, outputs, zero, weights } = layer;
  const [scales, bias] = [floats(sections, layer.scales, layer), floats(sections, layer.bias, layer)];
  const bytes = sections.weights;
  return (values, last) => {
    const sums = new Float64Array(outputs);
    for (let k = 0; k < inputs; k++) {
      const value = values[k] ?? 0;
      if (value === 0) continue;
      const from = weights + k * outputs;
      for (let n = 0; n < outputs; n++) sums[n] = (sums[n] ?? 0) + value * ((bytes[from + n] ?? 0) - zero);
    }
    const logits = Float32Array.from(sums, (sum, n) => sum * (scales[n] ?? 0) + (bias[n] ?? 0));
    return last ? softmax(logits) : logits.map((value) => Math.max(0, value));
  };
}

function softmax(logits: Float32Array): Float32Array {
  const most = Math.max(...logits);
  const powers = logits.map((value) => Math.exp(value - most));
  const sum = powers.reduce((total, value) => total + value, 0);
  return powers.map((value) => value / sum);
}
