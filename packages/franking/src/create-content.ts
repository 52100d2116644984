import { randomBytes } from '#primitives';
import { commit } from './commitment.ts';
import { encodeContent } from './content.ts';
import { FrankingError } from './errors.ts';
import { checkKind } from './kind-rules.ts';
import type { MessageHeader } from './message-header.ts';
import { type ContentPart, encodeHeaderPart, encodePart } from './part.ts';

export interface CreateContentInput {
  header: MessageHeader;
  /** Body parts, 0 to 63, as the header's kind allows (docs/spec/franking.md §2.1). */
  parts: readonly ContentPart[];
  /** Source of the franking key; the platform's secure one if left out. */
  random?: (length: number) => Uint8Array;
}

/**
 * Encodes a message and commits to it (docs/spec/franking.md §2, §3). Every message draws a fresh franking key, and every
 * part gets a key of its own, so that each can be disclosed alone.
 * @returns `content`: what MLS encrypts as application data · `tag`: 32 bytes for {@link encodeAuthenticatedData}
 * @throws {FrankingError} on a field beyond its limit, or parts that the kind does not allow (`kind-mismatch`)
 */
export function createContent(input: CreateContentInput): { content: Uint8Array; tag: Uint8Array } {
  checkKind(input.header, input.parts, input.parts.length + 1);
  const frankingKey = (input.random ?? randomBytes)(32);
  if (frankingKey.every((byte) => byte === 0)) {
    throw new FrankingError('franking-key-zero', 'cannot create content: the random source gives zeros');
  }
  const encodedParts = [encodeHeaderPart(input.header), ...input.parts.map(encodePart)];
  return { content: encodeContent(frankingKey, encodedParts), tag: commit(frankingKey, encodedParts) };
}
