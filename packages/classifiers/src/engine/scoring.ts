import type { Encoder } from './encoder.ts';
import type { TextModel } from './model.ts';
import { ngramFeatures } from './ngrams.ts';
import { mapHeads } from './tensors.ts';
import type { Window } from './windows.ts';

/**
 * Logits of a window, by head: a linear layer over what the encoder gives, plus what the n-grams say.
 * @throws EngineError `model-malformed`
 */
export function createScoring(
  model: TextModel,
  tensors: Uint8Array,
  encoder: Encoder | null,
): (window: Window) => Float64Array {
  const heads = model.heads.length;
  const inputs = encoder?.outputs ?? 0;
  const map = mapHeads(model, tensors.length, inputs);
  // copies, since the tensors may lie where floats cannot
  const floats = (at: number, count: number) => new Float32Array(tensors.slice(at, at + 4 * count).buffer);
  const bias = floats(map.bias, heads);
  const weights = map.weights === null ? null : floats(map.weights, heads * inputs);
  const ngrams = map.ngrams && {
    buckets: map.ngrams.buckets,
    table: new Int8Array(tensors.slice(map.ngrams.weights, map.ngrams.weights + heads * map.ngrams.buckets).buffer),
    scales: floats(map.ngrams.scales, heads),
  };
  return ({ ids, text }) => {
    const logits = Float64Array.from(bias);
    if (encoder && weights) {
      const features = encoder.encode(ids);
      for (let head = 0; head < heads; head++) {
        let sum = 0;
        for (let i = 0; i < inputs; i++) sum += (features[i] ?? 0) * (weights[head * inputs + i] ?? 0);
        logits[head] = (logits[head] ?? 0) + sum;
      }
    }
    if (ngrams) {
      const { buckets, values } = ngramFeatures(text, ngrams.buckets);
      for (let head = 0; head < heads; head++) {
        const from = head * ngrams.buckets;
        let sum = 0;
        for (let i = 0; i < buckets.length; i++)
          sum += (values[i] ?? 0) * (ngrams.table[from + (buckets[i] ?? 0)] ?? 0);
        logits[head] = (logits[head] ?? 0) + sum * (ngrams.scales[head] ?? 0);
      }
    }
    return logits;
  };
}
