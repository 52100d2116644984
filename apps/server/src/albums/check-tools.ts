import type { Deps } from '../deps.ts';
import type { KnownPictures } from '../lists/known/known-pictures.ts';
import { shareKnownPictures } from '../lists/known/share-known-pictures.ts';
import { createPictureDecoders, type PictureDecoders } from './picture-decoders.ts';

/** What pictures are checked with; one of each in a process that works. */
export interface CheckTools {
  readonly known: KnownPictures;
  readonly decoders: PictureDecoders;
  close(): Promise<void>;
}

/** Loads and starts nothing before a picture comes. */
export function createCheckTools(deps: Deps): CheckTools {
  const known = shareKnownPictures(deps);
  const decoders = createPictureDecoders();
  return {
    known,
    decoders,
    async close() {
      decoders.close();
      await known.close();
    },
  };
}
