import { createHash } from 'node:crypto';
import { HmaError } from './hma-error.ts';
import type { HmaLimits } from './limits.ts';
import type { ContentType } from './signal-types.ts';

/** Content that has been read to its end: a photo is held, of a video only its digests. */
export type Media =
  | { readonly content: 'photo'; readonly bytes: Buffer }
  | { readonly content: 'video'; readonly md5: string; readonly sha256: string };

/** @throws HmaError 413 as soon as there is too much */
export async function takeMedia(
  content: ContentType,
  chunks: AsyncIterable<Uint8Array>,
  limits: HmaLimits,
): Promise<Media> {
  const most = content === 'photo' ? limits.photoBytes : limits.videoBytes;
  const [md5, sha256] = [createHash('md5'), createHash('sha256')];
  const held: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.byteLength;
    if (size > most) throw tooLarge();
    if (content === 'photo') {
      held.push(chunk);
    } else {
      md5.update(chunk);
      sha256.update(chunk);
    }
  }
  if (content === 'photo') return { content, bytes: Buffer.concat(held) };
  return { content, md5: md5.digest('hex'), sha256: sha256.digest('hex') };
}

export function tooLarge(): HmaError {
  return new HmaError(413, 'too-large', 'Content too large');
}
