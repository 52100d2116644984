import { Tagged } from 'cborg';
import { FrankingError } from '../errors.ts';
import { mimiLimits } from './constants.ts';
import { assertUri } from './identifier-uri.ts';
import { asText, wrong } from './shape.ts';

/** The extensions map of a MIMI content (draft-ietf-mimi-content-08, "Extension Fields"). */
export interface ContentExtensions {
  /** Key 1: the sender's claim. Null where it is left out, which franking does not allow. */
  senderUri: string | null;
  /** Key 2. */
  roomUri: string | null;
  /** Extensions with other keys: CBOR values, kept and never interpreted. */
  otherExtensions: ReadonlyMap<number | string, unknown>;
}

const senderKey = 1;
const roomKey = 2;

export function extensionsToValue({ senderUri, roomUri, otherExtensions }: ContentExtensions): Map<unknown, unknown> {
  const value = new Map<unknown, unknown>(otherExtensions);
  for (const key of [senderKey, roomKey]) if (value.has(key)) wrong('otherExtensions', 'no key 1 or 2');
  if (senderUri !== null) value.set(senderKey, senderUri);
  if (roomUri !== null) value.set(roomKey, roomUri);
  return value;
}

/** @throws {FrankingError} `invalid-value`, `too-long` or `too-deep` (beyond 4 levels, the map itself being the first) */
export function extensionsFromValue(value: unknown): ContentExtensions {
  if (!(value instanceof Map)) return wrong('extensions', 'a map');
  let senderUri: string | null = null;
  let roomUri: string | null = null;
  const otherExtensions = new Map<number | string, unknown>();
  for (const [key, content] of value as Map<unknown, unknown>) {
    if (key === senderKey) senderUri = uriOf(content, 'senderUri');
    else if (key === roomKey) roomUri = uriOf(content, 'roomUri');
    else otherExtensions.set(otherKey(key), content);
  }
  if (levelsOf(value) > mimiLimits.extensionLevels) {
    throw new FrankingError('too-deep', `cannot decode extensions beyond ${mimiLimits.extensionLevels} levels`);
  }
  return { senderUri, roomUri, otherExtensions };
}

function uriOf(value: unknown, field: string): string {
  const uri = asText(value, mimiLimits.uri, field);
  return uri === '' ? wrong(field, 'a URI') : assertUri(uri, field);
}

/** A positive or negative integer, or text of 1 to 255 bytes; 0 is reserved. */
function otherKey(key: unknown): number | string {
  if (typeof key === 'number' && key !== 0) return key;
  return asText(key, mimiLimits.extensionKey, 'extension key') || wrong('extension key', 'text that is not empty');
}

/** Arrays, maps and tags inside one another. The decoder has bounded it already: the recursion is shallow. */
function levelsOf(value: unknown): number {
  if (value instanceof Tagged) return 1 + levelsOf(value.value);
  const inside = value instanceof Map ? [...value.keys(), ...value.values()] : value;
  if (!Array.isArray(inside)) return 0;
  return 1 + inside.reduce((most: number, item: unknown) => Math.max(most, levelsOf(item)), 0);
}
