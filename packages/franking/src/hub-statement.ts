import { assertBytes, concatBytes } from './bytes.ts';
import { type StampContext, stampContextBytes } from './stamp-context.ts';

/** What a hub says with a stamp: this tag, in this context. MAC and signature are how it can be believed. */
export interface HubStatement {
  /** 32 bytes, computed from the leaves of verified evidence. */
  tag: Uint8Array;
  context: StampContext;
}

/**
 * The statement as bytes: equal for two stamps if and only if they say the same. The MAC is no substitute for the tag: it
 * has 128 bits, and a hub that looks for two tags with one MAC finds them after 2^64 tries (docs/spec/franking.md §10.7).
 */
export function encodeHubStatement({ tag, context }: HubStatement): Uint8Array {
  assertBytes(tag, 'tag', 32);
  return concatBytes(tag, stampContextBytes(context));
}
