import { type CodeList, createCodeList } from './code-list.ts';
import { CODE_BYTES } from './plan-chunks.ts';

/** A built list of codes whose ids ascend. Nothing changes in it but that entries are removed. */
export interface Segment {
  readonly list: CodeList;
  readonly ids: Float64Array;
  /** Entries that are not removed. */
  readonly alive: number;
  has(id: number): boolean;
  /** Returns false when the id is not there, or no more. */
  remove(id: number): boolean;
}

/** Appends entries in ascending order of ids; `finish` makes the segment, once as many are there as were announced. */
export interface SegmentBuilder {
  readonly count: number;
  append(ids: Float64Array, codes: Uint8Array): void;
  /** Steps of some milliseconds each; returns the segment. */
  finish(): Generator<void, Segment, void>;
}

/** @param capacity the most entries that will be appended */
export function buildSegment(capacity: number): SegmentBuilder {
  const list = createCodeList(capacity);
  const ids = new Float64Array(capacity);
  return {
    get count() {
      return list.count;
    },
    append(more, codes) {
      ids.set(more, list.count);
      list.append(codes);
    },
    *finish() {
      yield* list.buildSteps();
      return segmentOf(list, ids.subarray(0, list.count));
    },
  };
}

function segmentOf(list: CodeList, ids: Float64Array): Segment {
  const find = (id: number): number => {
    const at = lowerBound(ids, id);
    return ids[at] === id && !list.isRemoved(at) ? at : -1;
  };
  return {
    list,
    ids,
    get alive() {
      return list.count - list.removed;
    },
    has: (id) => find(id) >= 0,
    remove(id) {
      const entry = find(id);
      return entry >= 0 && list.remove(entry);
    },
  };
}

function lowerBound(ids: Float64Array, id: number): number {
  let from = 0;
  let to = ids.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((ids[middle] ?? 0) < id) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** Permuted codes and their ids, ids ascending; does not change what it is given. */
export function sortById(ids: Float64Array, codes: Uint8Array): { ids: Float64Array; codes: Uint8Array } {
  if (ids.every((id, n) => n === 0 || (ids[n - 1] ?? 0) <= id)) return { ids, codes };
  const order = Uint32Array.from(ids, (_, n) => n).sort((a, b) => (ids[a] ?? 0) - (ids[b] ?? 0));
  const sorted = new Uint8Array(codes.length);
  for (const [to, from] of order.entries()) {
    sorted.set(codes.subarray(from * CODE_BYTES, (from + 1) * CODE_BYTES), to * CODE_BYTES);
  }
  return { ids: Float64Array.from(order, (from) => ids[from] ?? 0), codes: sorted };
}
