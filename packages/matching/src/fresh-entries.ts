import { type CodeList, createCodeList } from './code-list.ts';
import { CODE_BYTES } from './plan-chunks.ts';

/** The newest entries of a live index, in the order in which they came. */
export interface FreshEntries {
  readonly list: CodeList;
  readonly alive: number;
  readonly full: boolean;
  idOf(entry: number): number;
  has(id: number): boolean;
  add(id: number, code: Uint8Array): void;
  remove(id: number): boolean;
  /** Those that are not removed: ids and permuted codes, copied. */
  contents(): { ids: Float64Array; codes: Uint8Array };
}

/** @param most as many entries as it takes; then a segment should be made of them */
export function createFreshEntries(most: number): FreshEntries {
  const list = createCodeList(most, { chunks: 0 });
  const ids = new Float64Array(most);
  const places = new Map<number, number>();
  return {
    list,
    get alive() {
      return places.size;
    },
    get full() {
      return list.count === most;
    },
    idOf: (entry) => ids[entry] ?? 0,
    has: (id) => places.has(id),
    add(id, code) {
      ids[list.count] = id;
      places.set(id, list.count);
      list.append(code);
    },
    remove(id) {
      const entry = places.get(id);
      if (entry === undefined) return false;
      places.delete(id);
      return list.remove(entry);
    },
    contents() {
      const codes = new Uint8Array(places.size * CODE_BYTES);
      for (const [n, entry] of [...places.values()].entries()) codes.set(list.codes(entry, entry + 1), n * CODE_BYTES);
      return { ids: Float64Array.from(places.keys()), codes };
    },
  };
}
