import { formatHash } from '@wellhouse/fingerprint';
import type { HashedPicture, Hasher, HashResult, ViewHash } from '@wellhouse/fingerprint/node';
import type { PicturePrints, PrintVariant } from '../lists/known/picture-prints.ts';
import { HmaError } from './hma-error.ts';
import type { SignalType } from './signal-types.ts';
import type { Media } from './take-media.ts';

/** What content is looked up by, and the PDQ quality of it: 0 to 100, and 100 where there is none. */
export interface Look {
  readonly prints: PicturePrints;
  readonly quality: number;
}

export interface HashedMedia {
  /** By the name of the type; '' for a photo with too little in it to be compared. */
  readonly signals: Readonly<Record<string, string>>;
  /** The digests, asked for or not, and every view that somebody may see in the file. */
  readonly looks: readonly Look[];
}

/** PDQ hashes of a quality below this are too unreliable to match on (Meta's own threshold). */
const qualityFloor = 50;

const variants: readonly PrintVariant[] = [
  ...(['original', 'rotate90', 'rotate180', 'rotate270'] as const),
  ...(['flip-x', 'flip-y', 'flip-plus1', 'flip-minus1'] as const),
];

export const noPrints: PicturePrints = { pdq: [], md5: null, sha1: null, sha256: null };

/**
 * Hashes content by these types. PDQ is exact, so that a hash that leaves here can stand on any list; for a look-up the
 * turned and mirrored forms come along, the picture inside a border, what is left on white, and frames of an animation.
 * @throws HmaError 400 for a file that is no picture
 */
export async function hashMedia(
  hasher: () => Hasher,
  media: Media,
  types: readonly SignalType[],
  { forLookup }: { forLookup: boolean },
): Promise<HashedMedia> {
  const named = (kind: string, text: string | undefined) => {
    const type = types.find((each) => each.kind === kind);
    return type === undefined || text === undefined ? {} : { [type.name]: text };
  };
  if (media.content === 'video') {
    const { md5, sha256 } = media;
    const signals = { ...named('md5', md5), ...named('sha256', sha256) };
    return { signals, looks: [{ prints: { ...noPrints, md5, sha256 }, quality: 100 }] };
  }
  const needsPixels = types.some(({ kind }) => kind === 'pdq');
  const result = await hashPicture(hasher(), media.bytes, { forLookup: forLookup && needsPixels });
  if (needsPixels && !result.ok) throw unreadable(result.code);
  const { md5, sha1, sha256 } = result;
  if (md5 === undefined || sha1 === undefined || sha256 === undefined) {
    throw unreadable(result.ok ? 'unreadable' : result.code);
  }
  const pdq = result.ok ? (result.quality < qualityFloor ? '' : formatHash(result.pdq)) : undefined;
  const digests = { prints: { pdq: [], md5, sha1, sha256 }, quality: 100 };
  return {
    signals: { ...named('pdq', pdq), ...named('md5', md5), ...named('sha1', sha1), ...named('sha256', sha256) },
    looks: [digests, ...(needsPixels && result.ok ? viewsOf(result) : [])],
  };
}

async function hashPicture(hasher: Hasher, bytes: Buffer, { forLookup }: { forLookup: boolean }): Promise<HashResult> {
  const options = { mode: 'exact', dihedral: forLookup, trim: forLookup, frames: forLookup ? 4 : 0 } as const;
  const result = await hasher.hash(bytes, options);
  // What its process died of may have been another picture's doing.
  return result.ok || result.code !== 'decoder-died' ? result : hasher.hash(bytes, options);
}

function viewsOf(picture: HashedPicture): Look[] {
  const { trimmed, flattened, frames = [] } = picture;
  const views = [
    { view: picture, isTrimmed: false },
    ...(trimmed === undefined ? [] : [{ view: trimmed, isTrimmed: true }]),
    ...(flattened === undefined ? [] : [{ view: flattened, isTrimmed: false }]),
    ...frames.map((view) => ({ view, isTrimmed: false })),
  ];
  return views
    .filter(({ view }) => view.quality >= qualityFloor)
    .map(({ view, isTrimmed }) => ({ prints: { ...noPrints, pdq: hashesOf(view, isTrimmed) }, quality: view.quality }));
}

function hashesOf({ pdq, dihedral = [pdq] }: ViewHash, isTrimmed: boolean): PicturePrints['pdq'] {
  return dihedral.map((hash, n) => ({ variant: isTrimmed ? 'trimmed' : (variants[n] ?? 'original'), hash }));
}

function unreadable(why: string): HmaError {
  return new HmaError(400, 'picture-unreadable', `The file cannot be hashed as a photo: ${why}`);
}
