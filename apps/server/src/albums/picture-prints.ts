import { isVideo } from '@wellhouse/fingerprint';
import type { HashedPicture, HashedVideo, RefusalCode, VideoRefusalCode, ViewHash } from '@wellhouse/fingerprint/node';
import type { PrintVariant } from '../lists/known/picture-prints.ts';
import { mediaTypeOf } from './media-type.ts';
import type { PictureDecoders } from './picture-decoders.ts';

/** One thing that somebody may see in the file, with all that it is looked up by. */
export interface PictureView {
  /** PDQ quality, 0 to 100. */
  readonly quality: number;
  readonly pdq: readonly { readonly variant: PrintVariant; readonly hash: Uint8Array }[];
  /** Of a video: when it is shown. */
  readonly seconds?: number;
}

/** Why a file is no picture that can be shown; stable codes (docs/albums.md). */
export type PictureRefusal = 'unknown-format' | 'too-many-pixels' | 'too-many-bytes' | 'video-too-long' | 'empty';

/** Why a picture was matched by its digests alone; stable codes (docs/albums.md). */
export type DigestsOnly = 'too-plain' | 'frames-not-read';

export type DecodedPicture =
  | {
      readonly outcome: 'hashed';
      readonly views: readonly PictureView[];
      /** Of the picture as it is; null for a video. */
      readonly pdq: Uint8Array | null;
      readonly quality: number | null;
      readonly mediaType: string;
      /** False: each hash may be off by some bits. */
      readonly exact: boolean;
      readonly why: DigestsOnly | null;
    }
  | { readonly outcome: 'refused'; readonly why: PictureRefusal }
  /** It took its decoder with it, or kept it too long. Worth one more try. */
  | { readonly outcome: 'broken' };

export const brokenPicture: DecodedPicture = { outcome: 'broken' };

/** Bits by which a fast hash may be off (ADR 0017). */
export const fastSlack = 12;

/** Below this there is too little in a picture to be compared. */
const plainBelow = 50;

/**
 * Hashes what can be seen in a file, by what its bytes are and not by what it is called. The decoder of pictures is asked
 * first: what any viewer shows as a picture is judged as one, even if it begins like a video.
 * @param mode auto: large photographs fast; exact: every bit as the reference has it
 */
export async function printPicture(
  decoders: PictureDecoders,
  bytes: Uint8Array,
  { mode, fresh }: { mode: 'auto' | 'exact'; fresh: boolean },
): Promise<DecodedPicture> {
  const result = await decoders.picture(bytes, { mode, fresh });
  if (result.ok) return hashedPicture(result);
  if (result.code !== 'unsupported' || !isVideo(bytes)) return unhashed(result.code);
  const video = await decoders.video(bytes);
  const mediaType = mediaTypeOf(bytes);
  if (video.ok) return hashedVideo(video, mediaType);
  // Not a fault of the file, and nothing that another look would change.
  if (video.code === 'ffmpeg-missing') return { ...noViews, mediaType, why: 'frames-not-read' };
  return unhashed(video.code);
}

const noViews = { outcome: 'hashed', views: [], pdq: null, quality: null, exact: true } as const;

function hashedPicture(picture: HashedPicture): DecodedPicture {
  const { trimmed, flattened, frames = [] } = picture;
  const views = [
    viewOf(picture),
    ...(trimmed === undefined ? [] : [trimmedView(trimmed)]),
    ...(flattened === undefined ? [] : [viewOf(flattened)]),
    ...frames.map(viewOf),
  ];
  const isPlain = views.every(({ quality }) => quality < plainBelow);
  return {
    outcome: 'hashed',
    // What has no quality at all has no hash either: all of its bits are 0.
    views: views.filter(({ quality }) => quality > 0),
    pdq: picture.pdq,
    quality: picture.quality,
    mediaType: pictureTypes[picture.format] ?? 'application/octet-stream',
    exact: picture.mode === 'exact',
    why: isPlain ? 'too-plain' : null,
  };
}

/** By the decoder's name; of HEIF it knows AVIF alone. */
const pictureTypes: Readonly<Record<string, string>> = {
  jpeg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  gif: 'image/gif',
  heif: 'image/avif',
};

/** A frame is looked up like a picture. Fades and titles have no quality, and they are most of what different videos share. */
function hashedVideo({ frames }: HashedVideo, mediaType: string): DecodedPicture {
  const views = frames
    .filter(({ quality }) => quality >= plainBelow)
    .map(({ quality, timestamp, hash, dihedral = [hash] }) => ({ quality, pdq: named(dihedral), seconds: timestamp }));
  const quality = frames.reduce((best, frame) => Math.max(best, frame.quality), 0);
  const why = views.length === 0 ? 'too-plain' : null;
  return { outcome: 'hashed', views, pdq: null, quality, mediaType, exact: true, why };
}

const dihedralNames: readonly PrintVariant[] = [
  ...(['original', 'rotate90', 'rotate180', 'rotate270'] as const),
  ...(['flip-x', 'flip-y', 'flip-plus1', 'flip-minus1'] as const),
];

function viewOf({ quality, pdq, dihedral = [pdq] }: ViewHash): PictureView {
  return { quality, pdq: named(dihedral) };
}

function trimmedView({ quality, pdq, dihedral = [pdq] }: ViewHash): PictureView {
  return { quality, pdq: dihedral.map((hash) => ({ variant: 'trimmed', hash })) };
}

function named(hashes: readonly Uint8Array[]): PictureView['pdq'] {
  return hashes.map((hash, n) => ({ variant: dihedralNames[n] ?? 'original', hash }));
}

function unhashed(code: RefusalCode | VideoRefusalCode): DecodedPicture {
  const why = refusals[code];
  return why === null ? brokenPicture : { outcome: 'refused', why };
}

/** Null: what happened to the process and not what the file is. */
const refusals: Readonly<Record<RefusalCode | VideoRefusalCode, PictureRefusal | null>> = {
  empty: 'empty',
  unsupported: 'unknown-format',
  'video-unsupported': 'unknown-format',
  'too-many-pixels': 'too-many-pixels',
  'too-many-bytes': 'too-many-bytes',
  'video-too-long': 'video-too-long',
  unreadable: null,
  timeout: null,
  memory: null,
  'decoder-died': null,
  'ffmpeg-missing': null,
};
