import type { MatchIndex } from '@wellhouse/matching';
import type { FoundEntry, PicturePrints } from './picture-prints.ts';

/**
 * Matches of a hash, at first and when it reached that many: whoever crowds one list must not hide an entry of another. One that
 * has more than the last fails: better a picture that waits than one that passes.
 */
const limits = [1_000, 20_000, 1_000_000] as const;
const codeBytes = 32;

/**
 * Entries within `radius` bits of one of the picture's hashes, each by the nearest one, the nearest first.
 * @throws Error where there are a million
 */
export function nearestEntries(index: MatchIndex, hashes: PicturePrints['pdq'], radius: number): FoundEntry[] {
  if (hashes.length === 0 || index.count === 0) return [];
  const queries = new Uint8Array(hashes.length * codeBytes);
  // Lists keep the bytes of the hexadecimal text, which names the highest bits first.
  for (const [n, { hash }] of hashes.entries()) queries.set(hash.toReversed(), n * codeBytes);
  const nearest = new Map<number, FoundEntry>();
  const take = (query: number, id: number, distance: number): void => {
    const before = nearest.get(id)?.distance ?? Number.POSITIVE_INFINITY;
    if (distance >= before) return;
    nearest.set(id, { entryId: String(id), kind: 'pdq', distance, variant: hashes[query]?.variant ?? null });
  };
  let [waiting, of]: [Uint8Array, readonly number[]] = [queries, [...hashes.keys()]];
  for (const limit of limits) {
    const { query, entry, distance, limited } = index.search(waiting, radius, limit);
    const again = new Set(limited);
    for (const [n, id] of entry.entries()) {
      const at = query[n] ?? 0;
      if (!again.has(at)) take(of[at] ?? 0, id, distance[n] ?? 0);
    }
    if (again.size === 0) break;
    if (limit === limits.at(-1)) throw new Error('look a picture up: it matches more entries than can be weighed');
    const before = waiting;
    waiting = Buffer.concat([...again].map((at) => before.subarray(at * codeBytes, (at + 1) * codeBytes)));
    of = [...again].map((at) => of[at] ?? 0);
  }
  return [...nearest.values()].sort((a, b) => (a.distance ?? 0) - (b.distance ?? 0));
}
