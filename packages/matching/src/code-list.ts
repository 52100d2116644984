import { MatchingError } from './errors.ts';
import { instantiateKernel, type Kernel, WASM_PAGE_BYTES, WASM_PAGES_MOST } from './kernel.ts';
import {
  type Chunk,
  CODE_BYTES,
  chunkCountFor,
  chunkRadii,
  countMasks,
  cutIntoChunks,
  hasExcerpts,
  listMasks,
} from './plan-chunks.ts';

/** Queries that go through the kernel together. */
export const BATCH = 16;

/* Addresses in the memory of a list. Chunk records, masks and scratch are the same for every list. */
const CHUNK_RECORDS = 1_024;
const CHUNK_RECORD_BYTES = 32;
const STATES = 4_096;
const QUERIES = 8_192;
const MASKS = 16_384;
const MASKS_BYTES = 49_152;
const SCRATCH = 65_536;
const SCRATCH_BYTES = 1_048_576;
const HITS = SCRATCH + SCRATCH_BYTES;
const HIT_BYTES = 12;
const HITS_ROOM = 8_192;
const REMOVED = HITS + 2 * WASM_PAGE_BYTES;
/** Reads of the kernel end up to so many bytes beyond what they want. */
const BEYOND = 64;

/** Matches of a batch, three numbers each: query within the batch, entry, distance. A view that the next search overwrites. */
export type Hits = Uint32Array;

/** A list of codes in WASM memory, with room for a fixed number of them: filled, then built once, then searched. */
export interface CodeList {
  readonly capacity: number;
  /** Entries, removed ones included. */
  readonly count: number;
  readonly removed: number;
  /** Bytes of its memory. */
  readonly bytes: number;
  /** Appends permuted codes, 32 bytes each; a list that has been built takes no more, unless it has no chunks. */
  append(codes: Uint8Array): void;
  /** Makes the indexes of the chunks, step by step: each step takes some milliseconds. */
  buildSteps(): Generator<void, void, void>;
  /** Entry is not found any more. Returns false when it was removed already. */
  remove(entry: number): boolean;
  isRemoved(entry: number): boolean;
  /** One bit an entry, set when it is removed: a copy. */
  removedBits(): Uint8Array;
  /** The permuted codes of entries `from` to `to`: a view, valid until the next append or search. */
  codes(from: number, to: number): Uint8Array;
  /** Searches up to BATCH permuted queries; a query with `most` hits is not searched further. */
  search(queries: Uint8Array, radius: number, most: number): Hits;
}

interface Layout {
  readonly chunks: readonly Chunk[];
  readonly codes: number;
  readonly offsets: readonly number[];
  readonly ids: readonly number[];
  readonly pages: number;
}

function layOut(capacity: number, chunkCount: number, excerpts: boolean): Layout {
  const chunks = cutIntoChunks(chunkCount);
  let end = REMOVED;
  const take = (bytes: number): number => {
    const at = end;
    end = Math.ceil((end + bytes + BEYOND) / 64) * 64;
    return at;
  };
  take(Math.ceil(capacity / 8));
  const codes = take(capacity * CODE_BYTES);
  const offsets = chunks.map(({ length }) => take((2 ** length + 2) * 4));
  const ids = chunks.map(() => take(capacity * (excerpts ? 16 : 4)));
  return { chunks, codes, offsets, ids, pages: Math.ceil(end / WASM_PAGE_BYTES) };
}

export interface CodeListOptions {
  /** How many chunks, 0 to 32; by default what suits the capacity. */
  readonly chunks?: number;
  /** Visits to buckets or single codes that one query may cost before all codes are read instead. */
  readonly visits?: number;
}

