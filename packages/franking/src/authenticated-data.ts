import { assertBytes } from './bytes.ts';
import { limits, tagComponentId } from './constants.ts';
import { FrankingError } from './errors.ts';
import { Reader } from './reader.ts';
import { Writer } from './writer.ts';

/**
 * Authenticated data for MLS with the tag as its one SafeAAD item (docs/spec/franking.md §3; draft-ietf-mls-extensions
 * §4.9): 36 bytes.
 * @throws {FrankingError} `invalid-argument` unless `tag` has 32 bytes
 */
export function encodeAuthenticatedData(tag: Uint8Array): Uint8Array {
  return encodeTagItem(tag, tagComponentId);
}

/**
 * The tag in a message's authenticated data. Items of other components may stand beside it.
 * @throws {FrankingError} `tag-missing`, `tag-duplicate` or `authenticated-data-malformed`
 */
export function readTag(authenticatedData: Uint8Array): Uint8Array {
  return readTagItem(authenticatedData, tagComponentId);
}

/** {@link encodeAuthenticatedData} for any profile's component. */
export function encodeTagItem(tag: Uint8Array, tagComponent: number): Uint8Array {
  return new Writer(36)
    .vectorLength(35)
    .uint(tagComponent, 2, 'componentId')
    .vectorLength(32)
    .fixed(tag, 32, 'tag')
    .finish();
}

/** {@link readTag} for any profile's component. */
export function readTagItem(authenticatedData: Uint8Array, tagComponent: number): Uint8Array {
  const tags: Uint8Array[] = [];
  for (const { componentId, data } of decodeItems(authenticatedData, tagComponent)) {
    if (componentId === tagComponent) tags.push(data);
  }
  const [tag] = tags;
  if (tag === undefined) throw new FrankingError('tag-missing', 'cannot find a tag in the authenticated data');
  if (tags.length > 1) throw new FrankingError('tag-duplicate', `cannot accept ${tags.length} tags in one message`);
  if (tag.length !== 32) malformed(`the tag has ${tag.length} bytes`);
  return tag;
}

function decodeItems(bytes: Uint8Array, tagComponent: number): { componentId: number; data: Uint8Array }[] {
  const items: { componentId: number; data: Uint8Array }[] = [];
  assertBytes(bytes, 'authenticatedData');
  if (bytes.length === 0) return items;
  try {
    const reader = new Reader(bytes, limits.authenticatedData, 'authenticatedData');
    const end = reader.vectorLength(0, limits.authenticatedData, 'aadItems') + reader.offset;
    if (end !== bytes.length) malformed('bytes left over');
    while (!reader.done) {
      const componentId = reader.uint(2, 'componentId');
      items.push({ componentId, data: reader.vector(0, limits.authenticatedData, 'aadItemData') });
    }
  } catch (error) {
    if (error instanceof FrankingError && error.code !== 'authenticated-data-malformed') malformed(error.message);
    throw error;
  }
  if (items.length > limits.authenticatedDataItems) malformed(`${items.length} items`);
  checkOrder(items, tagComponent);
  return items;
}

/** Sorted by component id, each at most once; two tags are left for {@link readTagItem} to name. */
function checkOrder(items: readonly { componentId: number }[], tagComponent: number): void {
  let last = -1;
  for (const { componentId } of items) {
    const secondTag = componentId === last && componentId === tagComponent;
    if (componentId <= last && !secondTag) malformed('items are not sorted, or not unique');
    last = componentId;
  }
}

function malformed(reason: string): never {
  throw new FrankingError('authenticated-data-malformed', `cannot read authenticated data: ${reason}`);
}
