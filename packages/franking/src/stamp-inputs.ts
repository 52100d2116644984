import { hmacSha256 } from '#primitives';
import { assertBytes, concatBytes } from './bytes.ts';
import { labels, macLength } from './constants.ts';
import { encodeStampContext, type StampContext } from './stamp-context.ts';
import { Writer } from './writer.ts';

/** Tag and context as they stand in both inputs, encoded once. */
export function encodeStamped(tag: Uint8Array, context: StampContext): Uint8Array {
  const writer = new Writer(256).fixed(tag, 32, 'tag');
  encodeStampContext(writer, context);
  return writer.finish();
}

/** HMAC over `StampMacInput`, truncated to 16 bytes (docs/spec/franking.md §4). */
export function computeStampMac(macKey: Uint8Array, stamped: Uint8Array): Uint8Array {
  assertBytes(macKey, 'macKey', 32);
  return hmacSha256(macKey, labels.stampMac, stamped).slice(0, macLength);
}

/** `StampSignatureInput`. It holds the tag: without it a stamp could be moved to another message. */
export function stampSignatureInput(stamped: Uint8Array, mac: Uint8Array): Uint8Array {
  assertBytes(mac, 'mac', macLength);
  return concatBytes(labels.stampSignature, stamped, mac);
}
