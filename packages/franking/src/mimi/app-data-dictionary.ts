import { FrankingError } from '../errors.ts';
import { Reader } from '../reader.ts';
import { Writer } from '../writer.ts';
import { mimiLimits } from './constants.ts';

/** `ComponentData` (draft-ietf-mls-extensions, "Application State"). */
export interface ComponentData {
  /** uint16 */
  componentId: number;
  data: Uint8Array;
}

/** `AppDataDictionary`: sorted by component id, each at most once. */
export function writeDictionary(writer: Writer, entries: readonly ComponentData[]): Writer {
  checkEntries(entries);
  const list = new Writer(256);
  for (const { componentId, data } of entries) {
    list.uint(componentId, 2, 'componentId').vector(data, 0, mimiLimits.dictionary, 'data');
  }
  return writer.vector(list.finish(), 0, mimiLimits.dictionary, 'componentData');
}

export function readDictionary(reader: Reader): ComponentData[] {
  const bytes = reader.vector(0, mimiLimits.dictionary, 'componentData');
  const list = new Reader(bytes, mimiLimits.dictionary, 'componentData');
  const entries: ComponentData[] = [];
  while (!list.done && entries.length <= mimiLimits.dictionaryEntries) {
    entries.push({
      componentId: list.uint(2, 'componentId'),
      data: list.vector(0, mimiLimits.dictionary, 'data'),
    });
  }
  checkEntries(entries);
  return entries;
}

function checkEntries(entries: readonly ComponentData[]): void {
  if (entries.length > mimiLimits.dictionaryEntries) {
    throw new FrankingError('too-many-items', `cannot accept more than ${mimiLimits.dictionaryEntries} components`);
  }
  let last = -1;
  for (const { componentId } of entries) {
    if (componentId === last) throw new FrankingError('duplicate-key', `cannot accept component ${componentId} twice`);
    if (componentId < last) throw new FrankingError('not-deterministic', 'cannot accept components out of order');
    last = componentId;
  }
}
