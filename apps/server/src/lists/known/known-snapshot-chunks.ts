import { z } from 'zod';
import type { MatchableKind } from '../fingerprint.ts';
import { type CapturedIndex, type DigestKind, digestBytes, type KnownChange } from './known-index.ts';

/** One blob of a snapshot. Those of `pdq`, one after the other, are what a match index writes. */
export const SnapshotChunk = z.strictObject({
  kind: z.enum(['pdq', 'md5', 'sha1', 'sha256']),
  bytes: z.int().min(0),
  sha256: z.string().length(64),
});
export type SnapshotChunk = z.infer<typeof SnapshotChunk>;

/** Bytes of a blob at most, but for the piece that does not fit into the one before. */
const chunkBytes = 8 * 1024 * 1024;
const idBytes = 8;
const pieceRecords = 16_384;

/** A snapshot cut into blobs. Of digests each record is the entry's number (8 bytes, little-endian) and the digest. */
export function* chunksOf(captured: CapturedIndex): Generator<{ kind: MatchableKind; bytes: Uint8Array }, void, void> {
  yield* gathered('pdq', captured.pdq);
  for (const kind of ['md5', 'sha1', 'sha256'] as const) yield* gathered(kind, records(kind, captured.digests[kind]));
}

function* gathered(kind: MatchableKind, pieces: Iterable<Uint8Array>) {
  let waiting: Uint8Array[] = [];
  let size = 0;
  for (const piece of pieces) {
    if (size > 0 && size + piece.byteLength > chunkBytes) {
      yield { kind, bytes: Buffer.concat(waiting) };
      waiting = [];
      size = 0;
    }
    waiting.push(piece);
    size += piece.byteLength;
  }
  if (size > 0) yield { kind, bytes: Buffer.concat(waiting) };
}

function* records(kind: DigestKind, pairs: Iterable<{ readonly digest: Uint8Array; readonly id: number }>) {
  const length = idBytes + digestBytes[kind];
  let piece = Buffer.alloc(pieceRecords * length);
  let count = 0;
  for (const { digest, id } of pairs) {
    piece.writeBigUInt64LE(BigInt(id), count * length);
    piece.set(digest, count * length + idBytes);
    count += 1;
    if (count < pieceRecords) continue;
    yield piece;
    piece = Buffer.alloc(pieceRecords * length);
    count = 0;
  }
  if (count > 0) yield piece.subarray(0, count * length);
}

/** What a blob of digests holds. @throws SnapshotError */
export function readDigests(kind: DigestKind, bytes: Buffer): KnownChange[] {
  const length = idBytes + digestBytes[kind];
  if (bytes.byteLength % length !== 0) throw new SnapshotError('a blob of digests ends in the middle of one');
  const changes: KnownChange[] = [];
  for (let at = 0; at < bytes.byteLength; at += length) {
    const id = Number(bytes.readBigUInt64LE(at));
    if (!Number.isSafeInteger(id)) throw new SnapshotError('a blob of digests has a number that is none');
    changes.push({ id, kind, value: bytes.subarray(at + idBytes, at + length) });
  }
  return changes;
}

/** A snapshot cannot be used: blobs are missing or are not what was written. */
export class SnapshotError extends Error {
  override readonly name = 'SnapshotError';
  readonly code = 'list-snapshot-unusable';
}
