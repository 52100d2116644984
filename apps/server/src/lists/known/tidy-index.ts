import { chunksOf } from './known-snapshot-chunks.ts';
import { writeSnapshot } from './known-snapshots.ts';
import type { KnownDeps, LoadedIndex } from './loaded-index.ts';
import type { Positions } from './positions.ts';

export interface Tidying {
  /** Fewer entries are loaded from their rows; no snapshot is begun of them. */
  readonly snapshotEntries: number;
  /** A withdrawn fingerprint leaves the snapshot after so long. */
  readonly withdrawnMs: number;
  readonly signal: AbortSignal;
  readonly pause: () => Promise<void>;
}

/** Sweeps an index and writes a snapshot of it, where that is due. */
export async function tidyIndex(deps: KnownDeps, loaded: LoadedIndex, options: Tidying): Promise<void> {
  await loaded.index.sweep(options.pause);
  if (!isSnapshotDue(deps, loaded, options)) return;
  const written = { changed: 0, withdrawn: 0 };
  const doneAt = await writeSnapshot(deps, {
    signal: options.signal,
    capture(newest) {
      Object.assign(written, { changed: loaded.changed, withdrawn: loaded.withdrawn });
      const isUsable = newest !== null && newest.snapshotId !== loaded.unusable;
      if (isUsable && covers(newest.positions, loaded.positions)) return newest.doneAt;
      return { chunks: chunksOf(loaded.index.capture()), positions: new Map(loaded.positions) };
    },
  });
  if (doneAt === null) return;
  loaded.snapshotAt = doneAt;
  loaded.changed -= written.changed;
  loaded.withdrawn -= written.withdrawn;
}

function isSnapshotDue({ clock }: KnownDeps, loaded: LoadedIndex, options: Tidying): boolean {
  const { index, changed, withdrawn, snapshotAt } = loaded;
  if (snapshotAt === null) return index.count >= options.snapshotEntries;
  if (changed * 10 > Math.max(index.count, options.snapshotEntries)) return true;
  return withdrawn > 0 && clock().getTime() - snapshotAt.getTime() >= options.withdrawnMs;
}

/** Whether a snapshot holds everything that this process has taken in. */
function covers(snapshot: Positions, ours: Positions): boolean {
  return [...ours].every(([listId, { at }]) => BigInt(snapshot.get(listId)?.at ?? '-1') >= BigInt(at));
}
