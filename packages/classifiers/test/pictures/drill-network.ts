/** A small model of pictures with drawn weights: all steps of the real one, in 30 kB. */
import type { PictureLayer, PictureModel } from '../../src/pictures/model.ts';

export interface SmallModel {
  readonly model: PictureModel;
  readonly weights: Uint8Array;
  readonly channels: Uint8Array;
}

/** The same numbers for the same seed. */
export function draws(seed: number): () => number {
  let state = seed + 1;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

type Shape = Pick<PictureLayer, 'step' | 'outputs' | 'stride' | 'adds'>;

const shapes: readonly Shape[] = [
  { step: 'stem', outputs: 8 },
  { step: 'depthwise', outputs: 8, stride: 2 },
  { step: 'project', outputs: 8 },
  { step: 'expand', outputs: 24 },
  { step: 'depthwise', outputs: 24, stride: 2 },
  { step: 'project', outputs: 16 },
  { step: 'expand', outputs: 32 },
  { step: 'depthwise', outputs: 32, stride: 1 },
  { step: 'project', outputs: 16, adds: true },
  { step: 'expand', outputs: 16 },
  { step: 'depthwise', outputs: 16, stride: 2 },
  { step: 'project', outputs: 8 },
  { step: 'expand', outputs: 16 },
  { step: 'depthwise', outputs: 16, stride: 2 },
  { step: 'project', outputs: 8 },
  { step: 'expand', outputs: 40 },
  { step: 'dense', outputs: 12 },
  { step: 'dense', outputs: 5 },
];

export function drillNetwork(seed: number): SmallModel {
  const draw = draws(seed);
  const [weights, channels]: [number[], number[]] = [[], []];
  let inputs = 27;
  const layers = shapes.map((shape): PictureLayer => {
    const taps = shape.step === 'depthwise' ? 9 : inputs;
    const layer = {
      ...shape,
      zero: 100 + Math.floor(draw() * 60),
      weights: weights.length,
      scales: 4 * channels.length,
    };
    for (let at = 0; at < taps * shape.outputs; at++) weights.push(Math.floor(draw() * 256));
    for (let at = 0; at < shape.outputs; at++) channels.push((0.5 + draw()) / (60 * Math.sqrt(taps)));
    const bias = 4 * channels.length;
    for (let at = 0; at < shape.outputs; at++) channels.push(draw() - 0.3);
    inputs = shape.outputs;
    return { ...layer, bias };
  });
  const classes = ['drawing', 'hentai', 'neutral', 'porn', 'sexy'];
  return {
    model: { architecture: 'mobilenet-v2/1', classes, sensitive: ['hentai', 'porn', 'sexy'], layers },
    weights: Uint8Array.from(weights),
    channels: new Uint8Array(Float32Array.from(channels).buffer),
  };
}
