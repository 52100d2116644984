import { commit } from './commitment.ts';
import { type Content, decodeContent } from './content.ts';
import { checkKind } from './kind-rules.ts';

/** A decoded message. `parts[i]` was decoded from `encodedParts[i + 1]`; `encodedParts[0]` is the header. */
export interface OpenedContent extends Content {
  /** Recomputed from the bytes received; equal to the message's own tag only if the sender committed to these bytes. */
  tag: Uint8Array;
}

/**
 * Decodes content and recomputes its tag (docs/spec/franking.md §2, §3). Proves nothing by itself: {@link checkReceived}
 * compares the tag with the message's.
 * @throws {FrankingError} unless `content` is canonical
 */
export function openContent(content: Uint8Array): OpenedContent {
  const decoded = decodeContent(content);
  checkKind(decoded.header, decoded.parts, decoded.encodedParts.length);
  return { ...decoded, tag: commit(decoded.frankingKey, decoded.encodedParts) };
}
