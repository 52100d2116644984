import type { MatchIndex } from '@wellhouse/matching';

/** Whether a search for `code` answers `id`. */
export function hasCode(index: MatchIndex, code: Uint8Array, id: number): boolean {
  return index.search(code, 31, 100_000).entry.includes(id);
}
