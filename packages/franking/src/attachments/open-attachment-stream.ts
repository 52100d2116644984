import { constantTimeEqual, createSha256 } from '#primitives';
import type { ChunkedSeal } from '../attachment.ts';
import { deriveChunkKeys } from './attachment-keys.ts';
import { type ByteSource, inLengths, oneAhead } from './byte-source.ts';
import { checkFrame } from './check-frame.ts';
import { importCipher } from './chunk-cipher.ts';
import { type ByteRange, type ChunkLayout, chunkLayout, commitmentLength, hashLength } from './chunk-layout.ts';
import { openLeaf } from './open-chunk.ts';
import { type AttachmentRefusal, refused } from './verdict.ts';

export interface OpenAttachmentStreamInput {
  /** Gives the ciphertext from its beginning. Called twice: to verify it, then to open it. */
  read: () => ByteSource;
  /**
   * Takes the plaintext chunk by chunk, in order; each chunk is the one that the message commits to at its place. Show or
   * keep none of it unless the verdict is `ok`.
   */
  write: (bytes: Uint8Array) => void | Promise<void>;
}

/**
 * Opens a file of any length (docs/spec/attachments.md §5). Holds a few chunks and 32 bytes a chunk. Never throws for
 * anything that a sender, a server or a reporter can cause; what `read` and `write` throw, comes through.
 */
export async function openAttachmentStream(
  seal: ChunkedSeal,
  { read, write }: OpenAttachmentStreamInput,
): Promise<{ ok: true } | AttachmentRefusal> {
  const layout = chunkLayout(seal);
  const keys = deriveChunkKeys(seal.key, seal.nonce);
  const scanned = await scan(layout, read());
  if (!scanned.ok) return scanned;
  if (!constantTimeEqual(scanned.sha256, seal.ciphertextSha256)) return refused('ciphertext-mismatch');
  const { keyCommitment, leafList } = scanned;
  const frame = checkFrame(seal, keys, { keyCommitment, leafList });
  if (!frame.ok) return frame;

  const cipher = await importCipher(keys.encryptionKey);
  const plaintextHash = createSha256();
  // the second reading may give other bytes than the first: each chunk is held to its leaf and to its length again
  const opening = oneAhead(chunksOf(layout, read()), (chunk, index) =>
    openLeaf({ seal, layout, keys, cipher }, index, chunk, (leaf) => constantTimeEqual(leaf, leafAt(leafList, index))),
  );
  let opened = 0;
  for await (const chunk of opening) {
    if (!chunk.ok) return chunk;
    opened += 1;
    plaintextHash.update(chunk.bytes);
    await write(chunk.bytes);
  }
  // the second reading may have ended early
  if (opened < layout.count) return refused('attachment-truncated');
  return constantTimeEqual(plaintextHash.digest(), seal.plaintextSha256) ? { ok: true } : refused('plaintext-mismatch');
}

type Scanned = { ok: true; sha256: Uint8Array; keyCommitment: Uint8Array; leafList: Uint8Array } | AttachmentRefusal;

/** Reads everything once; stops at the first byte too many. */
async function scan(layout: ChunkLayout, source: ByteSource): Promise<Scanned> {
  const hash = createSha256();
  const keyCommitment = new Uint8Array(commitmentLength);
  let leafList = new Uint8Array();
  let offset = 0;
  for await (const piece of source) {
    if (offset + piece.length > layout.length) return refused('attachment-extended', `${layout.length} bytes expected`);
    hash.update(piece);
    copyOverlap(piece, offset, layout.keyCommitment, keyCommitment);
    // only once the bytes are there: a descriptor can promise a million chunks that nobody has
    const reached = offset + piece.length > layout.leafList.start;
    if (reached && leafList.length === 0) leafList = new Uint8Array(layout.count * hashLength);
    copyOverlap(piece, offset, layout.leafList, leafList);
    offset += piece.length;
  }
  if (offset < layout.length) return refused('attachment-truncated', `${offset} of ${layout.length} bytes`);
  return { ok: true, sha256: hash.digest(), keyCommitment, leafList };
}

/** Copies what `piece`, which lies at `offset`, holds of `range`. */
function copyOverlap(piece: Uint8Array, offset: number, range: ByteRange, target: Uint8Array): void {
  const start = Math.max(range.start, offset);
  const end = Math.min(range.end, offset + piece.length);
  if (start < end) target.set(piece.subarray(start - offset, end - offset), start - range.start);
}

async function* chunksOf(layout: ChunkLayout, source: ByteSource): AsyncGenerator<Uint8Array> {
  const lengthOf = (index: number) => {
    const { start, end } =
      index === 0 ? layout.keyCommitment : index > layout.count ? layout.leafList : layout.chunk(index - 1);
    return end - start;
  };
  let index = 0;
  for await (const piece of inLengths(source, lengthOf)) {
    if (index > 0) yield piece;
    if (index++ === layout.count) return;
  }
}

function leafAt(leafList: Uint8Array, index: number): Uint8Array {
  return leafList.subarray(index * hashLength, (index + 1) * hashLength);
}
