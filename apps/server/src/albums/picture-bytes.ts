import { zeroize } from '@wellhouse/sealing';
import { type Selectable, sql } from 'kysely';
import type { Deps } from '../deps.ts';
import type { Executor, Transaction } from '../platform/database/open-database.ts';
import { enqueue } from '../platform/jobs/enqueue.ts';
import { neverGiveUp } from '../platform/jobs/job.ts';
import type { AlbumPictureTable } from '../schema/album-picture.ts';
import { chunkBytes, createPictureKey, putChunk, readChunks } from './picture-chunks.ts';

type Picture = Pick<Selectable<AlbumPictureTable>, 'picture_id' | 'key_wrapped' | 'received'>;

/**
 * The original, as it was added: every chunk opened and joined.
 * @throws PictureBytesGone
 */
export async function readPictureBytes(
  deps: Pick<Deps, 'database' | 'blobs' | 'keys'>,
  picture: Picture,
  executor?: Executor,
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of readChunks(deps, picture, executor)) chunks.push(chunk);
  return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks);
}

/**
 * Puts the original back under a key of its own, in the caller's transaction: after a case gave a picture back. Nothing is
 * stored of a picture whose bytes its delivery service keeps (form `fetch`), nor of one that was taken out meanwhile.
 */
export async function storePictureBytes(
  deps: Pick<Deps, 'blobs' | 'keys' | 'random'>,
  tx: Transaction,
  picture: Pick<Picture, 'picture_id'>,
  bytes: Buffer,
): Promise<void> {
  const { picture_id: pictureId } = picture;
  // The row is held until the commit: whoever clears away blobs that no row names takes it too.
  const row = await tx
    .selectFrom('album_picture')
    .select(['form', 'withdrawn_at'])
    .where('picture_id', '=', pictureId)
    .forUpdate()
    .executeTakeFirstOrThrow();
  if (row.form === 'fetch' || row.withdrawn_at !== null) return;
  const { key, wrapped } = await createPictureKey(deps, pictureId);
  await tx.deleteFrom('album_chunk').where('picture_id', '=', pictureId).execute();
  for (let offset = 0; offset < bytes.length; offset += chunkBytes) {
    const piece = bytes.subarray(offset, offset + chunkBytes);
    const blob = await putChunk(deps, { pictureId, key, offset, bytes: piece });
    await tx
      .insertInto('album_chunk')
      .values({ picture_id: pictureId, chunk_offset: offset, length: piece.length, blob })
      .execute();
  }
  zeroize(key);
  await tx
    .updateTable('album_picture')
    .set({ key_wrapped: wrapped, received: bytes.length })
    .where('picture_id', '=', pictureId)
    .execute();
  await cleanBlobs(tx, pictureId);
}

/**
 * Destroys the key of a picture's bytes in the caller's transaction; the blobs follow by a job. Doing it again changes
 * nothing.
 */
export async function dropPictureBytes(tx: Transaction, pictureId: string): Promise<void> {
  const row = await tx
    .selectFrom('album_picture')
    .select(['key_wrapped', 'append_id'])
    .where('picture_id', '=', pictureId)
    .forUpdate()
    .executeTakeFirst();
  if (row === undefined || row.key_wrapped === null) return;
  await tx
    .updateTable('album_picture')
    .set({ key_wrapped: null, append_id: null, append_until: null })
    .where('picture_id', '=', pictureId)
    .execute();
  await tx.deleteFrom('album_chunk').where('picture_id', '=', pictureId).execute();
  await cleanBlobs(tx, pictureId, row.append_id === null ? 0 : writerPatienceMs);
}

/** How long a writer that has lost its upload may still be at its last blob. */
const writerPatienceMs = 180_000;

/** Has the blobs of a picture that no row names cleared away. */
export async function cleanBlobs(tx: Transaction, pictureId: string, inMs = 0): Promise<void> {
  const { rows } = await sql<{ at: Date }>`select now() + ${inMs} * interval '1 millisecond' as at`.execute(tx);
  const runAt = rows[0]?.at;
  await enqueue(tx, {
    kind: 'clean-picture-blobs',
    payload: { pictureId },
    maxAttempts: neverGiveUp,
    ...(runAt !== undefined && { runAt }),
  });
}
