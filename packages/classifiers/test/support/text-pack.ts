/** A signed pack of n-grams that notices one drill word; the shipped engine runs it. */
import { type PackHeader, signPack, writePack } from '@wellhouse/classifiers';
import { ngramFeatures } from '../../src/engine/ngrams.ts';
import { quantise } from '../../src/engine/quantise.ts';
import { seed, smallHeader } from './small-pack.ts';

const buckets = 4096;
const heads = ['threat', 'spam'] as const;

export function textPack(header: Partial<PackHeader> = {}): Uint8Array<ArrayBuffer> {
  const weights = new Float32Array(heads.length * buckets);
  for (const bucket of ngramFeatures('drillthreat', buckets).buckets) weights[bucket] = 3;
  const floats = new Float32Array([...weights, -4, -4]);
  const { model, sections } = quantise(
    {
      architecture: 'ngrams/1',
      heads,
      layers: [],
      vocabulary: [],
      tensors: [
        { name: 'ngrams.weight', shape: [heads.length, buckets], offset: 0 },
        { name: 'head.bias', shape: [heads.length], offset: 4 * weights.length },
      ],
    },
    new Uint8Array(floats.buffer),
  );
  const contents = {
    header: { ...smallHeader, calibration: {}, model: JSON.parse(JSON.stringify(model)), ...header },
    sections: [
      { name: 'vocabulary', bytes: sections.vocabulary },
      { name: 'tensors', bytes: sections.tensors },
    ],
  };
  return signPack(writePack(contents), seed);
}
