import { createSha256, randomBytes } from '#primitives';
import type { ChunkedSeal } from '../attachment.ts';
import { deriveChunkKeys } from './attachment-keys.ts';
import { type ByteSource, inLengths, markLast, oneAhead } from './byte-source.ts';
import { chunkNonce, importCipher } from './chunk-cipher.ts';
import { attachmentLimits, checkChunks, hashLength } from './chunk-layout.ts';
import { buildTree, computeChunkRoot, hashChunk, treeHead } from './chunk-tree.ts';
import { drawKey } from './draw-key.ts';

export interface SealAttachmentStreamInput {
  /** The plaintext; its length need not be known. */
  source: ByteSource;
  /** Takes the ciphertext piece by piece, in order. */
  write: (bytes: Uint8Array) => void | Promise<void>;
  /** A power of two, 4096 to 4194304; 65536 if left out. */
  chunkSize?: number;
  /** Source of key and nonce; the platform's secure one if left out. */
  random?: (length: number) => Uint8Array;
}

/**
 * Encrypts a file of any length chunk by chunk (docs/spec/attachments.md §3). Holds a few chunks and 32 bytes for each
 * chunk that has gone by.
 * @throws {FrankingError} `invalid-argument` on a chunk size that is not allowed, a file of more than 2^20 chunks, or a
 * random source that gives zeros
 */
export async function sealAttachmentStream(input: SealAttachmentStreamInput): Promise<ChunkedSeal> {
  const { source, write, random = randomBytes, chunkSize = attachmentLimits.chunkSizeDefault } = input;
  checkChunks(0, chunkSize, 'invalid-argument');
  const { key, nonce } = drawKey(random);
  const { encryptionKey, keyCommitment } = deriveChunkKeys(key, nonce);
  const cipher = await importCipher(encryptionKey);
  const [plaintextHash, ciphertextHash] = [createSha256(), createSha256()];
  const emit = (bytes: Uint8Array) => {
    ciphertextHash.update(bytes);
    return write(bytes);
  };

  await emit(keyCommitment);
  let size = 0;
  const leaves: Uint8Array[] = [];
  const pieces = markLast(inLengths(source, () => chunkSize));
  const chunks = oneAhead(pieces, ({ piece, isLast }, index) => {
    size += piece.length;
    checkChunks(size, chunkSize, 'invalid-argument');
    const sealing = cipher.seal(chunkNonce(nonce, index, isLast), piece);
    plaintextHash.update(piece);
    return sealing;
  });
  for await (const chunk of chunks) {
    leaves.push(hashChunk(chunk));
    await emit(chunk);
  }
  const leafList = new Uint8Array(leaves.length * hashLength);
  for (const [index, leaf] of leaves.entries()) leafList.set(leaf, index * hashLength);
  await emit(leafList);
  return {
    algorithm: 'A256GCM-STREAM',
    ...{ size, key, nonce },
    ciphertextSha256: ciphertextHash.digest(),
    plaintextSha256: plaintextHash.digest(),
    chunkSize,
    chunkRoot: computeChunkRoot(keyCommitment, { size, chunkSize }, treeHead(buildTree(leafList))),
  };
}
