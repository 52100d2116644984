import { createHasher, type Hasher } from '@wellhouse/fingerprint/node';
import type { Deps } from '../deps.ts';
import type { KnownPictures } from '../lists/known/known-pictures.ts';
import { shareKnownPictures } from '../lists/known/share-known-pictures.ts';
import { HmaError } from './hma-error.ts';
import { type HmaLimits, hmaLimits } from './limits.ts';

/** What these routes work with beside the database; each is made when it is first needed. */
export interface HmaTools {
  readonly limits: HmaLimits;
  hasher(): Hasher;
  known(): KnownPictures;
  /** Does something with a photo or video in memory. @throws HmaError 503 when too much is being done already */
  inTurn<T>(work: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export interface HmaToolsOptions {
  readonly limits?: Partial<HmaLimits>;
  /** In place of those of this process. */
  readonly known?: KnownPictures;
}

export function createHmaTools(deps: Deps, options: HmaToolsOptions = {}): HmaTools {
  const limits = { ...hmaLimits, ...options.limits };
  let hasher: Hasher | null = null;
  let known: KnownPictures | null = null;
  let busy = 0;
  return {
    limits,
    hasher() {
      hasher ??= createHasher({ limits: { bytes: limits.photoBytes } });
      return hasher;
    },
    known() {
      known ??= options.known ?? shareKnownPictures(deps);
      return known;
    },
    async inTurn(work) {
      if (busy >= limits.atOnce)
        throw new HmaError(503, 'unavailable', 'Too many files at once; try again in a second');
      busy += 1;
      try {
        return await work();
      } finally {
        busy -= 1;
      }
    },
    async close() {
      hasher?.close();
      await known?.close();
    },
  };
}
