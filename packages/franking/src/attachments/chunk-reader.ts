import { constantTimeEqual } from '#primitives';
import type { ChunkedSeal } from '../attachment.ts';
import { checkFrame } from './check-frame.ts';
import { type ByteRange, type ChunkLayout, hashLength } from './chunk-layout.ts';
import { type OpenedChunk, openLeaf, openSeal } from './open-chunk.ts';
import type { AttachmentRefusal } from './verdict.ts';

/** Gives a range of the ciphertext: of bytes at hand, of a file, or by an HTTP range request. */
export type ReadRange = (range: ByteRange) => Uint8Array | Promise<Uint8Array>;

/** For players: opens any chunk once it is proven, in any order. */
export interface ChunkReader {
  layout: ChunkLayout;
  /** @throws {FrankingError} `invalid-argument` on an index that names no chunk; and what `read` throws */
  open(index: number): Promise<OpenedChunk>;
}

/**
 * Reads key commitment and leaf list, and checks both, before any chunk is opened (docs/spec/attachments.md §5.1).
 * What this shows can be reported as an excerpt, also where the hashes of the whole file turn out wrong.
 */
export async function createChunkReader(
  seal: ChunkedSeal,
  read: ReadRange,
): Promise<{ ok: true; reader: ChunkReader } | AttachmentRefusal> {
  const opened = await openSeal(seal);
  const { layout, keys } = opened;
  const [keyCommitment, leafList] = [await read(layout.keyCommitment), await read(layout.leafList)];
  const frame = checkFrame(seal, keys, { keyCommitment, leafList });
  if (!frame.ok) return frame;
  const leaves = Uint8Array.from(leafList);
  const reader: ChunkReader = {
    layout,
    async open(index) {
      const chunk = await read(layout.chunk(index));
      return openLeaf(opened, index, chunk, (leaf) =>
        constantTimeEqual(leaf, leaves.subarray(index * hashLength, (index + 1) * hashLength)),
      );
    },
  };
  return { ok: true, reader };
}
