import { malformed } from '../engine/errors.ts';
import { isDrillPicture } from './drill-marks.ts';
import { startPictureKernel } from './kernel.ts';
import { parsePictureModel, side } from './model.ts';
import { createNetwork } from './network.ts';

/** A picture pack whose bytes have been checked; an `OpenPack` is one. */
export interface PicturePack {
  readonly header: {
    readonly kinds: readonly string[];
    readonly thresholds: Readonly<Partial<Record<string, number>>>;
    readonly model: unknown;
  };
  section(name: string): Uint8Array;
}

export interface PictureFinding {
  readonly scores: Readonly<{ 'sensitive-picture': number }>;
  readonly prompt: 'sensitive-picture' | null;
  readonly drill: boolean;
}

/** The model of one pack. Synchronous: run it where nobody waits for the screen. */
export interface PictureEngine {
  /** @param input as `pictureInput` makes it */
  look(input: Int16Array): PictureFinding;
  /** Probabilities by class, without the drill. */
  classes(input: Int16Array): Record<string, number>;
}

/** @throws EngineError `model-malformed`, `no-simd`; what `pack.section` throws */
export function openPictureEngine(pack: PicturePack): PictureEngine {
  const { kinds, thresholds, model: described } = pack.header;
  if (!kinds.includes('sensitive-picture')) throw malformed('no model of pictures');
  const [weights, channels] = [pack.section('weights'), pack.section('channels')];
  const { model, plan } = parsePictureModel(described, { weights: weights.length, channels: channels.length });
  const network = createNetwork(plan, { weights, channels }, startPictureKernel());
  const threshold = thresholds['sensitive-picture'] ?? Number.POSITIVE_INFINITY;
  const classes = (input: Int16Array) => {
    if (input.length !== side * side * 3) throw malformed(`a picture of ${input.length} numbers`);
    const found = network(input);
    return Object.fromEntries(model.classes.map((name, at) => [name, found[at] ?? 0]));
  };
  return {
    classes,
    look(input) {
      if (isDrillPicture(input))
        return { scores: { 'sensitive-picture': 1 }, prompt: 'sensitive-picture', drill: true };
      const found = classes(input);
      const score = Math.min(
        1,
        model.sensitive.reduce((sum, name) => sum + (found[name] ?? 0), 0),
      );
      // weights that are no numbers find nothing, and must not pass for "nothing found"
      if (Number.isNaN(score)) throw malformed('an answer that is no number');
      return {
        scores: { 'sensitive-picture': score },
        prompt: score >= threshold ? 'sensitive-picture' : null,
        drill: false,
      };
    },
  };
}
