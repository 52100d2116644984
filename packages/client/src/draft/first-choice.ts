import type { DraftEntry } from './draft-state.ts';
import { evidenceBytes, fitsWithAnswers } from './report-size.ts';

/**
 * Those of `wanted` that a report begins with: in this order, each if it still fits with every answer that can be given.
 * The first is in whatever it takes; one message always fits.
 */
export function fillReport(wanted: Iterable<DraftEntry>): Set<DraftEntry> {
  const chosen = new Set<DraftEntry>();
  let bytes = 0;
  for (const entry of wanted) {
    if (chosen.has(entry)) continue;
    const more = bytesOrNone(entry);
    if (chosen.size > 0 && (more === null || !fitsWithAnswers(bytes + more))) continue;
    chosen.add(entry);
    bytes += more ?? 0;
  }
  return chosen;
}

/** Null for a version that cannot be opened. */
function bytesOrNone(entry: DraftEntry): number | null {
  try {
    return evidenceBytes(entry);
  } catch {
    return null;
  }
}
