import { LIMIT_MOST } from './arguments.ts';
import { createHammingIndex } from './hamming-index.ts';
import { CODE_BYTES } from './plan-chunks.ts';
import {
  readVideoRule,
  usableFrames,
  type VideoFrameCode,
  type VideoOverlap,
  type VideoRule,
  weighOverlap,
} from './video-rule.ts';

export interface KnownVideo<Id> {
  readonly id: Id;
  readonly frames: Iterable<VideoFrameCode>;
}

/** A known video that a query matches. */
export interface FoundVideo<Id> extends VideoOverlap {
  readonly id: Id;
}

export interface VideoIndex<Id> {
  /** Known videos, those without a usable frame included, which nothing can match. */
  readonly count: number;
  /** Different frames. */
  readonly frames: number;
  /** Bytes of memory that the frames take. */
  readonly bytes: number;
  /**
   * Every known video that the query matches by the rule, and no other: most of the known video first, then most of the query.
   * @throws {MatchingError} `invalid-argument`, `too-many-matches`
   */
  search(query: Iterable<VideoFrameCode>): FoundVideo<Id>[];
}

/**
 * Known videos, to be looked up by their frames. A frame that several of them have is in memory once. A mirrored copy is found by
 * a search with the mirrored hashes of its frames, all of one kind.
 * @throws {MatchingError} `invalid-argument`, `too-many-entries` (about 30 million different frames fit)
 * @example
 * const index = createVideoIndex([{ id: 'a', frames }]);
 * const [best] = index.search(framesOfACopy);
 */
export function createVideoIndex<Id>(videos: Iterable<KnownVideo<Id>>, rule?: Partial<VideoRule>): VideoIndex<Id> {
  const held = readVideoRule(rule);
  const { ids, sizes, codes, owners } = collect(videos, held.quality);
  const index = createHammingIndex(codes);

  return {
    count: ids.length,
    frames: owners.length,
    bytes: index.bytes,
    search(query) {
      const frames = [...usableFrames(query, held.quality).values()];
      const { query: at, entry } = index.search(concat(frames), held.distance, LIMIT_MOST);
      const tallies = new Map<number, Tally>();
      const seen = new Set<number>();
      for (const [n, place] of entry.entries()) {
        const first = !seen.has(place);
        seen.add(place);
        for (const video of owners[place] ?? []) count(tallies, video, { frame: at[n] ?? 0, first });
      }
      return [...tallies]
        .map(([video, { known, query }]) => ({
          id: ids[video] as Id,
          ...weighOverlap(held, {
            known: { found: known, all: sizes[video] ?? 0 },
            query: { found: query, all: frames.length },
          }),
        }))
        .filter(({ matches }) => matches)
        .sort((a, b) => b.ofKnown - a.ofKnown || b.ofQuery - a.ofQuery);
    },
  };
}

/** Compares a query with one known video. @throws {MatchingError} `invalid-argument` */
export function matchVideo(
  query: Iterable<VideoFrameCode>,
  known: Iterable<VideoFrameCode>,
  rule?: Partial<VideoRule>,
): VideoOverlap {
  const held = readVideoRule(rule);
  const [queried, knownCodes] = [query, known].map((frames) => [...usableFrames(frames, held.quality).values()]);
  const index = createHammingIndex(concat(knownCodes ?? []), { chunks: 0 });
  const found = index.search(concat(queried ?? []), held.distance, LIMIT_MOST);
  return weighOverlap(held, {
    known: { found: new Set(found.entry).size, all: knownCodes?.length ?? 0 },
    query: { found: new Set(found.query).size, all: queried?.length ?? 0 },
  });
}

interface Collected<Id> {
  readonly ids: Id[];
  /** Usable frames of each video. */
  readonly sizes: number[];
  /** Each different frame once. */
  readonly codes: Uint8Array;
  /** For each of them the videos that have it. */
  readonly owners: number[][];
}

function collect<Id>(videos: Iterable<KnownVideo<Id>>, quality: number): Collected<Id> {
  const ids: Id[] = [];
  const sizes: number[] = [];
  const places = new Map<string, number>();
  const codes: Uint8Array[] = [];
  const owners: number[][] = [];
  for (const { id, frames } of videos) {
    const usable = usableFrames(frames, quality);
    for (const [key, code] of usable) {
      const place = places.get(key) ?? codes.length;
      if (place === codes.length) {
        places.set(key, place);
        codes.push(code);
        owners.push([]);
      }
      owners[place]?.push(ids.length);
    }
    ids.push(id);
    sizes.push(usable.size);
  }
  return { ids, sizes, codes: concat(codes), owners };
}

interface Tally {
  known: number;
  query: number;
  /** The last frame of the query that was counted: matches come in the order of the query. */
  last: number;
}

function count(tallies: Map<number, Tally>, video: number, { frame, first }: { frame: number; first: boolean }): void {
  const tally = tallies.get(video) ?? { known: 0, query: 0, last: -1 };
  tallies.set(video, tally);
  if (first) tally.known++;
  if (tally.last !== frame) tally.query++;
  tally.last = frame;
}

function concat(codes: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(codes.length * CODE_BYTES);
  for (const [n, code] of codes.entries()) all.set(code, n * CODE_BYTES);
  return all;
}
