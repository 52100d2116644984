import { constantTimeEqual } from '#primitives';
import type { ChunkedSeal } from '../attachment.ts';
import type { ChunkKeys } from './attachment-keys.ts';
import { chunkLayout, hashLength } from './chunk-layout.ts';
import { buildTree, type ChunkTree, computeChunkRoot, treeHead } from './chunk-tree.ts';
import { type AttachmentRefusal, refused } from './verdict.ts';

/** The two parts of a ciphertext that everything else hangs on, as they were read. */
export interface CiphertextFrame {
  keyCommitment: Uint8Array;
  leafList: Uint8Array;
}

/** Rules 3 and 4 of docs/spec/attachments.md §5: the ciphertext is for this key, and its leaves are the committed ones. */
export function checkFrame(
  seal: ChunkedSeal,
  keys: ChunkKeys,
  { keyCommitment, leafList }: CiphertextFrame,
): { ok: true; tree: ChunkTree } | AttachmentRefusal {
  if (!constantTimeEqual(keyCommitment, keys.keyCommitment)) return refused('attachment-key-mismatch');
  if (leafList.length !== chunkLayout(seal).count * hashLength) return refused('leaf-list-mismatch');
  const tree = buildTree(leafList);
  const root = computeChunkRoot(keys.keyCommitment, seal, treeHead(tree));
  return constantTimeEqual(root, seal.chunkRoot) ? { ok: true, tree } : refused('leaf-list-mismatch');
}
