import type { DraftEntry, DraftPart } from './draft-state.ts';

/** The entry with other properties. Opens no message whose parts nobody has asked for, as spreading the entry would. */
export function withChanges(entry: DraftEntry, changes: Partial<DraftEntry>): DraftEntry {
  const properties = { ...Object.getOwnPropertyDescriptors(entry), ...Object.getOwnPropertyDescriptors(changes) };
  return Object.defineProperties({}, properties) as DraftEntry;
}

/** The entry with parts that are made once, when they are asked for first. */
export function withParts(entry: Omit<DraftEntry, 'parts'>, make: () => readonly DraftPart[]): DraftEntry {
  let made: readonly DraftPart[] | null = null;
  const parts: PropertyDescriptor = {
    ...{ enumerable: true, configurable: true },
    get() {
      made ??= make();
      return made;
    },
  };
  return Object.defineProperties({}, { ...Object.getOwnPropertyDescriptors(entry), parts }) as DraftEntry;
}
