/** What a rebuild needs to know of a segment. */
interface Size {
  readonly alive: number;
  readonly list: { readonly count: number };
}

/** Segments of about one size that are merged once so many of them are there; also the factor between sizes. */
const FAN = 4;

/**
 * Which segments to make one of, or none. Sizes grow by a factor of four, so an entry is copied once for each fourfold growth of
 * the list, and a search visits at most three segments of each size. A segment of which a quarter is removed is made anew.
 * @param shardEntries most entries of a segment
 * @param smallest entries that a segment usually has at first
 */
export function planRebuild<S extends Size>(segments: readonly S[], shardEntries: number, smallest: number): S[] {
  const bySize = segments.toSorted((a, b) => a.alive - b.alive);
  for (const segment of bySize) {
    if (segment.list.count > smallest && segment.alive < segment.list.count * 0.75) return [segment];
  }
  for (let level = 0; level < 16; level++) {
    const sameSize = bySize.filter(({ alive }) => levelOf(alive / smallest) === level);
    const fitting = thatFit(sameSize, shardEntries);
    if (sameSize.length >= FAN && fitting.length > 1) return fitting;
  }
  return [];
}

/** As many of the smallest as fit into one segment. */
export function thatFit<S extends Size>(segments: readonly S[], shardEntries: number): S[] {
  let sum = 0;
  return segments
    .toSorted((a, b) => a.alive - b.alive)
    .filter(({ alive }) => {
      sum += alive;
      return sum <= shardEntries;
    });
}

function levelOf(size: number): number {
  return Math.max(0, Math.floor(Math.log(size) / Math.log(FAN)));
}
