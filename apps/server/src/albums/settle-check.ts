import { formatHash } from '@wellhouse/fingerprint';
import { type Selectable, sql } from 'kysely';
import type { Deps } from '../deps.ts';
import { checkRegion } from '../lists/check-region.ts';
import type { WeighedMatch } from '../lists/judge-matches.ts';
import { coveringRegions } from '../lists/regions.ts';
import { weighMatches } from '../lists/weigh-matches.ts';
import type { Transaction } from '../platform/database/open-database.ts';
import type { AlbumPictureTable } from '../schema/album-picture.ts';
import { type HeldPicture, holdPicture } from './hold-picture.ts';
import type { LookedUp } from './look-up-picture.ts';
import { movePicture } from './move-picture.ts';
import { dropPictureBytes } from './picture-bytes.ts';
import type { PictureDigests } from './picture-digests.ts';
import type { DecodedPicture } from './picture-prints.ts';
import { recordMatches, strongestOfEach } from './record-matches.ts';

export const albumSurface = 'shared-album';
/** So many decoders may end with one picture; then a person looks. */
export const mostAttempts = 2;

/**
 * What has to be done before the picture can be settled: `look`: a list has changed since. `decode`: once more. `show`: make
 * what a reviewer may open.
 */
export type MissingStep = 'look' | 'decode' | 'show';

/** Ends the transaction and undoes it. */
export class StepMissing extends Error {
  override readonly name = 'StepMissing';
  readonly code = 'step-missing';
  readonly step: MissingStep;
  constructor(step: MissingStep) {
    super(`settle a picture: first ${step}`);
    this.step = step;
  }
}

export interface CheckedPicture {
  readonly bytes: Buffer;
  readonly digests: PictureDigests;
  readonly decoded: DecodedPicture;
  readonly lookedUp: LookedUp;
  /** Undefined: not tried yet. */
  readonly shown: HeldPicture['shown'] | undefined;
  /** Decoders that were started for it and did not end well. */
  readonly attempts: number;
}

/**
 * Decides about a picture by lists and region as they are now: released, held or refused. In the caller's transaction,
 * which ends the job too. Does nothing when somebody else was first.
 * @throws StepMissing
 */
export async function settleCheck(
  deps: Deps,
  tx: Transaction,
  { pictureId, checked }: { pictureId: string; checked: CheckedPicture },
): Promise<void> {
  const picture = await lockChecking(tx, pictureId);
  if (picture === null) return;
  if (!(await checkRegion(tx, picture.region)).checked) return release(deps, tx, picture, { checked: false });
  const { decoded, digests, lookedUp, attempts } = checked;
  if (await hasChanged(tx, picture.region, lookedUp.versions)) throw new StepMissing('look');
  const { held, matches } = await weighMatches(tx, deps, {
    picture: Buffer.from(digests.sha256, 'hex'),
    quality: 0,
    surface: albumSurface,
    region: picture.region,
    found: lookedUp.found,
  });
  if (!held && decoded.outcome === 'broken' && attempts < mostAttempts) throw new StepMissing('decode');
  const isHeld = held || decoded.outcome === 'broken';
  if (isHeld && checked.shown === undefined) throw new StepMissing('show');
  const weighed = strongestOfEach(matches, lookedUp.found);
  // Of a picture that no list knows nothing is kept by which it could be known again.
  await recordCheck(tx, picture, { ...checked, keepsPrints: isHeld || weighed.length > 0 });
  await recordMatches(tx, { pictureId, matches: weighed, at: deps.clock() });
  if (isHeld) return hold(deps, tx, { pictureId, reason: held ? 'matched' : 'unreadable', checked, matches: weighed });
  if (decoded.outcome === 'refused') {
    await movePicture(deps, tx, { pictureId, to: 'refused', why: decoded.why });
    return;
  }
  const why = decoded.outcome === 'hashed' ? decoded.why : null;
  // What is set aside may have to be held yet, and then a person needs to see it.
  const keep = weighed.some(({ effect }) => effect === 'set-aside');
  return release(deps, tx, picture, { checked: true, why, keep });
}

/** Releases a picture unchecked where its region is off. False, and nothing done, where it is not. */
export async function releaseUnchecked(deps: Deps, tx: Transaction, pictureId: string): Promise<boolean> {
  const picture = await lockChecking(tx, pictureId);
  if (picture === null) return true;
  if ((await checkRegion(tx, picture.region)).checked) return false;
  await release(deps, tx, picture, { checked: false });
  return true;
}

type Picture = Selectable<AlbumPictureTable>;

async function lockChecking(tx: Transaction, pictureId: string): Promise<Picture | null> {
  const row = await tx
    .selectFrom('album_picture')
    .selectAll()
    .where('picture_id', '=', pictureId)
    .where('state', '=', 'checking')
    .forUpdate()
    .executeTakeFirst();
  return row ?? null;
}

/**
 * Whether a list that may hold back this picture has another version than the one that was looked in. A list on trial holds
 * nothing back, and what it adds is waited for by nobody.
 */
async function hasChanged(
  tx: Transaction,
  region: string,
  versions: Readonly<Record<string, string>>,
): Promise<boolean> {
  const rows = await tx
    .selectFrom('list')
    .select(['list_id', 'version'])
    .where('state', '=', 'active')
    .where(sql<boolean>`${albumSurface} = any(surfaces)`)
    .where(sql<boolean>`(kind = 'negative' or legal_basis ?| ${coveringRegions(region)}::text[])`)
    .execute();
  return rows.some(({ list_id, version }) => versions[list_id] !== version);
}

async function recordCheck(
  tx: Transaction,
  picture: Picture,
  { digests, decoded, lookedUp, attempts, keepsPrints }: CheckedPicture & { readonly keepsPrints: boolean },
): Promise<void> {
  const seen = decoded.outcome === 'hashed' ? decoded : null;
  const prints = {
    md5: Buffer.from(digests.md5, 'hex'),
    sha1: Buffer.from(digests.sha1, 'hex'),
    sha256: Buffer.from(digests.sha256, 'hex'),
    pdq: seen?.pdq ? Buffer.from(formatHash(seen.pdq), 'hex') : null,
  };
  await tx
    .updateTable('album_picture')
    .set({
      checked: true,
      list_versions: JSON.stringify(lookedUp.versions),
      check_attempts: attempts,
      quality: seen?.quality ?? null,
      media_type: seen?.mediaType ?? null,
      ...(keepsPrints && prints),
    })
    .where('picture_id', '=', picture.picture_id)
    .execute();
}

async function release(
  deps: Deps,
  tx: Transaction,
  { picture_id: pictureId, form }: Picture,
  { checked, why = null, keep = false }: { checked: boolean; why?: string | null; keep?: boolean },
): Promise<void> {
  if (!checked) {
    await tx.updateTable('album_picture').set({ checked }).where('picture_id', '=', pictureId).execute();
  }
  await movePicture(deps, tx, { pictureId, to: 'released', why });
  if (form === 'fetch' && !keep) await dropPictureBytes(tx, pictureId);
}

async function hold(
  deps: Deps,
  tx: Transaction,
  {
    pictureId,
    reason,
    checked,
    matches,
  }: {
    pictureId: string;
    reason: HeldPicture['reason'];
    checked: CheckedPicture;
    matches: readonly WeighedMatch[];
  },
): Promise<void> {
  const picture = await tx
    .selectFrom('album_picture')
    .selectAll()
    .where('picture_id', '=', pictureId)
    .executeTakeFirstOrThrow();
  await holdPicture(deps, tx, { picture, bytes: checked.bytes, shown: checked.shown ?? null, reason, matches });
}
