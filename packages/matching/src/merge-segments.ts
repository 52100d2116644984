import { CODE_BYTES } from './plan-chunks.ts';
import { buildSegment, type Segment, type SegmentBuilder } from './segment.ts';

/**
 * One segment with what is left of all `sources`, in steps of some milliseconds. What is removed from a source meanwhile may
 * be in the result or not: the caller removes it again.
 * @param stepEntries how many entries a step copies
 */
export function* mergeSegments(sources: readonly Segment[], stepEntries: number): Generator<void, Segment, void> {
  const builder = buildSegment(sources.reduce((sum, { alive }) => sum + alive, 0));
  yield* appendInOrder(sources, builder, stepEntries);
  return yield* builder.finish();
}

function* appendInOrder(
  sources: readonly Segment[],
  builder: SegmentBuilder,
  stepEntries: number,
): Generator<void, void, void> {
  const cursors = sources.map((segment) => ({ segment, at: 0 }));
  const ids = new Float64Array(stepEntries);
  const codes = new Uint8Array(stepEntries * CODE_BYTES);
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
    if (least && ++visited < stepEntries) continue;
    builder.append(ids.subarray(0, count), codes.subarray(0, count * CODE_BYTES));
    count = 0;
    visited = 0;
    if (!least) return;
    yield;
  }
}
