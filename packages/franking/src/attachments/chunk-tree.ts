import { createSha256, sha256 } from '#primitives';
import { fromAscii } from '../bytes.ts';
import { Writer } from '../writer.ts';
import { hashLength } from './chunk-layout.ts';

/** The Merkle tree of RFC 6962 §2.1 over the chunks as they lie in the ciphertext (docs/spec/attachments.md §4). */
const leafPrefix = Uint8Array.of(0);
const rootLabel = fromAscii('\x1aWH-FRANK-1 attachment root');

/** `leaf_i`: of chunk and tag. */
export function hashChunk(chunk: Uint8Array): Uint8Array {
  return createSha256().update(leafPrefix).update(chunk).digest();
}

/** All nodes, level by level from the leaves to the head; each level is one byte string of 32 bytes a node. */
export type ChunkTree = readonly Uint8Array[];

/** @param leafList 32 bytes a leaf, at least one */
export function buildTree(leafList: Uint8Array): ChunkTree {
  const levels = [leafList];
  for (let level = leafList; level.length > hashLength; ) {
    const width = level.length / hashLength;
    const above = new Uint8Array(Math.ceil(width / 2) * hashLength);
    for (let index = 0; index < width; index += 2) {
      const left = nodeAt(level, index);
      // a node without a sibling moves up as it is: the same tree as RFC 6962's split at a power of two
      above.set(index + 1 < width ? hashPair(left, nodeAt(level, index + 1)) : left, (index / 2) * hashLength);
    }
    levels.push(above);
    level = above;
  }
  return levels;
}

export function treeHead(tree: ChunkTree): Uint8Array {
  return tree.at(-1) ?? new Uint8Array();
}

/** The siblings between leaf `index` and the head, from below: RFC 6962 §2.1.1. 32 bytes each, in one byte string. */
export function pathOf(tree: ChunkTree, index: number): Uint8Array {
  const siblings: Uint8Array[] = [];
  let place = index;
  for (const level of tree) {
    const sibling = place ^ 1;
    if (sibling * hashLength < level.length) siblings.push(nodeAt(level, sibling));
    place >>= 1;
  }
  const path = new Uint8Array(siblings.length * hashLength);
  for (const [at, sibling] of siblings.entries()) path.set(sibling, at * hashLength);
  return path;
}

/** The head that leaf and path lead to in a tree of `count` leaves; null for a path of another length. */
export function headFromPath(leaf: Uint8Array, index: number, count: number, path: Uint8Array): Uint8Array | null {
  let node = leaf;
  let offset = 0;
  for (let place = index, width = count; width > 1; place >>= 1, width = Math.ceil(width / 2)) {
    if ((place ^ 1) >= width) continue;
    const sibling = path.subarray(offset, offset + hashLength);
    if (sibling.length < hashLength) return null;
    offset += hashLength;
    node = place % 2 === 0 ? hashPair(node, sibling) : hashPair(sibling, node);
  }
  return offset === path.length ? node : null;
}

/** `chunk_root`: binds the head to the one key, size and chunk size that it was made for. */
export function computeChunkRoot(
  keyCommitment: Uint8Array,
  { size, chunkSize }: { size: number; chunkSize: number },
  head: Uint8Array,
): Uint8Array {
  const writer = new Writer(101).raw(rootLabel).fixed(keyCommitment, 32, 'keyCommitment');
  writer.uint(chunkSize, 4, 'chunkSize').uint(size, 6, 'size').fixed(head, 32, 'head');
  return sha256(writer.finish());
}

function nodeAt(level: Uint8Array, index: number): Uint8Array {
  return level.subarray(index * hashLength, (index + 1) * hashLength);
}

const pair = new Uint8Array(1 + 2 * hashLength);
pair[0] = 1;

function hashPair(left: Uint8Array, right: Uint8Array): Uint8Array {
  pair.set(left, 1);
  pair.set(right, 1 + hashLength);
  return sha256(pair);
}
