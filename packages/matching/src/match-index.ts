import { checkCodes, checkNumber, checkSearch } from './arguments.ts';
import { bitPermutation } from './bit-permutation.ts';
import { BATCH, type CodeList } from './code-list.ts';
import { MatchingError } from './errors.ts';
import { createFreshEntries, type FreshEntries } from './fresh-entries.ts';
import { USUAL_RADIUS } from './hamming-index.ts';
import { collectMatches, type Matches } from './matches.ts';
import { mergeSegments } from './merge-segments.ts';
import { CODE_BYTES } from './plan-chunks.ts';
import { planRebuild, thatFit } from './plan-rebuild.ts';
import { buildSegment, type Segment, sortById } from './segment.ts';
import { type SnapshotRun, writeSnapshot } from './write-snapshot.ts';

export interface MatchIndexOptions {
  /** Most entries of one shard; 30 million unless told, which is what 4 GiB hold. */
  readonly shardEntries?: number;
  /** The newest entries are read one after another; so many of them become a segment of their own. 4,096 unless told. */
  readonly freshEntries?: number;
  /** Entries that are copied in one step of a rebuild; 32,768 unless told. */
  readonly stepEntries?: number;
  /** Called between steps (some milliseconds each) of work in the background; by default lets timers and I/O run. */
  readonly pause?: () => Promise<void>;
}

/** A list of codes that changes while it is searched. Everything but `compact` and `settled` is done when it returns. */
export interface MatchIndex {
  /** Entries, without the removed ones. */
  readonly count: number;
  /**
   * From the next search on, `code` (32 bytes) is found as `id` (a whole number from 0 to 2^53 - 1).
   * @throws {MatchingError} `id-taken`, `invalid-argument`, `closed`
   */
  add(id: number, code: Uint8Array): void;
  /** Adds all or, when it throws, none. Ids that ascend are quickest. */
  addMany(ids: Iterable<number>, codes: Uint8Array): void;
  /** From now on `id` is not found, whatever is being rebuilt. Returns false when it was not there. */
  remove(id: number): boolean;
  has(id: number): boolean;
  /**
   * Every entry within `radius` bits of each query (32 bytes each); `entry` holds ids.
   * @param limit matches per query; a query that reaches it is named in `limited`
   */
  search(queries: Uint8Array, radius?: number, limit?: number): Matches;
  /** Makes as few segments as possible, in the background; searches go on meanwhile. */
  compact(): Promise<void>;
  /** Resolves when no work in the background is left. */
  settled(): Promise<void>;
  /** The entries of this moment as bytes, in blocks below 1 MiB; changes that come later are not in it. */
  snapshot(): Generator<Uint8Array, void, void>;
  stats(): MatchIndexStats;
  /** Ends work in the background; every later call throws `closed`. */
  close(): void;
}

export interface MatchIndexStats {
  readonly count: number;
  /** Removed entries that still take room. */
  readonly removed: number;
  readonly segments: number;
  /** Bytes of memory. */
  readonly bytes: number;
  readonly rebuilding: boolean;
  /** Why the last rebuild failed; the list is searched as before, and the next change tries again. */
  readonly failure: Error | null;
}

/** Matches per query unless told. */
const USUAL_LIMIT = 1_000;
const SHARD_ENTRIES = 30_000_000;
const FRESH_ENTRIES = 4_096;
const STEP_ENTRIES = 32_768;

export function createMatchIndex(options: MatchIndexOptions = {}): MatchIndex {
  return matchIndexOf([], options);
}

export function checkShardEntries(options: MatchIndexOptions): number {
  const { shardEntries = SHARD_ENTRIES } = options;
  checkNumber('shardEntries', shardEntries, 1, SHARD_ENTRIES);
  return shardEntries;
}

