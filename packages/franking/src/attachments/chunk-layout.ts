import { FrankingError, type FrankingErrorCode } from '../errors.ts';

/** Limits of docs/spec/attachments.md §6; sizes in bytes. */
export const attachmentLimits = {
  chunkSizeMinimum: 4_096,
  chunkSizeMaximum: 4_194_304,
  chunkSizeDefault: 65_536,
  chunks: 2 ** 20,
  excerpt: 32 * 1024 * 1024,
  excerptChunks: 4_096,
} as const;

/** Lengths in bytes: key commitment in front, AES-GCM tag behind each chunk, SHA-256 leaf. */
export const commitmentLength = 32;
export const tagLength = 16;
export const hashLength = 32;

/** A half-open range of bytes, `[start, end)`; an HTTP range has `end - 1`. */
export interface ByteRange {
  start: number;
  end: number;
}

/** Where everything lies in a chunked ciphertext (docs/spec/attachments.md §3). */
export interface ChunkLayout {
  /** Number of chunks, at least 1. */
  count: number;
  /** Bytes of the ciphertext. */
  length: number;
  keyCommitment: ByteRange;
  leafList: ByteRange;
  /** Chunk `index` with its tag. */
  chunk(index: number): ByteRange;
  /** The bytes of the plaintext that chunk `index` holds. */
  plaintext(index: number): ByteRange;
}

/**
 * All of it follows from the two sizes that the descriptor commits to.
 * @throws {FrankingError} `invalid-argument` on sizes that no descriptor may have, or an index that names no chunk
 */
export function chunkLayout({ size, chunkSize }: { size: number; chunkSize: number }): ChunkLayout {
  checkChunks(size, chunkSize, 'invalid-argument');
  const count = countChunks(size, chunkSize);
  const leavesStart = commitmentLength + size + count * tagLength;
  const length = leavesStart + count * hashLength;
  const plaintext = (index: number): ByteRange => {
    if (!Number.isInteger(index) || index < 0 || index >= count) {
      throw new FrankingError('invalid-argument', `expected a chunk of 0 to ${count - 1}, got ${index}`);
    }
    return { start: index * chunkSize, end: Math.min(size, (index + 1) * chunkSize) };
  };
  return {
    count,
    length,
    keyCommitment: { start: 0, end: commitmentLength },
    leafList: { start: leavesStart, end: length },
    chunk(index) {
      const { start, end } = plaintext(index);
      return {
        start: commitmentLength + start + index * tagLength,
        end: commitmentLength + end + (index + 1) * tagLength,
      };
    },
    plaintext,
  };
}

/** @throws {FrankingError} `code` unless the chunk size is allowed and the file has no more chunks than allowed */
export function checkChunks(size: number, chunkSize: number, code: FrankingErrorCode): void {
  const { chunkSizeMinimum, chunkSizeMaximum, chunks } = attachmentLimits;
  const isPower = Number.isInteger(Math.log2(chunkSize));
  if (!isPower || chunkSize < chunkSizeMinimum || chunkSize > chunkSizeMaximum) {
    throw new FrankingError(
      code,
      `cannot accept chunks of ${chunkSize} bytes: a power of two, ${chunkSizeMinimum} to ${chunkSizeMaximum}, is needed`,
    );
  }
  if (!Number.isSafeInteger(size) || size < 0 || countChunks(size, chunkSize) > chunks) {
    throw new FrankingError(code, `cannot accept a file of ${size} bytes in chunks of ${chunkSize}`);
  }
}

function countChunks(size: number, chunkSize: number): number {
  return Math.max(1, Math.ceil(size / chunkSize));
}
