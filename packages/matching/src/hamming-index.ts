import { checkCodes, checkNumber, checkSearch, LIMIT_MOST } from './arguments.ts';
import { bitPermutation } from './bit-permutation.ts';
import { BATCH, type CodeListOptions, createCodeList } from './code-list.ts';
import { MatchingError } from './errors.ts';
import { collectMatches, type Matches } from './matches.ts';
import { CODE_BYTES, chunkCountFor } from './plan-chunks.ts';

/** Codes as one array (32 bytes each), or in blocks so that they never lie in memory twice. */
export type CodeSource = Uint8Array | { readonly count: number; readonly blocks: Iterable<Uint8Array> };

export interface HammingIndex {
  /** Entries. */
  readonly count: number;
  /** Bytes of memory that the index holds. */
  readonly bytes: number;
  /**
   * Every entry within `radius` bits of each query (32 bytes each), and no other.
   * @param limit matches per query (1,000,000 unless told, which is the most); a query that reaches it is named in `limited`
   * @throws {MatchingError} `invalid-argument`, `too-many-matches`
   */
  search(queries: Uint8Array, radius?: number, limit?: number): Matches;
}

/** Radius that Meta advises for PDQ, and the one that speed is measured at. */
export const USUAL_RADIUS = 31;

/**
 * An index over a fixed list of 256-bit codes that finds every code within a Hamming radius. Entry n is the nth code; equal
 * codes are entries of their own. Radii up to about 40 use the index; larger ones read all codes.
 * @param options.chunks how many parts each code is cut into, 11 to 32, or 0 to read all codes always; by default what suits
 *   the length
 * @param options.visits to buckets and single codes that a query may cost before all codes are read in a row instead; by
 *   default a sixteenth of the length, which costs about what reading all does. Bounds what a list made to slow searches down can cost.
 * @throws {MatchingError} `invalid-argument`, `too-many-entries` (about 30 million fit)
 * @example
 * const index = createHammingIndex(codes);
 * const { entry, distance } = index.search(query);
 */
export function createHammingIndex(source: CodeSource, options: CodeListOptions = {}): HammingIndex {
  const { count, blocks } = source instanceof Uint8Array ? wholeList(source) : source;
  checkNumber('count', count, 0, 2 ** 27);
  const chunks = options.chunks ?? chunkCountFor(count);
  if (chunks !== 0) checkNumber('chunks', chunks, 11, 32);
  const list = createCodeList(count, { ...options, chunks });
  const permutation = bitPermutation();
  for (const block of blocks) {
    checkCodes('block', block);
    if (list.count + block.length / CODE_BYTES > count) throw otherCount(count, 'more');
    const codes = new Uint8Array(block.length);
    permutation.permute(block, codes);
    list.append(codes);
  }
  if (list.count < count) throw otherCount(count, 'fewer');
  for (const _ of list.buildSteps());

  return {
    count,
    get bytes() {
      return list.bytes;
    },
    search(queries, radius = USUAL_RADIUS, limit = LIMIT_MOST) {
      checkSearch(queries, radius, limit);
      const found = collectMatches(limit);
      for (let first = 0; first < queries.length / CODE_BYTES; first += BATCH) {
        // A copy, also of a Buffer, whose own `slice` makes none.
        const batch = new Uint8Array(queries.subarray(first * CODE_BYTES, (first + BATCH) * CODE_BYTES));
        permutation.permute(batch, batch);
        const hits = list.search(batch, radius, limit);
        for (let n = 0; n < hits.length; n += 3) found.add(hits[n] ?? 0, hits[n + 1] ?? 0, hits[n + 2] ?? 0);
        found.endBatch(first);
      }
      return found.matches();
    },
  };
}

function wholeList(codes: Uint8Array): { count: number; blocks: Iterable<Uint8Array> } {
  checkCodes('codes', codes);
  const blocks = function* (): Generator<Uint8Array> {
    for (let at = 0; at < codes.length; at += 1 << 20) yield codes.subarray(at, at + (1 << 20));
  };
  return { count: codes.length / CODE_BYTES, blocks: blocks() };
}

function otherCount(count: number, which: string): MatchingError {
  return new MatchingError('invalid-argument', `"count" expected ${count} codes, got ${which}`);
}
