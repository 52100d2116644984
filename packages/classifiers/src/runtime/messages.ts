import type { PackErrorCode } from '../pack/pack-error.ts';
import type { PackWitness } from '../pack/witness-pack.ts';
import type { PictureVerdict } from '../pictures/picture-verdict.ts';
import type { PackCard, Verdict } from '../verdict.ts';

/** A message or a picture to classify. */
export type Question =
  | { readonly type: 'classify'; readonly text: string; readonly languages: readonly string[] }
  /** A picture as `pictureInput` makes it. */
  | { readonly type: 'look'; readonly input: Int16Array };

/** What a classifier asks of its worker. One message is under way at a time. */
export type ToWorker =
  | {
      /** A second one brings packs that could not be loaded before; those that are in use stay. */
      readonly type: 'open';
      readonly packs: readonly {
        readonly language: string;
        readonly bytes: Uint8Array;
        readonly witness?: PackWitness;
      }[];
      /** Languages whose pack could not be loaded. */
      readonly missing: readonly string[];
      readonly trustedKeys: readonly string[];
      readonly minimumVersions: Readonly<Record<string, number>>;
    }
  | (Question & { readonly id: number });

export type FromWorker =
  | {
      readonly type: 'opened';
      readonly cards: readonly PackCard[];
      /** What to remember of them, for `minimumVersions`. */
      readonly versions: Readonly<Record<string, number>>;
      readonly problems: readonly ClassifierProblem[];
    }
  | {
      readonly type: 'verdict';
      /** Of the question. */
      readonly id: number;
      readonly verdict: Verdict | PictureVerdict;
      /** Why there is none, where the engine failed. */
      readonly problem?: ClassifierProblem;
    }
  /** The worker will not serve, and says why. */
  | { readonly type: 'refused'; readonly detail: string };

/** What went wrong; never what a message said. For a local log. */
export interface ClassifierProblem {
  readonly code:
    | PackErrorCode
    /** The pack could not be loaded from where it lies. */
    | 'pack-not-loaded'
    /** The pack is what was signed, and the engine cannot use it. */
    | 'pack-unusable'
    /** The engine of the pack threw at a message. */
    | 'engine-failed'
    | 'worker-died'
    | 'worker-hung';
  /** Whose pack it is; null for what concerns the worker. */
  readonly language: string | null;
  readonly detail: string;
}
