import type { KnownPictures } from '../lists/known/known-pictures.ts';
import type { FoundEntry, PicturePrints } from '../lists/known/picture-prints.ts';
import type { PictureDigests } from './picture-digests.ts';
import { type DecodedPicture, fastSlack } from './picture-prints.ts';

/** An entry that one view of a picture is near, or that its bytes are. */
export interface FoundView extends FoundEntry {
  /** Of that view. */
  readonly quality: number;
  /** When it is shown, in a video. */
  readonly seconds?: number;
}

export interface LookedUp {
  /** Several of one entry, where the nearest view is not the one with the most in it. */
  readonly found: readonly FoundView[];
  /** The version of each list that was looked in. */
  readonly versions: Readonly<Record<string, string>>;
}

const noDigests = { md5: null, sha1: null, sha256: null };

/** Looks a picture up by its bytes and by every view of it. */
export async function lookUpPicture(
  known: Pick<KnownPictures, 'findMany'>,
  digests: PictureDigests,
  decoded: DecodedPicture,
): Promise<LookedUp> {
  const { md5, sha1, sha256 } = digests;
  const views = decoded.outcome === 'hashed' ? decoded.views : [];
  const slack = decoded.outcome === 'hashed' && !decoded.exact ? { slack: fastSlack } : {};
  const questions: PicturePrints[] = [
    { pdq: [], md5, sha1, sha256 },
    ...views.map(({ pdq }) => ({ pdq, ...noDigests, ...slack })),
  ];
  const answers = await known.findMany(questions);
  const found = answers.flatMap((answer, n) => {
    // The first question is of the bytes, which need no quality.
    const { quality, seconds } = views[n - 1] ?? { quality: 100 };
    return answer.found.map((entry) => ({ ...entry, quality, ...(seconds !== undefined && { seconds }) }));
  });
  return { found: worthWeighing(found), versions: answers[0]?.versions ?? {} };
}

/** Of the views near one entry: the nearest, and each further one with more in it than all that are nearer. */
function worthWeighing(found: readonly FoundView[]): FoundView[] {
  const most = new Map<string, number>();
  const nearestFirst = found.toSorted(
    (a, b) => (a.distance ?? -1) - (b.distance ?? -1) || b.quality - a.quality || Number(a.entryId) - Number(b.entryId),
  );
  return nearestFirst.filter(({ entryId, quality }) => {
    if (quality <= (most.get(entryId) ?? -1)) return false;
    most.set(entryId, quality);
    return true;
  });
}
