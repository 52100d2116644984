import { hmacSha256, sha256 } from '#primitives';
import { assertBytes } from './bytes.ts';
import { labels } from './constants.ts';
import { closedForm } from './part.ts';
import { Writer } from './writer.ts';

/** `part_key_i` (docs/spec/franking.md §3): opens part `index` and no other. */
export function derivePartKey(frankingKey: Uint8Array, index: number): Uint8Array {
  assertBytes(frankingKey, 'frankingKey', 32);
  return hmacSha256(frankingKey, labels.part, new Writer(2).uint(index, 2, 'index').finish());
}

/**
 * `leaf_i`, the same for an attachment with its key and without. The key has exactly 32 bytes: HMAC pads shorter ones, and
 * two keys would open one leaf.
 */
export function computeLeaf(partKey: Uint8Array, part: Uint8Array): Uint8Array {
  assertBytes(partKey, 'partKey', 32);
  return hmacSha256(partKey, closedForm(part));
}

/** The tag over all leaves, in order of their parts. */
export function computeTag(leaves: readonly Uint8Array[]): Uint8Array {
  const writer = new Writer(labels.root.length + 2 + 32 * leaves.length).raw(labels.root);
  writer.uint(leaves.length, 2, 'count');
  for (const leaf of leaves) writer.fixed(leaf, 32, 'leaf');
  return sha256(writer.finish());
}

/** The tag of a message from its franking key and the bytes of its parts. */
export function commit(frankingKey: Uint8Array, parts: readonly Uint8Array[]): Uint8Array {
  return computeTag(parts.map((part, index) => computeLeaf(derivePartKey(frankingKey, index), part)));
}