/** Lets timers and I/O run. */
export function pauseForOthers(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

/** A live index that begins with segments that are built already. */
export function matchIndexOf(built: readonly Segment[], options: MatchIndexOptions): MatchIndex {
  const shardEntries = checkShardEntries(options);
  const { pause = pauseForOthers, freshEntries = FRESH_ENTRIES, stepEntries = STEP_ENTRIES } = options;
  checkNumber('stepEntries', stepEntries, 1, 1_000_000);
  checkNumber('freshEntries', freshEntries, 1, 65_536);
  const permutation = bitPermutation();
  let segments: readonly Segment[] = built.filter(({ alive }) => alive > 0);
  let fresh = createFreshEntries(freshEntries);
  let closed = false;
  let failure: Error | null = null;
  let background: Promise<void> | null = null;
  let compactWanted = false;
  /** What was removed from the sources of the rebuild under way. */
  let removedMeanwhile: number[] | null = null;

  const checkOpen = (): void => {
    if (closed) throw new MatchingError('closed', 'use a match index after it was closed');
  };
  const has = (id: number): boolean => fresh.has(id) || segments.some((segment) => segment.has(id));
  const checkNew = (id: number): void => {
    checkNumber('id', id, 0, Number.MAX_SAFE_INTEGER);
    if (has(id)) throw new MatchingError('id-taken', `add entry ${id}: there is one with this id`);
  };

  /** Makes segments, here and now, of permuted codes. */
  const addSegments = (ids: Float64Array, codes: Uint8Array): void => {
    const sorted = sortById(ids, codes);
    const added: Segment[] = [];
    for (let from = 0; from < ids.length; from += shardEntries) {
      const to = Math.min(ids.length, from + shardEntries);
      const builder = buildSegment(to - from);
      builder.append(sorted.ids.subarray(from, to), sorted.codes.subarray(from * CODE_BYTES, to * CODE_BYTES));
      added.push(runToEnd(builder.finish()));
    }
    segments = [...segments, ...added];
  };
  const sealFresh = (): void => {
    const { ids, codes } = fresh.contents();
    addSegments(ids, codes);
    fresh = createFreshEntries(freshEntries);
  };

  const nextRebuild = (): Segment[] => {
    if (!compactWanted) return planRebuild(segments, shardEntries, freshEntries);
    const together = thatFit(segments, shardEntries);
    return together.length > 1 ? together : segments.filter(({ list }) => list.removed * 20 > list.count).slice(0, 1);
  };
  const rebuild = async (sources: readonly Segment[]): Promise<void> => {
    removedMeanwhile = [];
    try {
      const steps = mergeSegments(sources, stepEntries);
      let step = steps.next();
      for (; !step.done; step = steps.next()) {
        await pause();
        if (closed) return;
      }
      const merged = step.value;
      for (const id of removedMeanwhile) merged.remove(id);
      const others = segments.filter((segment) => !sources.includes(segment));
      segments = merged.alive > 0 ? [...others, merged] : others;
    } finally {
      removedMeanwhile = null;
    }
  };
  const rebuildAll = async (): Promise<void> => {
    await pause();
    for (let sources = nextRebuild(); sources.length > 0 && !closed; sources = nextRebuild()) await rebuild(sources);
    compactWanted = false;
    failure = null;
  };
  const startRebuild = (): void => {
    if (background || closed || nextRebuild().length === 0) return;
    background = rebuildAll()
      .catch((error: unknown) => {
        compactWanted = false;
        failure = error instanceof Error ? error : new Error(String(error));
      })
      .finally(() => {
        background = null;
      });
  };
  const addFresh = (id: number, code: Uint8Array): void => {
    if (fresh.full) {
      sealFresh();
      startRebuild();
    }
    const permuted = new Uint8Array(CODE_BYTES);
    permutation.permute(code, permuted);
    fresh.add(id, permuted);
  };
  startRebuild();

  return {
    get count() {
      return count(segments, fresh);
    },
    add(id, code) {
      checkOpen();
      checkNew(id);
      if (code.length !== CODE_BYTES) {
        throw new MatchingError('invalid-argument', `"code" expected 32 bytes, got ${code.length}`);
      }
      addFresh(id, code);
    },
    addMany(given, codes) {
      checkOpen();
      checkCodes('codes', codes);
      const ids = Float64Array.from(given);
      if (ids.length * CODE_BYTES !== codes.length) {
        throw new MatchingError('invalid-argument', `"ids" expected ${codes.length / CODE_BYTES}, got ${ids.length}`);
      }
      for (const id of ids) checkNew(id);
      const inOrder = ids.toSorted();
      const twice = inOrder.find((id, n) => n > 0 && inOrder[n - 1] === id);
      if (twice !== undefined) throw new MatchingError('id-taken', `add entry ${twice}: it is given twice`);
      if (ids.length < freshEntries / 4) {
        for (const [n, id] of ids.entries()) addFresh(id, codes.subarray(n * CODE_BYTES, (n + 1) * CODE_BYTES));
        return;
      }
      const permuted = new Uint8Array(codes.length);
      permutation.permute(codes, permuted);
      addSegments(ids, permuted);
      startRebuild();
    },
    remove(id) {
      checkOpen();
      let removed = fresh.remove(id);
      for (const segment of segments) removed = segment.remove(id) || removed;
      if (!removed) return false;
      removedMeanwhile?.push(id);
      if (segments.some(({ alive }) => alive === 0)) segments = segments.filter(({ alive }) => alive > 0);
      startRebuild();
      return true;
    },
    has(id) {
      checkOpen();
      return has(id);
    },
    search(queries, radius = USUAL_RADIUS, limit = USUAL_LIMIT) {
      checkOpen();
      checkSearch(queries, radius, limit);
      const found = collectMatches(limit);
      for (let first = 0; first < queries.length / CODE_BYTES; first += BATCH) {
        // A copy, also of a Buffer, whose own `slice` makes none.
        const batch = new Uint8Array(queries.subarray(first * CODE_BYTES, (first + BATCH) * CODE_BYTES));
        permutation.permute(batch, batch);
        const searchList = (list: CodeList, idOf: (entry: number) => number): void => {
          const hits = list.search(batch, radius, limit);
          for (let n = 0; n < hits.length; n += 3) found.add(hits[n] ?? 0, idOf(hits[n + 1] ?? 0), hits[n + 2] ?? 0);
        };
        for (const { list, ids } of segments) searchList(list, (entry) => ids[entry] ?? 0);
        searchList(fresh.list, fresh.idOf);
        found.endBatch(first);
      }
      return found.matches();
    },
    async compact() {
      checkOpen();
      await background;
      if (fresh.alive > 0) sealFresh();
      compactWanted = true;
      startRebuild();
      await background;
      compactWanted = false;
    },
    async settled() {
      while (background) await background;
    },
    snapshot() {
      checkOpen();
      const newest = fresh.contents();
      const runs: SnapshotRun[] = segments.map(({ list, ids }) => ({ list, ids, removed: list.removedBits() }));
      return writeSnapshot(runs, sortById(newest.ids, newest.codes));
    },
    stats: () => ({
      count: count(segments, fresh),
      removed: segments.reduce((sum, { list }) => sum + list.removed, fresh.list.removed),
      segments: segments.length,
      bytes: segments.reduce((sum, { list, ids }) => sum + list.bytes + ids.byteLength, fresh.list.bytes),
      rebuilding: background !== null,
      failure,
    }),
    close() {
      closed = true;
      segments = [];
      fresh = createFreshEntries(freshEntries);
    },
  };
}

function count(segments: readonly Segment[], fresh: FreshEntries): number {
  return segments.reduce((sum, { alive }) => sum + alive, fresh.alive);
}

function runToEnd<T>(steps: Generator<void, T, void>): T {
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}
