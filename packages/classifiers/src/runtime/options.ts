import type { ClassifierProblem } from './messages.ts';

/**
 * Where the pack of a language comes from. It is asked for when the first message is classified, again after a worker has died, and where
 * it failed or was refused, after a rest, with whatever message comes then.
 */
export interface PackSource {
  /** BCP 47 primary subtag. */
  readonly language: string;
  /** The bytes are made for whoever asks, and are theirs: they need not be copied. */
  readonly isHandedOver?: boolean;
  /**
   * The bytes stay yours, unless `isHandedOver`. `signal`: nobody waits for them any more. `isAnew`: those that came before were not a pack that can be used, so no
   * cache may answer.
   */
  load(signal?: AbortSignal, isAnew?: boolean): Promise<Uint8Array>;
}

/**
 * Remembers across starts which version of a pack was in use, so that an older one is refused: by the pack's id, and by its language and
 * signer.
 */
export interface VersionMemory {
  all(): Readonly<Record<string, number>>;
  saw(name: string, version: number): void;
}

export interface ClassifierOptions {
  readonly packs: readonly PackSource[];
  /** Public keys by which a pack may be signed, hexadecimal; those of Wellhouse's own packs. */
  readonly trustedKeys?: readonly string[];
  /**
   * Null: an older pack is refused only within the life of this classifier. Left out it is the same in Node; in a browser `localStorage` remembers
   * (`storedVersions`), where it can be used.
   */
  readonly versions?: VersionMemory | null;
  /** Called with what went wrong, never with what a message said. */
  readonly onProblem?: (problem: ClassifierProblem) => void;
  readonly limits?: Partial<ClassifierLimits>;
}

export interface ClassifierLimits {
  /** Until a worker has loaded its packs; 60. A pack that takes longer than half of it is left out. */
  readonly loadSeconds: number;
  /** Until it has answered one message; 10. */
  readonly messageSeconds: number;
  /** Messages that wait; what comes on top is answered `unavailable`, or in its place the longest, of more than 2,000 characters. 1,000. */
  readonly waiting: number;
}