/** @throws {MatchingError} `too-many-entries` when the list does not fit into 4 GiB */
export function createCodeList(capacity: number, options: CodeListOptions = {}): CodeList {
  const { chunks: chunkCount = chunkCountFor(capacity), visits = Math.max(4_096, capacity >> 4) } = options;
  const excerpts = hasExcerpts(chunkCount, capacity);
  const layout = layOut(capacity, chunkCount, excerpts);
  if (layout.pages > WASM_PAGES_MOST) {
    throw new MatchingError('too-many-entries', `make a list of ${capacity} codes: it does not fit into 4 GiB`);
  }
  const memory = new WebAssembly.Memory({ initial: layout.pages, maximum: WASM_PAGES_MOST + 1 });
  const kernel = instantiateKernel(memory);
  const chunkAt = (n: number): number => CHUNK_RECORDS + n * CHUNK_RECORD_BYTES;
  for (const [n, { firstBit, length }] of layout.chunks.entries()) {
    const record = [firstBit, 2 ** length - 1, layout.offsets[n] ?? 0, layout.ids[n] ?? 0];
    new Uint32Array(memory.buffer, chunkAt(n), 4).set(record);
    new Uint32Array(memory.buffer, chunkAt(n) + 28, 1).set([excerpts ? 1 : 0]);
  }
  let bytes = new Uint8Array(memory.buffer);
  let hitsAt = HITS;
  let hitsRoom = HITS_ROOM;
  let count = 0;
  let removed = 0;
  let built = chunkCount === 0;
  let preparedRadius = -1;
  let chunksUsed = 0;

  const growHits = (found: number): void => {
    const pages = Math.ceil((found * HIT_BYTES) / WASM_PAGE_BYTES);
    const before = memory.buffer.byteLength / WASM_PAGE_BYTES;
    if (before + pages > WASM_PAGES_MOST) {
      throw new MatchingError('too-many-matches', `answer with ${found} matches: they do not fit; set a limit`);
    }
    memory.grow(pages);
    bytes = new Uint8Array(memory.buffer);
    hitsAt = before * WASM_PAGE_BYTES;
    hitsRoom = Math.floor((pages * WASM_PAGE_BYTES) / HIT_BYTES);
  };

  return {
    capacity,
    get count() {
      return count;
    },
    get removed() {
      return removed;
    },
    get bytes() {
      return memory.buffer.byteLength;
    },
    append(codes) {
      bytes.set(codes, layout.codes + count * CODE_BYTES);
      count += codes.length / CODE_BYTES;
    },
    *buildSteps() {
      yield* buildChunks(kernel, layout, chunkAt, count);
      built = true;
    },
    remove(entry) {
      const at = REMOVED + (entry >> 3);
      const bit = 1 << (entry & 7);
      const before = bytes[at] ?? 0;
      if (before & bit) return false;
      bytes[at] = before | bit;
      removed++;
      return true;
    },
    isRemoved: (entry) => (((bytes[REMOVED + (entry >> 3)] ?? 0) >> (entry & 7)) & 1) === 1,
    removedBits: () => bytes.slice(REMOVED, REMOVED + Math.ceil(count / 8)),
    codes: (from, to) => bytes.subarray(layout.codes + from * CODE_BYTES, layout.codes + to * CODE_BYTES),
    search(queries, radius, most) {
      if (!built) throw new MatchingError('invalid-argument', 'search a list before it is built');
      if (radius !== preparedRadius) chunksUsed = prepareRadius(bytes, layout.chunks, chunkAt, radius, visits);
      preparedRadius = radius;
      const batch = queries.length / CODE_BYTES;
      bytes.set(queries, QUERIES);
      const run = (): number => {
        kernel.configure(
          layout.codes,
          count,
          REMOVED,
          CHUNK_RECORDS,
          chunksUsed,
          QUERIES,
          STATES,
          SCRATCH,
          SCRATCH_BYTES,
        );
        return kernel.search(batch, radius, visits, most, hitsAt, hitsRoom);
      };
      let found = run();
      if (found > hitsRoom) {
        growHits(found);
        found = run();
      }
      return new Uint32Array(memory.buffer, hitsAt, found * 3);
    },
  };
}

/** Writes radius and masks of each chunk; returns how many chunks to search, 0 when reading all codes is cheaper. */
function prepareRadius(
  bytes: Uint8Array,
  chunks: readonly Chunk[],
  chunkAt: (n: number) => number,
  radius: number,
  mostVisits: number,
): number {
  const radii = chunkRadii(chunks.length, radius);
  if (chunks.length === 0) return 0;
  const visits = chunks.reduce((sum, { length }, n) => sum + countMasks(length, radii[n] ?? -1), 0);
  if (visits > mostVisits) return 0;
  const numbers = new Uint32Array(bytes.buffer);
  const known = new Map<string, { at: number; length: number }>();
  let at = MASKS;
  let longest = 0;
  for (const [n, { length }] of chunks.entries()) {
    const within = radii[n] ?? -1;
    const key = `${length}/${within}`;
    let list = known.get(key);
    if (!list) {
      const masks = listMasks(length, within);
      if (at + masks.byteLength > MASKS + MASKS_BYTES) return 0;
      numbers.set(masks, at / 4);
      list = { at, length: masks.length };
      at += masks.byteLength;
      known.set(key, list);
    }
    longest = Math.max(longest, list.length);
    numbers.set([within, list.at, list.length], chunkAt(n) / 4 + 4);
  }
  return longest * 8 * BATCH <= SCRATCH_BYTES / 2 ? chunks.length : 0;
}

/** Entries, and places of a table, that one step of a build works on. */
const STEP_ENTRIES = 131_072;
const STEP_PLACES = 4_194_304;

function* buildChunks(kernel: Kernel, layout: Layout, chunkAt: (n: number) => number, count: number): Generator<void> {
  for (const [n, { length }] of layout.chunks.entries()) {
    const chunk = chunkAt(n);
    for (let from = 0; from < count; from += STEP_ENTRIES) {
      kernel.countChunk(chunk, layout.codes, from, Math.min(count, from + STEP_ENTRIES));
      yield;
    }
    const places = 2 ** length + 2;
    for (let from = 0, sum = 0; from < places; from += STEP_PLACES) {
      sum = kernel.sumChunk(chunk, from, Math.min(places, from + STEP_PLACES), sum);
      yield;
    }
    for (let from = 0; from < count; from += STEP_ENTRIES) {
      kernel.scatterChunk(chunk, layout.codes, from, Math.min(count, from + STEP_ENTRIES), SCRATCH);
      yield;
    }
  }
}
