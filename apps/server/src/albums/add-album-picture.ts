import { createHash } from 'node:crypto';
import { type AddAlbumPicture, type AlbumPictureAdded, albumLimits } from '@wellhouse/protocol';
import { type Selectable, sql } from 'kysely';
import type { z } from 'zod';
import type { Deps } from '../deps.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import { enqueue } from '../platform/jobs/enqueue.ts';
import { neverGiveUp } from '../platform/jobs/job.ts';
import { isStorableText } from '../platform/storable-text.ts';
import type { AlbumPictureTable } from '../schema/album-picture.ts';
import { movePicture } from './move-picture.ts';
import { createPictureKey } from './picture-chunks.ts';
import { mayFetch } from './picture-origin.ts';
import { pictureView } from './picture-view.ts';
import { uploadToken } from './upload-token.ts';

type Added = z.input<typeof AlbumPictureAdded>;

/**
 * Takes a picture's announcement. The same one again is answered alike, with the same token; another one under its id, or
 * another hub's, is refused. Nothing of it is visible to anybody before it was checked.
 */
export async function addAlbumPicture(deps: Deps, hubId: string, body: AddAlbumPicture): Promise<Added> {
  checkWords(body);
  if (body.source.form === 'fetch' && !mayFetch(deps.hubs.get(hubId), body.source.url)) {
    const problem = 'is not at the origin that is listed for this hub';
    throw new ProblemError('invalid-request', `/body/source/url ${problem}`, {
      fields: [{ field: '/body/source/url', problem }],
    });
  }
  const digest = digestOf(body);
  const key = body.source.form === 'upload' ? await createPictureKey(deps, body.pictureId) : null;
  const row = await deps.database.transaction(async (tx) => {
    const known = await tx
      .selectFrom('album_picture')
      .selectAll()
      .where('picture_id', '=', body.pictureId)
      .executeTakeFirst();
    if (known !== undefined) return known;
    await checkWaiting(tx, hubId, body.accountId);
    const added = await tx
      .insertInto('album_picture')
      .values({
        picture_id: body.pictureId,
        hub_id: hubId,
        album_id: body.albumId,
        account_id: body.accountId,
        region: body.region,
        form: body.source.form,
        url: body.source.form === 'fetch' ? body.source.url : null,
        body_digest: digest,
        size: body.size,
        announced_sha256: body.sha256 === null ? null : Buffer.from(body.sha256, 'hex'),
        state: 'receiving',
        key_wrapped: key?.wrapped ?? null,
        added_at: deps.clock(),
      })
      .onConflict((conflict) => conflict.doNothing())
      .returningAll()
      .executeTakeFirst();
    // Another request with this id was first, and is committed by now.
    if (added === undefined) return read(tx, body.pictureId);
    if (body.size === 0) {
      await movePicture(deps, tx, { pictureId: body.pictureId, to: 'refused', why: 'empty' });
      return read(tx, body.pictureId);
    }
    if (body.source.form === 'fetch') {
      const payload = { pictureId: body.pictureId };
      await enqueue(tx, { kind: 'fetch-picture', payload, maxAttempts: neverGiveUp });
    }
    return added;
  });
  if (row.hub_id !== hubId || !digest.equals(row.body_digest)) throw new ProblemError('picture-exists');
  return {
    picture: pictureView(row),
    upload:
      row.form === 'upload'
        ? {
            path: `/v1/album-uploads/${row.picture_id}`,
            token: uploadToken(deps.keys.receiptKey, row.picture_id),
          }
        : null,
  };
}

type Executor = Deps['database']['kysely'];

function read(executor: Executor, pictureId: string): Promise<Selectable<AlbumPictureTable>> {
  return executor.selectFrom('album_picture').selectAll().where('picture_id', '=', pictureId).executeTakeFirstOrThrow();
}

/** Requests that come at the same moment may pass the limit by their number. */
async function checkWaiting(executor: Executor, hubId: string, accountId: string): Promise<void> {
  const { rows } = await sql<{ waiting: number }>`select count(*)::integer as waiting from (
      select from album_picture
      where hub_id = ${hubId} and account_id = ${accountId} and state in ('receiving', 'checking')
      limit ${albumLimits.waitingPerAccount}) as seen`.execute(executor);
  if ((rows[0]?.waiting ?? 0) < albumLimits.waitingPerAccount) return;
  throw new ProblemError(
    'rate-limited',
    'This account has too many pictures on the way; send the bytes of those first.',
    {
      retryAfter: 60,
    },
  );
}

function checkWords(body: AddAlbumPicture): void {
  for (const name of ['albumId', 'accountId'] as const) {
    if (isStorableText(body[name])) continue;
    const problem = 'has control characters or is not well-formed';
    const field = `/body/${name}`;
    throw new ProblemError('invalid-request', `${field} ${problem}`, { fields: [{ field, problem }] });
  }
}

/** The announcement, whatever order its fields came in. */
function digestOf({ albumId, accountId, region, size, sha256, source }: AddAlbumPicture): Buffer {
  const url = source.form === 'fetch' ? source.url : null;
  const text = JSON.stringify([albumId, accountId, region, size, sha256, source.form, url]);
  return createHash('sha256').update(text, 'utf8').digest();
}
