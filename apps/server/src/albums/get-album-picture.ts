import type { AlbumPicture } from '@wellhouse/protocol';
import type { Selectable } from 'kysely';
import type { z } from 'zod';
import type { Deps } from '../deps.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import type { AlbumPictureTable } from '../schema/album-picture.ts';
import { pictureView } from './picture-view.ts';

/** Where a picture stands. Another hub's is answered like one that never was. */
export async function getAlbumPicture(
  deps: Pick<Deps, 'database'>,
  hubId: string,
  pictureId: string,
): Promise<z.input<typeof AlbumPicture>> {
  return pictureView(await loadHubPicture(deps, hubId, pictureId));
}

/** @throws ProblemError `not-found` */
export async function loadHubPicture(
  deps: Pick<Deps, 'database'>,
  hubId: string,
  pictureId: string,
): Promise<Selectable<AlbumPictureTable>> {
  const row = await deps.database.kysely
    .selectFrom('album_picture')
    .selectAll()
    .where('picture_id', '=', pictureId)
    .where('hub_id', '=', hubId)
    .executeTakeFirst();
  if (row === undefined) throw new ProblemError('not-found', 'This hub has no such picture.');
  return row;
}
