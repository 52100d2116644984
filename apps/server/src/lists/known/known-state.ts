import type { KnownIndex } from './known-index.ts';
import { type KnownList, readKnownLists } from './known-lists.ts';
import { type KnownDeps, type LoadedIndex, loadIndex } from './loaded-index.ts';
import type { Positions } from './positions.ts';
import { takeInLists } from './take-in-lists.ts';
import { tidyIndex } from './tidy-index.ts';

export interface KnownLimits {
  readonly pageEntries: number;
  /** A change of more entries is taken in while searches go on. */
  readonly waitEntries: number;
  readonly snapshotEntries: number;
  readonly withdrawnMs: number;
  /** How often a process that nobody asks looks for changes. */
  readonly idleMs: number;
}

/** The index of this process, kept at what the lists hold. */
export interface KnownState {
  /**
   * Takes in what changed, or leaves a large change to the background. Names the lists that are not withdrawn, as they
   * stood after the call.
   */
  catchUp(): Promise<KnownList[]>;
  index(): KnownIndex;
  positions(): Positions;
  close(): Promise<void>;
}

/** One pass over the lists; `long` resolves when it is done or turns out to be long. */
interface Round {
  readonly done: Promise<void>;
  readonly long: Promise<void>;
}

export function createKnownState(deps: KnownDeps, limits: KnownLimits): KnownState {
  const stopping = new AbortController();
  const { signal } = stopping;
  let loading: Promise<LoadedIndex> | null = null;
  let loaded: LoadedIndex | null = null;
  let round: Round | null = null;
  let tidying: Promise<void> | null = null;
  let timer: NodeJS.Timeout | null = null;

  const warn = (what: string) => (error: unknown) => {
    if (!signal.aborted) deps.log.warn({ err: error }, what);
  };
  const takeIn = (into: LoadedIndex, onTaken: (entries: number) => void) =>
    takeInLists(deps, into, { pageEntries: limits.pageEntries, signal, onTaken });

  /** The index with every list in it once. */
  function begin(): Promise<LoadedIndex> {
    loading ??= beginAnew().catch((error: unknown) => {
      loading = null;
      throw error;
    });
    return loading;
  }

  async function beginAnew(): Promise<LoadedIndex> {
    const fresh = await loadIndex(deps, pause);
    await takeIn(fresh, () => undefined);
    loaded = fresh;
    timer ??= setInterval(lookAround, limits.idleMs).unref();
    tidy();
    return fresh;
  }

  function startRound(into: LoadedIndex): Round {
    let taken = 0;
    let sayLong = (): void => undefined;
    const isLong = new Promise<void>((resolve) => {
      sayLong = resolve;
    });
    const done = takeIn(into, (entries) => {
      taken += entries;
      if (taken > limits.waitEntries) sayLong();
    }).finally(() => {
      round = null;
    });
    // Whoever waits hears of a failure; of one in the background the log tells, and the next call tries again.
    done.then(tidy, warn('take in changes of lists'));
    return { done, long: Promise.race([done, isLong]) };
  }

  async function catchUp(): Promise<KnownList[]> {
    if (signal.aborted) throw new Error('use known pictures after they were closed');
    const begun = begin();
    let current = await begun;
    const before = new Map(current.positions);
    const lists = await readKnownLists(deps);
    if (isBeyond(before, lists)) {
      deps.log.warn('load the index of lists anew: the database was put back to an earlier state');
      if (loading === begun) loading = null;
      current = await begin();
    }
    while (!isCurrent(current.positions, lists)) {
      round ??= startRound(current);
      const under: Round = round;
      await under.long;
      if (round === under) break;
    }
    return lists.filter(({ state }) => state !== 'withdrawn');
  }

  /** What a process does that nobody asks. */
  function lookAround(): void {
    catchUp().then(tidy, warn('look for changes of lists'));
  }

  function tidy(): void {
    if (tidying !== null || loaded === null || round !== null || signal.aborted) return;
    tidying = tidyIndex(deps, loaded, { ...limits, signal, pause })
      .catch(warn('write a snapshot of the index of lists'))
      .finally(() => {
        tidying = null;
      });
  }

  return {
    catchUp,
    index() {
      if (loaded === null) throw new Error('search before anything was loaded');
      return loaded.index;
    },
    positions: () => loaded?.positions ?? new Map(),
    async close() {
      if (timer !== null) clearInterval(timer);
      stopping.abort(new Error('known pictures were closed'));
      await Promise.allSettled([loading, round?.done, tidying]);
      loaded?.index.close();
    },
  };
}

/** Whether everything that the lists held then is in the index. */
function isCurrent(positions: Positions, lists: readonly KnownList[]): boolean {
  return lists.every(({ listId, version }) => BigInt(positions.get(listId)?.at ?? '-1') >= BigInt(version));
}

/** Whether an index had more than the lists that were read after it. */
function isBeyond(positions: Positions, lists: readonly KnownList[]): boolean {
  const versions = new Map(lists.map(({ listId, version }) => [listId, BigInt(version)]));
  return [...positions].some(([listId, { at }]) => (versions.get(listId) ?? 0n) < BigInt(at));
}

function pause(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
