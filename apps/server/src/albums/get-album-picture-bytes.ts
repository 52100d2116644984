import { Readable } from 'node:stream';
import type { Deps } from '../deps.ts';
import type { BinaryResult } from '../platform/http/operation-types.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import { loadHubPicture } from './get-album-picture.ts';
import { extensionOf, mediaTypeOf } from './media-type.ts';
import { PictureBytesGone, readChunks } from './picture-chunks.ts';

/**
 * The bytes of a released picture, a chunk at a time, as a file to save: what somebody uploaded is nothing that a browser
 * shows under this server's name.
 */
export async function getAlbumPictureBytes(deps: Deps, hubId: string, pictureId: string): Promise<BinaryResult> {
  const picture = await loadHubPicture(deps, hubId, pictureId);
  if (picture.state !== 'released') throw new ProblemError('picture-not-released');
  if (picture.form === 'fetch')
    throw new ProblemError('not-found', 'The delivery service keeps the bytes of this picture.');
  const chunks = readChunks(deps, picture);
  const first = await chunks.next().catch((error: unknown) => {
    // It was withdrawn or held since the row was read.
    if (error instanceof PictureBytesGone) throw new ProblemError('picture-not-released', undefined, { cause: error });
    throw error;
  });
  if (first.done) throw new ProblemError('picture-not-released');
  const mediaType = mediaTypeOf(first.value);
  return {
    bytes: Readable.from(joined(first.value, chunks)),
    mediaType,
    headers: {
      'content-length': String(picture.received),
      'content-disposition': `attachment; filename="${picture.picture_id}.${extensionOf(mediaType)}"`,
    },
  };
}

async function* joined(first: Buffer, rest: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  yield* rest;
}
