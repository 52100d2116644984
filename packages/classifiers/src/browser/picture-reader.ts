import { checkSize, neighbours, overGrounds, pictureInput, rowPairsInput } from '../pictures/input.ts';
import { side } from '../pictures/model.ts';
import { moves } from '../pictures/moves.ts';
import type { PictureAsking, PictureClassifier, SampledPicture } from '../pictures/picture-classifier.ts';
import { PictureError } from '../pictures/picture-error.ts';

/** What a reader says of a file. */
export interface PictureReadingResult {
  readonly score: number;
  readonly prompt: 'sensitive-picture' | null;
  readonly drill: boolean;
}

/** Pixels of a row that every browser's canvas has room for; a wider picture is drawn narrower. */
const widest = 16_384;
/** What a picture that can be seen through may lie on: a light page, a dark one, and what is between, where two others can add up to a third. */
const grounds = [255, 128, 0];

/**
 * Files to readings: decodes by the browser and asks the classifier; of a large picture also as it is when seen whole, of
 * one that can be seen through on light, grey and dark pages, and the highest score. `no-model`: the pack never came; `late`: it did, and the
 * worker is gone for now. Rejects where the file itself is not read (the browser cannot decode it, or it moves), also without a pack. So
 * whoever covers pictures decides what each of these means.
 */
export function pictureReader(
  classifier: Pick<PictureClassifier, 'classify' | 'packs'>,
): (file: Uint8Array, asking?: PictureAsking) => Promise<PictureReadingResult | 'late' | 'no-model'> {
  // a worker that starts anew has no pack for a moment; who had a model has not lost it
  let hadModel = false;
  const hasModel = (): boolean => {
    hadModel ||= classifier.packs.length > 0;
    return hadModel;
  };
  return async (file, asking) => {
    hasModel();
    if (moves(file)) throw new PictureError('moving', 'this file shows more than one picture');
    const read = { score: 0, prompt: null as PictureReadingResult['prompt'], drill: false };
    for (const picture of await decode(file)) {
      const { scores, prompt, silent, drill } = await classifier.classify(picture, asking);
      if (silent !== null) return hasModel() ? 'late' : 'no-model';
      hadModel = true;
      read.score = Math.max(read.score, scores['sensitive-picture'] ?? 0);
      if (prompt !== null) read.prompt = 'sensitive-picture';
      read.drill ||= drill;
    }
    return read;
  };
}

/** Decoded elsewhere by the browser, with its colours as they are shown. @throws PictureError */
async function decode(file: Uint8Array): Promise<SampledPicture[]> {
  const blob = new Blob([Uint8Array.from(file)]);
  const bitmap = await createImageBitmap(blob);
  try {
    const { width, height } = bitmap;
    checkSize(width, height);
    const read = sampled(bitmap);
    return Math.max(width, height) > 2 * side ? [...read, ...(await averaged(blob))] : read;
  } finally {
    bitmap.close();
  }
}

/** As `nsfwjs` looks at it; only the rows that are looked at are drawn, so that a large photograph holds nobody up. */
function sampled(bitmap: ImageBitmap): SampledPicture[] {
  const { width, height } = bitmap;
  const wide = Math.min(width, widest);
  const context = canvas(wide, 2 * side);
  context.imageSmoothingEnabled = false;
  for (let y = 0; y < side; y++) {
    for (const [at, row] of neighbours(y, height).entries()) {
      context.drawImage(bitmap, 0, row, width, 1, 0, 2 * y + at, wide, 1);
    }
  }
  const { data } = context.getImageData(0, 0, wide, 2 * side);
  return overGrounds(data as Uint8ClampedArray, grounds).map((rgba) => ({
    input: rowPairsInput({ rgba, width: wide, height }),
  }));
}

/** As people see it who see all of a large picture at once: between the pixels of `sampled` another picture can hide. */
async function averaged(blob: Blob): Promise<SampledPicture[]> {
  const small = await createImageBitmap(blob, { resizeWidth: side, resizeHeight: side, resizeQuality: 'high' });
  try {
    const context = canvas(side, side);
    context.drawImage(small, 0, 0);
    const { data } = context.getImageData(0, 0, side, side);
    return overGrounds(data as Uint8ClampedArray, grounds).map((rgba) => ({
      input: pictureInput({ rgba, width: side, height: side }),
    }));
  } finally {
    small.close();
  }
}

/** @throws PictureError `not-decoded` */
function canvas(width: number, height: number): OffscreenCanvasRenderingContext2D {
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (!context) throw new PictureError('not-decoded', 'this browser gives no canvas');
  return context;
}
