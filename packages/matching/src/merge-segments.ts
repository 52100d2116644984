import { CODE_BYTES } from './plan-chunks.ts';
import { buildSegment, type Segment, type SegmentBuilder } from './segment.ts';

/** Entries that one step of a merge copies. */
const STEP_ENTRIES = 32_768;

/**
 * One segment with what is left of all `sources`, in steps of some milliseconds. What is removed from a source meanwhile may
 * be in the result or not: the caller removes it again.
 */
export function* mergeSegments(sources: readonly Segment[]): Generator<void, Segment, void> {
  const builder = buildSegment(sources.reduce((sum, { alive }) => sum + alive, 0));
  yield* appendInOrder(sources, builder);
  return yield* builder.finish();
}

function* appendInOrder(sources: readonly Segment[], builder: SegmentBuilder): Generator<void, void, void> {
  const cursors = sources.map((segment) => ({ segment, at: 0 }));
  const ids = new Float64Array(STEP_ENTRIES);
  const codes = new Uint8Array(STEP_ENTRIES * CODE_BYTES);
  let count = 0;
  let visited = 0;
  for (;;) {
    let least: { segment: Segment; at: number } | null = null;
    let leastId = Number.POSITIVE_INFINITY;
    for (const cursor of cursors) {
      const id = cursor.segment.ids[cursor.at] ?? Number.POSITIVE_INFINITY;
      if (id < leastId) {
        least = cursor;
        leastId = id;
      }
    }
    if (least) {
      const { list } = least.segment;
      if (!list.isRemoved(least.at)) {
        ids[count] = leastId;
        codes.set(list.codes(least.at, least.at + 1), count * CODE_BYTES);
        count++;
      }
      least.at++;
    }
    if (least && ++visited < STEP_ENTRIES) continue;
    builder.append(ids.subarray(0, count), codes.subarray(0, count * CODE_BYTES));
    count = 0;
    visited = 0;
    if (!least) return;
    yield;
  }
}
