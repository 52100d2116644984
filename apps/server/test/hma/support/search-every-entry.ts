import { hammingDistance, parseHash } from '@wellhouse/fingerprint';
import type { Deps } from '../../../src/deps.ts';
import { isMatchable } from '../../../src/lists/fingerprint.ts';
import type { KnownPictures } from '../../../src/lists/known/known-pictures.ts';
import type { FoundEntry, FoundPicture, PicturePrints } from '../../../src/lists/known/picture-prints.ts';

/** Finds known pictures by comparing with every entry of every list: slow, and right. */
export function searchEveryEntry({ database }: Pick<Deps, 'database'>): KnownPictures {
  async function find(prints: PicturePrints): Promise<FoundPicture> {
    const rows = await database.kysely.selectFrom('list_entry').select(['entry_id', 'kind', 'value']).execute();
    const found = rows.flatMap(({ entry_id: entryId, kind, value }): FoundEntry[] => {
      if (value === null || !isMatchable(kind)) return [];
      const hex = value.toString('hex');
      if (kind !== 'pdq') return prints[kind] === hex ? [{ entryId, kind, distance: null, variant: null }] : [];
      const near = prints.pdq
        .map(({ variant, hash }) => ({ entryId, kind, distance: hammingDistance(hash, parseHash(hex)), variant }))
        .toSorted((a, b) => a.distance - b.distance)[0];
      return near !== undefined && near.distance <= 31 ? [near] : [];
    });
    return { found: found.toSorted((a, b) => (a.distance ?? -1) - (b.distance ?? -1)), versions: {} };
  }
  return {
    find,
    findMany: (pictures) => Promise.all(pictures.map(find)),
    ready: async () => {},
    close: async () => {},
  };
}
