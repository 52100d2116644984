import { constantTimeEqual } from '#primitives';
import type { ChunkedSeal } from '../attachment.ts';
import { FrankingError } from '../errors.ts';
import { deriveChunkKeys } from './attachment-keys.ts';
import { checkFrame } from './check-frame.ts';
import { type ByteRange, chunkLayout, hashLength } from './chunk-layout.ts';
import type { ReadRange } from './chunk-reader.ts';
import { hashChunk, pathOf } from './chunk-tree.ts';
import { encodeExcerpt } from './excerpt.ts';
import type { ProvenChunk } from './open-chunk.ts';
import { type AttachmentRefusal, refused } from './verdict.ts';

export interface DiscloseExcerptInput {
  seal: ChunkedSeal;
  /** Bytes of the plaintext, `[start, end)`; every chunk that holds one of them is disclosed whole. */
  ranges: readonly ByteRange[];
  /** Gives ranges of the ciphertext. */
  read: ReadRange;
}

/**
 * Takes a part out of a file so that it can be verified without the rest (docs/spec/attachments.md §5.3). Reads key
 * commitment, leaf list and the chunks that are needed, and checks them.
 * @returns `excerpt`: encoded, for {@link verifyExcerpt}
 * @throws {FrankingError} `invalid-argument` on a range that lies outside the file, `too-long` beyond the limits
 */
export async function discloseExcerpt(
  input: DiscloseExcerptInput,
): Promise<{ ok: true; excerpt: Uint8Array } | AttachmentRefusal> {
  const { seal, read } = input;
  const layout = chunkLayout(seal);
  const indices = chunksOf(seal, input.ranges);
  const [keyCommitment, leafList] = [await read(layout.keyCommitment), await read(layout.leafList)];
  const frame = checkFrame(seal, deriveChunkKeys(seal.key, seal.nonce), { keyCommitment, leafList });
  if (!frame.ok) return frame;

  const chunks: ProvenChunk[] = [];
  for (const index of indices) {
    const { start, end } = layout.chunk(index);
    const chunk = await read({ start, end });
    const leaf = leafList.subarray(index * hashLength, (index + 1) * hashLength);
    if (chunk.length !== end - start || !constantTimeEqual(hashChunk(chunk), leaf)) {
      return refused('chunk-mismatch', `chunk ${index}`);
    }
    chunks.push({ index, chunk, path: pathOf(frame.tree, index) });
  }
  return { ok: true, excerpt: encodeExcerpt({ chunkRoot: seal.chunkRoot, chunks }) };
}

/** Indices of the chunks that hold the ranges, ascending. An empty file has one empty chunk. */
function chunksOf({ size, chunkSize }: ChunkedSeal, ranges: readonly ByteRange[]): number[] {
  const indices = new Set<number>();
  for (const { start, end } of ranges) {
    const isInside = Number.isInteger(start) && Number.isInteger(end) && start >= 0 && start <= end && end <= size;
    if (!isInside || (start === end && size > 0)) {
      throw new FrankingError(
        'invalid-argument',
        `cannot disclose bytes ${start} to ${end} of a file of ${size} bytes`,
      );
    }
    for (let index = Math.floor(start / chunkSize); index * chunkSize < Math.max(end, 1); index++) indices.add(index);
  }
  return [...indices].sort((a, b) => a - b);
}
