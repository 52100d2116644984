import { isVideo } from '@wellhouse/fingerprint';
import { albumLimits } from '@wellhouse/protocol';
import { decodePicture } from '../evidence/decode-picture.ts';
import { pictureLimits } from '../evidence/picture-limits.ts';
import type { HeldPicture } from './hold-picture.ts';
import type { PictureDecoders } from './picture-decoders.ts';

const limits = {
  ...pictureLimits,
  inputBytes: albumLimits.bytes,
  pixels: 100_000_000,
  memoryBytes: 1_024 * 1_024 * 1_024,
};

/**
 * What a reviewer may open: every view that somebody may see in the file, made anew from its pixels, without anything else
 * of it; of a video stills. Null: it shows nothing.
 * @param seconds of a video: when the frames are shown that matched
 */
export async function showPicture(
  decoders: Pick<PictureDecoders, 'sheet'>,
  bytes: Uint8Array,
  seconds: readonly number[],
): Promise<HeldPicture['shown']> {
  const shown = await decodePicture(bytes, limits, 'all');
  if (shown.ok) return { webp: shown.webp, width: shown.width, height: shown.height };
  if (shown.code !== 'picture-unsupported' || !isVideo(bytes)) return null;
  const sheet = await decoders.sheet(bytes, seconds);
  return sheet.ok ? showPicture(decoders, sheet.jpeg, []) : null;
}
