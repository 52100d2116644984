import { listStart, loadChangedEntries } from '../load-entries.ts';
import { type KnownList, readKnownLists } from './known-lists.ts';
import type { KnownDeps, LoadedIndex } from './loaded-index.ts';
import type { KnownPosition } from './positions.ts';

export interface TakingIn {
  /** Entries that are read at once. */
  readonly pageEntries: number;
  readonly signal: AbortSignal;
  /** Told after each page how many entries it had. */
  readonly onTaken: (entries: number) => void;
}

/** Brings an index to what the lists hold now. What it throws leaves the index somewhere in between, and it says where. */
export async function takeInLists(deps: KnownDeps, into: LoadedIndex, options: TakingIn): Promise<void> {
  for (const list of await readKnownLists(deps)) {
    if (into.positions.get(list.listId)?.at !== list.version) await takeIn(deps, into, list, options);
  }
}

async function takeIn(deps: KnownDeps, into: LoadedIndex, { listId, version }: KnownList, options: TakingIn) {
  const { pageEntries: limit, signal, onTaken } = options;
  const empty = BigInt(into.empty.get(listId) ?? '0');
  for (;;) {
    signal.throwIfAborted();
    const before: KnownPosition = into.positions.get(listId) ?? { ...listStart, at: '0' };
    const page = await loadChangedEntries(deps.database.kysely, { listId, since: before, limit });
    // What went before anything was taken in is not there to be removed.
    const taken = page.filter((entry) => entry.value !== null || BigInt(entry.version) > empty);
    const isLast = page.length < limit;
    const reached = { ...before, ...positionOf(page.at(-1)) };
    // The index and the position change in one turn: a snapshot is taken of both.
    into.index.take(taken.map(({ entryId, kind, value }) => ({ id: Number(entryId), kind, value })));
    into.positions.set(listId, isLast ? { ...atEndOf(version, reached), at: version } : reached);
    into.changed += taken.length;
    into.withdrawn += taken.filter(({ value }) => value === null).length;
    onTaken(page.length);
    if (isLast) return;
  }
}

function positionOf(entry: { readonly version: string; readonly entryId: string } | undefined) {
  return entry && { version: entry.version, entryId: entry.entryId };
}

/** Behind all entries of a version, also those of kinds that are not read, or where one has come beyond that. */
function atEndOf(version: string, reached: KnownPosition) {
  return BigInt(reached.version) > BigInt(version) ? reached : { version, entryId: lastEntryId };
}

const lastEntryId = String(2n ** 63n - 1n);
