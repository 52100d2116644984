import { encodeTagItem, readTagItem } from '../authenticated-data.ts';
import { frankAadComponentId } from './constants.ts';

/**
 * Authenticated data for MLS with `FrankAAD` as its one SafeAAD item (draft-ietf-mimi-protocol-06 §5.4.1;
 * draft-ietf-mls-extensions, "Safe Additional Authenticated Data"): 36 bytes, `23 0020 20 franking_tag`.
 * @throws {FrankingError} `invalid-argument` unless `frankingTag` has 32 bytes
 */
export function encodeFrankAad(frankingTag: Uint8Array): Uint8Array {
  return encodeTagItem(frankingTag, frankAadComponentId);
}

/**
 * The franking tag in a message's authenticated data. Items of other components may stand beside it.
 * @throws {FrankingError} `tag-missing`, `tag-duplicate` or `authenticated-data-malformed` (also for items out of order)
 */
export function readFrankAad(authenticatedData: Uint8Array): Uint8Array {
  return readTagItem(authenticatedData, frankAadComponentId);
}
