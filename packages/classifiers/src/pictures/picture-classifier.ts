import type { ClassifierOptions } from '../runtime/options.ts';
import type { PackCard } from '../verdict.ts';
import type { Picture } from './input.ts';
import type { PictureVerdict } from './picture-verdict.ts';

/** BCP 47: what holds no language. */
export const ofNoLanguage = 'zxx';

/** A picture as `pictureInput` or `rowPairsInput` makes it; it is handed over. */
export interface SampledPicture {
  readonly input: Int16Array<ArrayBuffer>;
}

export interface PictureAsking {
  /** The person on this device waits for it, as before they send it: looked at before all that others have sent. */
  readonly isUrgent?: boolean;
}

export interface PictureClassifier {
  /**
   * Never rejects for what a picture shows; a worker that is gone, or has no pack, answers with `silent: 'unavailable'`.
   * The pixels are read before this returns, and stay the caller's.
   * @throws PictureError
   */
  classify(picture: Picture | SampledPicture, asking?: PictureAsking): Promise<PictureVerdict>;
  /** The pack that was checked and is in use; empty until the first picture has been looked at. */
  readonly packs: readonly PackCard[];
  close(): void;
}

export interface PictureClassifierOptions extends Omit<ClassifierOptions, 'packs'> {
  /** Where the pack comes from; its language is `zxx`. */
  readonly pack: ClassifierOptions['packs'][number];
}
