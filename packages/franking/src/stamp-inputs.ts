import { hmacSha256 } from '#primitives';
import { assertBytes, concatBytes } from './bytes.ts';
import { labels, macLength } from './constants.ts';

/** HMAC over `StampMacInput`, truncated to 16 bytes (docs/spec/franking.md §4). */
export function computeStampMac(macKey: Uint8Array, tag: Uint8Array, contextBytes: Uint8Array): Uint8Array {
  assertBytes(macKey, 'macKey', 32);
  assertBytes(tag, 'tag', 32);
  return hmacSha256(macKey, labels.stampMac, tag, contextBytes).slice(0, macLength);
}

/** `StampSignatureInput`. It holds the tag: without it a stamp could be moved to another message. */
export function stampSignatureInput(tag: Uint8Array, contextBytes: Uint8Array, mac: Uint8Array): Uint8Array {
  assertBytes(tag, 'tag', 32);
  assertBytes(mac, 'mac', macLength);
  return concatBytes(labels.stampSignature, tag, contextBytes, mac);
}
