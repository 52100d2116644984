import { createHash, type Hash } from 'node:crypto';
import type { Deps } from '../deps.ts';
import type { AlbumWork } from './album-work.ts';
import { AppendLost, commitChunk, completeAppend, refuseAppend, type WrittenChunk } from './append-chunk.ts';
import type { AppendLease } from './append-lease.ts';
import { chunkBlobKey, chunkBytes, putChunk, readChunks } from './picture-chunks.ts';

/** Bytes on their way into one picture. Calls follow one another; none begins before the last has ended. */
export interface PictureWriter {
  /** Bytes that are here, durably. */
  readonly received: number;
  /** Takes the next bytes; returns once there is room for more. @throws AppendLost */
  add(piece: Buffer): Promise<void>;
  /** Makes everything durable that was taken. When nothing is missing any more, hands the picture on. @throws AppendLost */
  finish(): Promise<'incomplete' | 'complete' | 'digest-mismatch'>;
  /** Refuses the picture: what came cannot be what was announced. @throws AppendLost */
  refuse(why: string): Promise<void>;
  /** Forgets what is not durable. */
  discard(): void;
}

/** More bytes came than were announced. */
export class TooManyBytes extends Error {
  override readonly name = 'TooManyBytes';
  readonly code = 'size-mismatch';
}

/**
 * Cuts what comes into chunks, each durable in the blob store before its row is committed. A chunk is one MiB, or less where
 * the uploads of this process would together hold more than their share of memory.
 */
export function createPictureWriter(
  deps: Pick<Deps, 'database' | 'blobs' | 'keys' | 'random' | 'clock'>,
  work: Pick<AlbumWork, 'gate' | 'budget'>,
  lease: AppendLease,
): PictureWriter {
  const { pictureId, key, size, announcedSha256 } = lease;
  const hash = announcedSha256 !== null && lease.from === 0 ? createHash('sha256') : null;
  let received = lease.from;
  let pieces: Buffer[] = [];
  let buffered = 0;

  function takeOut(length: number): Buffer {
    const all = pieces.length === 1 && pieces[0] !== undefined ? pieces[0] : Buffer.concat(pieces);
    const rest = all.subarray(length);
    pieces = rest.length === 0 ? [] : [rest];
    buffered = rest.length;
    return all.subarray(0, length);
  }

  /** Stores the next chunk and has `commit` count it; a blob that is not counted goes. */
  async function store(length: number, commit: (chunk: WrittenChunk) => Promise<void>): Promise<void> {
    const bytes = takeOut(length);
    hash?.update(bytes);
    try {
      await work.gate.through(async () => {
        const blob = await putChunk(deps, { pictureId, key, offset: received, bytes });
        try {
          await commit({ offset: received, length, blob });
        } catch (error) {
          // Of any other error nobody knows whether the row was committed.
          if (error instanceof AppendLost) await deps.blobs.delete(chunkBlobKey(pictureId, blob)).catch(() => {});
          throw error;
        }
      });
      received += length;
    } finally {
      work.budget.give(length);
    }
  }

  async function isAnnounced(rest: Uint8Array): Promise<boolean> {
    if (announcedSha256 === null) return true;
    const whole = hash?.copy() ?? (await hashOfStored());
    return whole.update(rest).digest().equals(announcedSha256);
  }

  /** An earlier request sent the first bytes. */
  async function hashOfStored(): Promise<Hash> {
    const stored = createHash('sha256');
    const row = await deps.database.kysely
      .selectFrom('album_picture')
      .select(['picture_id', 'key_wrapped', 'received'])
      .where('picture_id', '=', pictureId)
      .executeTakeFirstOrThrow();
    for await (const chunk of readChunks(deps, row)) stored.update(chunk);
    return stored;
  }

  function discard(): void {
    work.budget.give(buffered);
    pieces = [];
    buffered = 0;
  }

  return {
    get received() {
      return received;
    },
    async add(piece) {
      if (received + buffered + piece.length > size)
        throw new TooManyBytes(`receive ${pictureId}: more than ${size} bytes`);
      if (!work.budget.tryTake(piece.length)) {
        if (buffered > 0) await store(buffered, (chunk) => commitChunk(deps, lease, chunk));
        await work.budget.take(piece.length);
      }
      pieces.push(piece);
      buffered += piece.length;
      // The last chunk waits for the end of the request: only then is it known that nothing follows.
      while (buffered >= chunkBytes && received + buffered < size) {
        await store(chunkBytes, (chunk) => commitChunk(deps, lease, chunk));
      }
    },
    async finish() {
      while (buffered > chunkBytes) await store(chunkBytes, (chunk) => commitChunk(deps, lease, chunk));
      if (received + buffered < size) {
        if (buffered > 0) await store(buffered, (chunk) => commitChunk(deps, lease, chunk));
        return 'incomplete';
      }
      if (!(await isAnnounced(pieces.length === 1 && pieces[0] !== undefined ? pieces[0] : Buffer.concat(pieces)))) {
        await work.gate.through(() => refuseAppend(deps, lease, 'digest-mismatch'));
        discard();
        return 'digest-mismatch';
      }
      if (buffered === 0) await work.gate.through(() => completeAppend(deps, lease, null));
      else await store(buffered, (chunk) => completeAppend(deps, lease, chunk));
      return 'complete';
    },
    async refuse(why) {
      await work.gate.through(() => refuseAppend(deps, lease, why));
      discard();
    },
    discard,
  };
}
