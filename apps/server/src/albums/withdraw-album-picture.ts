import type { Deps } from '../deps.ts';
import type { ActiveAppends } from './active-appends.ts';
import { loadHubPicture } from './get-album-picture.ts';
import { movePicture, tellHub } from './move-picture.ts';

/**
 * Takes a picture out of its album, and does so again without a difference. Its bytes and their key go; but a held one
 * stays with the safety team until a person has looked, and one that a person removed stays removed. The answer is the
 * same for all, so whoever withdraws learns nothing from it.
 */
export async function withdrawAlbumPicture(
  deps: Deps,
  appends: ActiveAppends,
  { hubId, pictureId }: { hubId: string; pictureId: string },
): Promise<void> {
  await loadHubPicture(deps, hubId, pictureId);
  await appends.stop(pictureId);
  await deps.database.transaction(async (tx) => {
    const picture = await tx
      .selectFrom('album_picture')
      .select(['state', 'version', 'withdrawn_at'])
      .where('picture_id', '=', pictureId)
      .where('hub_id', '=', hubId)
      .forUpdate()
      .executeTakeFirstOrThrow();
    if (picture.withdrawn_at !== null || picture.state === 'withdrawn') return;
    const kept = picture.state === 'held' || picture.state === 'removed';
    await tx
      .updateTable('album_picture')
      .set({
        withdrawn_at: deps.clock(),
        // To the hub a held one is withdrawn from here on.
        ...(picture.state === 'held' && { version: picture.version + 1 }),
      })
      .where('picture_id', '=', pictureId)
      .execute();
    if (!kept) await movePicture(deps, tx, { pictureId, to: 'withdrawn', why: 'withdrawn' });
    else if (picture.state === 'held') await tellHub(tx, pictureId);
  });
}
