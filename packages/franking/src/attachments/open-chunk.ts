import { constantTimeEqual } from '#primitives';
import type { ChunkedSeal } from '../attachment.ts';
import { type ChunkKeys, deriveChunkKeys } from './attachment-keys.ts';
import { type AttachmentCipher, chunkNonce, importCipher } from './chunk-cipher.ts';
import { type ChunkLayout, chunkLayout } from './chunk-layout.ts';
import { computeChunkRoot, hashChunk, headFromPath } from './chunk-tree.ts';
import { type AttachmentRefusal, refused } from './verdict.ts';

/** A chunk as it lies in the ciphertext, with the way to the root. */
export interface ProvenChunk {
  index: number;
  /** Ciphertext and tag. */
  chunk: Uint8Array;
  /** 32 bytes for each sibling, from below (RFC 6962 §2.1.1). */
  path: Uint8Array;
}

/** `offset` counts bytes of the plaintext. */
export type OpenedChunk = { ok: true; offset: number; bytes: Uint8Array<ArrayBuffer> } | AttachmentRefusal;

/** A file whose chunks are opened alone. */
export interface OpenedSeal {
  seal: ChunkedSeal;
  layout: ChunkLayout;
  keys: ChunkKeys;
  cipher: AttachmentCipher;
}

export async function openSeal(seal: ChunkedSeal): Promise<OpenedSeal> {
  const keys = deriveChunkKeys(seal.key, seal.nonce);
  return { seal, layout: chunkLayout(seal), keys, cipher: await importCipher(keys.encryptionKey) };
}

/**
 * One chunk with its Merkle path: proves that the message commits to these bytes at this place, with nothing else of the
 * file at hand (docs/spec/attachments.md §5.2).
 * @throws {FrankingError} `invalid-argument` on an index that names no chunk
 */
export async function openChunk(seal: ChunkedSeal, proven: ProvenChunk): Promise<OpenedChunk> {
  return openProven(await openSeal(seal), proven);
}

export function openProven(opened: OpenedSeal, { index, chunk, path }: ProvenChunk): Promise<OpenedChunk> {
  const { seal, layout, keys } = opened;
  return openLeaf(opened, index, chunk, (leaf) => {
    const head = headFromPath(leaf, index, layout.count, path);
    return head !== null && constantTimeEqual(computeChunkRoot(keys.keyCommitment, seal, head), seal.chunkRoot);
  });
}

/** Opens a chunk of the length that its place demands, whose leaf is the committed one. */
export async function openLeaf(
  { seal, layout, cipher }: OpenedSeal,
  index: number,
  chunk: Uint8Array,
  isCommitted: (leaf: Uint8Array) => boolean,
): Promise<OpenedChunk> {
  const { start, end } = layout.chunk(index);
  // a sender can commit to a chunk that is longer than its place: its bytes would pass for those of the next one
  if (chunk.length !== end - start || !isCommitted(hashChunk(chunk)))
    return refused('chunk-mismatch', `chunk ${index}`);
  const bytes = await cipher.open(chunkNonce(seal.nonce, index, index === layout.count - 1), chunk);
  if (bytes === null) return refused('attachment-key-mismatch', `chunk ${index}`);
  return { ok: true, offset: layout.plaintext(index).start, bytes };
}
