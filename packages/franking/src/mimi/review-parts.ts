import { decodeUtf8 } from '../utf8.ts';
import type { NestedPart } from './nested-part.ts';

/** One leaf of a body as a reviewer sees it. */
export interface ReviewPart {
  /** Depth-first number of the part, from 0 (draft-ietf-mimi-content-08: "implied part index"). */
  partIndex: number;
  disposition: number;
  language: string;
  contentType: string;
  /** Of a `text/…` part in well-formed UTF-8; null for everything else. */
  text: string | null;
  /** Bytes; what the sender claims for external content. */
  size: bigint;
  /** Where external content lies, and what the sender calls it. */
  external: { url: string; description: string; filename: string } | null;
}

/**
 * All single and external parts of a body. Every alternative of a `chooseOne` is among them: which one a receiver saw is for
 * their device to choose.
 */
export function reviewParts(body: NestedPart): ReviewPart[] {
  const found: ReviewPart[] = [];
  collect(body, 0, found);
  return found;
}

/** Returns the next free part index. */
function collect(part: NestedPart, partIndex: number, found: ReviewPart[]): number {
  const { disposition, language } = part;
  if (part.type === 'multi') {
    return part.parts.reduce((next, inner) => collect(inner, next, found), partIndex + 1);
  }
  if (part.type === 'single') {
    const { contentType, content } = part;
    const text = textOf(contentType, content);
    const size = BigInt(content.length);
    found.push({ partIndex, disposition, language, contentType, text, size, external: null });
  } else if (part.type === 'external') {
    const { contentType, size, url, description, filename } = part;
    const external = { url, description, filename };
    found.push({ partIndex, disposition, language, contentType, text: null, size, external });
  }
  return partIndex + 1;
}

function textOf(contentType: string, content: Uint8Array): string | null {
  if (!contentType.toLowerCase().startsWith('text/')) return null;
  try {
    return decodeUtf8(content, 'content');
  } catch {
    return null;
  }
}
