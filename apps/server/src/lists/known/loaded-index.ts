import type { Deps } from '../../deps.ts';
import { createKnownIndex, type KnownIndex } from './known-index.ts';
import { readKnownLists } from './known-lists.ts';
import { loadSnapshot, UnusableSnapshot } from './known-snapshots.ts';
import type { KnownPosition } from './positions.ts';

export type KnownDeps = Pick<Deps, 'database' | 'blobs' | 'clock' | 'random' | 'log'>;

/** An index and how far it has come. */
export interface LoadedIndex {
  readonly index: KnownIndex;
  readonly positions: Map<string, KnownPosition>;
  /** Of each list the version up to which nothing that went was ever in the index. */
  readonly empty: ReadonlyMap<string, string>;
  /** A snapshot that could not be read, and that the next one replaces. */
  readonly unusable: string | null;
  /** When the newest snapshot that is known of was made. */
  snapshotAt: Date | null;
  /** Entries taken in since then, and those of them that went. */
  changed: number;
  withdrawn: number;
}

/** What the newest snapshot holds, or an empty index where there is none that can be used. */
export async function loadIndex(deps: KnownDeps, pause: () => Promise<void>): Promise<LoadedIndex> {
  const counts = { changed: 0, withdrawn: 0 };
  const { snapshot, unusable } = await snapshotIfUsable(deps, pause);
  if (snapshot !== null) {
    const { index, positions, doneAt } = snapshot;
    return { index, positions: new Map(positions), empty: new Map(), snapshotAt: doneAt, unusable, ...counts };
  }
  const lists = await readKnownLists(deps);
  const empty = new Map(lists.map(({ listId, version }) => [listId, version]));
  return { index: createKnownIndex(), positions: new Map(), empty, snapshotAt: null, unusable, ...counts };
}

async function snapshotIfUsable(deps: KnownDeps, pause: () => Promise<void>) {
  // One that is replaced while it is read is read anew, once.
  for (let tried = 1; ; tried += 1) {
    try {
      return { snapshot: await loadSnapshot(deps, pause), unusable: null };
    } catch (error) {
      if (!(error instanceof UnusableSnapshot)) throw error;
      if (tried < 2) continue;
      deps.log.warn({ err: error }, 'load the index of lists from their rows: its snapshot cannot be used');
      return { snapshot: null, unusable: error.snapshotId };
    }
  }
}
