import { createDataKey, decryptAtRest, encryptAtRest, SealingError } from '@wellhouse/sealing';
import type { Selectable } from 'kysely';
import type { Deps } from '../deps.ts';
import type { Executor } from '../platform/database/open-database.ts';
import type { AlbumPictureTable } from '../schema/album-picture.ts';

/** Bytes of a chunk at most: what one upload keeps in memory, and what a reader opens at a time. */
export const chunkBytes = 1024 * 1024;

/** The key of one picture's chunks, opened, and as the row keeps it. */
export interface PictureKey {
  readonly key: Uint8Array;
  readonly wrapped: Buffer;
}

/** There is nothing to read: the bytes were never here in full, or went with the picture. */
export class PictureBytesGone extends Error {
  override readonly name = 'PictureBytesGone';
  readonly code = 'picture-bytes-gone';
}

export async function createPictureKey(deps: Pick<Deps, 'keys' | 'random'>, pictureId: string): Promise<PictureKey> {
  const key = createDataKey(deps.random);
  return { key, wrapped: Buffer.from(await deps.keys.wrapKey(key, keyContext(pictureId))) };
}

export function openPictureKey(deps: Pick<Deps, 'keys'>, pictureId: string, wrapped: Buffer): Promise<Uint8Array> {
  return deps.keys.unwrapKey(wrapped, keyContext(pictureId));
}

/**
 * Encrypts a chunk for its place in its picture and stores it durably under a name that nobody has used. It counts once
 * a row names it.
 */
export async function putChunk(
  deps: Pick<Deps, 'blobs' | 'random'>,
  chunk: { readonly pictureId: string; readonly key: Uint8Array; readonly offset: number; readonly bytes: Uint8Array },
): Promise<string> {
  const blob = deps.random(12).toString('hex');
  const sealed = await encryptAtRest(chunk.key, chunk.bytes, chunkContext(chunk.pictureId, chunk.offset), deps.random);
  await deps.blobs.put(chunkBlobKey(chunk.pictureId, blob), sealed);
  return blob;
}

/**
 * A picture's bytes, chunk by chunk and each opened once.
 * @throws PictureBytesGone when a chunk or the key is not there, or a chunk was altered or belongs elsewhere
 */
export async function* readChunks(
  deps: Pick<Deps, 'database' | 'blobs' | 'keys'>,
  picture: Pick<Selectable<AlbumPictureTable>, 'picture_id' | 'key_wrapped' | 'received'>,
  executor: Executor = deps.database.kysely,
): AsyncGenerator<Buffer, void, undefined> {
  const { picture_id: pictureId, key_wrapped: wrapped, received } = picture;
  if (wrapped === null) throw new PictureBytesGone(`read picture ${pictureId}: its key is gone`);
  const chunks = await executor
    .selectFrom('album_chunk')
    .select(['chunk_offset', 'length', 'blob'])
    .where('picture_id', '=', pictureId)
    .where('chunk_offset', '<', received)
    .orderBy('chunk_offset')
    .execute();
  const key = await openPictureKey(deps, pictureId, wrapped);
  let offset = 0;
  for (const chunk of chunks) {
    if (chunk.chunk_offset !== offset) break;
    const sealed = await deps.blobs.get(chunkBlobKey(pictureId, chunk.blob));
    if (sealed === null) throw new PictureBytesGone(`read picture ${pictureId}: the chunk at ${offset} is gone`);
    yield await openChunk(key, sealed, pictureId, offset);
    offset += chunk.length;
  }
  if (offset !== received) throw new PictureBytesGone(`read picture ${pictureId}: it ends at ${offset} of ${received}`);
}

/** A chunk's place in the blob store. The last digits of an id are random in every version of UUID that names things. */
export function chunkBlobKey(pictureId: string, blob: string): string {
  return `${chunkBlobPrefix(pictureId)}${blob}`;
}

/** What the keys of all chunks of a picture begin with. */
export function chunkBlobPrefix(pictureId: string): string {
  return `albums/${pictureId.slice(-3)}/${pictureId}.`;
}

async function openChunk(key: Uint8Array, sealed: Buffer, pictureId: string, offset: number): Promise<Buffer> {
  try {
    const opened = await decryptAtRest(key, sealed, chunkContext(pictureId, offset));
    return Buffer.from(opened.buffer, opened.byteOffset, opened.byteLength);
  } catch (error) {
    if (!(error instanceof SealingError)) throw error;
    throw new PictureBytesGone(`read picture ${pictureId}: the chunk at ${offset} is ${error.code}`, { cause: error });
  }
}

function keyContext(pictureId: string): string {
  return `album-picture:${pictureId}`;
}

function chunkContext(pictureId: string, offset: number): string {
  return `album-picture:${pictureId}:${offset}`;
}
