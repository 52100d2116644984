import { type Selectable, sql } from 'kysely';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { checkRegion } from '../lists/check-region.ts';
import { judgeMatches } from '../lists/judge-matches.ts';
import { isHeld, type MatchEffect } from '../lists/list-rules.ts';
import type { Transaction } from '../platform/database/open-database.ts';
import type { JobHandler } from '../platform/jobs/job.ts';
import type { AlbumMatchTable } from '../schema/album-match.ts';
import type { AlbumPictureTable } from '../schema/album-picture.ts';
import type { CheckTools } from './check-tools.ts';
import { type HeldPicture, holdPicture } from './hold-picture.ts';
import { dropPictureBytes, readPictureBytes } from './picture-bytes.ts';
import { releaseFromCase } from './release-from-case.ts';
import { reopenCase } from './reopen-case.ts';
import { effectAfter, isGroundless } from './reweigh-rules.ts';
import { albumSurface, StepMissing } from './settle-check.ts';
import { showPicture } from './show-picture.ts';

const Payload = z.strictObject({ pictureId: z.string() });

/**
 * The job `reweigh-picture`: something happened to an entry that this picture matched. A waiting picture that nothing holds
 * back any more is released, one that an entry set aside did not hold back is held once a person has released the entry, and
 * a removed one whose ground is gone comes to a person again. By lists as they are now, however many events there were;
 * nothing is counted anew.
 */
export function createReweighPicture(deps: Deps, tools: Pick<CheckTools, 'decoders'>): JobHandler {
  return async (payload, context) => {
    const { pictureId } = Payload.parse(payload);
    const settle = (sight: Sight | null) =>
      deps.database.transaction(async (tx) => {
        await reweigh(deps, tx, { pictureId, sight });
        await context.finish(tx);
      });
    try {
      await settle(null);
    } catch (error) {
      if (!(error instanceof StepMissing)) throw error;
      await settle(await seePicture(deps, tools, pictureId));
    }
  };
}

/** What has to be at hand to hold a picture. */
type Sight = Pick<HeldPicture, 'bytes' | 'shown'>;
type Picture = Selectable<AlbumPictureTable>;
type Match = Selectable<AlbumMatchTable> & { readonly kept: MatchEffect; readonly now: MatchEffect };

async function seePicture(deps: Deps, { decoders }: Pick<CheckTools, 'decoders'>, pictureId: string): Promise<Sight> {
  const picture = await deps.database.kysely
    .selectFrom('album_picture')
    .selectAll()
    .where('picture_id', '=', pictureId)
    .executeTakeFirstOrThrow();
  const bytes = await readPictureBytes(deps, picture);
  return { bytes, shown: await showPicture(decoders, bytes, []) };
}

async function reweigh(
  deps: Deps,
  tx: Transaction,
  { pictureId, sight }: { pictureId: string; sight: Sight | null },
): Promise<void> {
  const picture = await tx
    .selectFrom('album_picture')
    .selectAll()
    .where('picture_id', '=', pictureId)
    .forUpdate()
    .executeTakeFirst();
  if (picture === undefined) return;
  await markWithdrawn(deps, tx, pictureId);
  const matches = await judgeKept(tx, picture);
  switch (picture.state) {
    case 'held':
      if (isHeld(matches.map((match) => ({ ...match, effect: effectAfter(match) })))) return;
      await releaseFromCase(deps, tx, { pictureId });
      return;
    case 'released':
      return reweighReleased(deps, tx, { picture, matches, sight });
    case 'removed':
      if (isGroundless(matches)) await reopenCase(deps, tx, { pictureId });
      return;
    default:
      return;
  }
}

async function markWithdrawn({ clock }: Deps, tx: Transaction, pictureId: string): Promise<void> {
  await sql`update album_match match set withdrawn_at = ${clock()} from list_entry entry
    where entry.entry_id = match.entry_id and entry.status in ('withdrawn', 'excluded')
      and match.picture_id = ${pictureId}::uuid and match.withdrawn_at is null`.execute(tx);
}

async function judgeKept(tx: Transaction, { picture_id, region }: Picture): Promise<Match[]> {
  const rows = await tx.selectFrom('album_match').selectAll().where('picture_id', '=', picture_id).execute();
  const judged = await judgeMatches(tx, {
    // What was kept had enough in it, and a picture does not change.
    quality: 100,
    surface: albumSurface,
    region,
    checked: true,
    found: rows.map(({ entry_id: entryId, distance }) => ({ entryId, distance })),
  });
  const nowOf = new Map(judged.map(({ entryId, effect }) => [entryId, effect]));
  return rows.map((row) => {
    return { ...row, kept: row.effect as MatchEffect, now: nowOf.get(row.entry_id) ?? 'gone' };
  });
}

async function reweighReleased(
  deps: Deps,
  tx: Transaction,
  { picture, matches, sight }: { picture: Picture; matches: readonly Match[]; sight: Sight | null },
): Promise<void> {
  const pictureId = picture.picture_id;
  const after = matches.map((match) => ({
    entryId: match.entry_id,
    listId: match.list_id,
    distance: match.distance,
    effect: effectAfter(match),
  }));
  // A fetched picture whose bytes have gone cannot be shown to anybody, and nobody can answer about it.
  const mayHold =
    picture.answer === null && picture.key_wrapped !== null && (await checkRegion(tx, picture.region)).checked;
  if (mayHold && isHeld(after)) {
    if (sight === null) throw new StepMissing('show');
    for (const { entryId, effect } of after) {
      await tx
        .updateTable('album_match')
        .set({ effect })
        .where('picture_id', '=', pictureId)
        .where('entry_id', '=', entryId)
        .where('effect', '=', 'set-aside')
        .where('withdrawn_at', 'is', null)
        .execute();
    }
    await holdPicture(deps, tx, { picture, ...sight, reason: 'matched', matches: after });
    return;
  }
  // It was kept here because it might have had to be held yet.
  const waits = after.some(({ effect }) => effect === 'set-aside');
  if (picture.form === 'fetch' && !waits) await dropPictureBytes(tx, pictureId);
}
