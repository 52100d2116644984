/** What a search found: match n is query `query[n]`, entry `entry[n]`, `distance[n]` bits apart. Nearest first in each query. */
export interface Matches {
  readonly query: Uint32Array;
  /** Place of the entry in a static index; the caller's id in a live one. */
  readonly entry: Float64Array;
  readonly distance: Uint8Array;
  /** Queries that reached the limit; there may be more matches of theirs. */
  readonly limited: Uint32Array;
}

export interface MatchCollector {
  /** A match of the batch at hand: `query` counts within the batch. */
  add(query: number, entry: number, distance: number): void;
  /** Sorts what was added for a batch whose first query is `firstQuery`, and leaves out what is beyond the limit. */
  endBatch(firstQuery: number): void;
  matches(): Matches;
}

/** Queries of one batch must fit 10 bits, distances 9 and matches 32, to make sort keys below 2^53. */
const BY_QUERY = 2 ** 41;
const BY_DISTANCE = 2 ** 32;

/** @param limit matches per query */
export function collectMatches(limit: number): MatchCollector {
  const query: number[] = [];
  const entry: number[] = [];
  const distance: number[] = [];
  const limited: number[] = [];
  let keys: number[] = [];
  let entries: number[] = [];
  return {
    add(inBatch, entryOrId, bits) {
      keys.push(inBatch * BY_QUERY + bits * BY_DISTANCE + entries.length);
      entries.push(entryOrId);
    },
    endBatch(firstQuery) {
      if (keys.length === 0) return;
      let last = -1;
      let taken = 0;
      for (const key of Float64Array.from(keys).sort()) {
        const inBatch = Math.floor(key / BY_QUERY);
        taken = inBatch === last ? taken + 1 : 1;
        last = inBatch;
        if (taken === limit) limited.push(firstQuery + inBatch);
        if (taken > limit) continue;
        query.push(firstQuery + inBatch);
        distance.push(Math.floor((key % BY_QUERY) / BY_DISTANCE));
        entry.push(entries[key % BY_DISTANCE] ?? 0);
      }
      keys = [];
      entries = [];
    },
    matches: () => ({
      query: Uint32Array.from(query),
      entry: Float64Array.from(entry),
      distance: Uint8Array.from(distance),
      limited: Uint32Array.from(limited),
    }),
  };
}
