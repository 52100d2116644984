import { zeroize } from '@wellhouse/sealing';
import { sql } from 'kysely';
import type { Deps } from '../deps.ts';
import { newUuid } from '../staff/tokens.ts';
import { createPictureKey, openPictureKey } from './picture-chunks.ts';

/** The right to write the next bytes of one picture. Whoever has lost it cannot commit anything any more. */
export interface AppendLease {
  readonly pictureId: string;
  readonly appendId: string;
  readonly key: Uint8Array;
  readonly size: number;
  readonly announcedSha256: Buffer | null;
  readonly addedAt: Date;
  /** Bytes that were here when it was taken. */
  readonly from: number;
  /** An earlier writer may have left a blob without a row. */
  readonly unclean: boolean;
}

interface LeasedRow {
  readonly size: number;
  readonly announced_sha256: Buffer | null;
  readonly key_wrapped: Buffer | null;
  readonly added_at: Date;
  readonly unclean: boolean;
}

/** Longer than a request may take (platform/http/http-app.ts): a slow sender does not lose its place. */
const lease = "now() + interval '3 minutes'";

const takeUpload = {
  name: 'album-take-upload-1',
  text: `update album_picture set append_id = $2::uuid, append_until = ${lease}
    from (select append_id as earlier from album_picture where picture_id = $1::uuid for update) as old
    where picture_id = $1::uuid and form = 'upload' and state = 'receiving' and received = $3::integer
      and (append_id is null or append_until < now())
    returning size, announced_sha256, key_wrapped, added_at, earlier is not null as unclean`,
};

/**
 * Takes the lease of an upload that stands at `offset`, unless another request holds it. Null: not now, or not from there;
 * the row says why.
 */
export async function takeUploadLease(
  deps: Pick<Deps, 'database' | 'random' | 'keys'>,
  pictureId: string,
  offset: number,
): Promise<AppendLease | null> {
  // No column holds more.
  if (offset > 0x7f_ff_ff_ff) return null;
  const appendId = newUuid(deps.random);
  const [row] = await deps.database.query<LeasedRow>(takeUpload, [pictureId, appendId, offset]);
  if (row === undefined || row.key_wrapped === null) return null;
  return {
    pictureId,
    appendId,
    key: await openPictureKey(deps, pictureId, row.key_wrapped),
    size: row.size,
    announcedSha256: row.announced_sha256,
    addedAt: row.added_at,
    from: offset,
    unclean: row.unclean || offset > 0,
  };
}

/** Takes the lease of a picture that is fetched, from its first byte: what came before goes, with its key. */
export async function takeFetchLease(
  deps: Pick<Deps, 'database' | 'random' | 'keys'>,
  pictureId: string,
): Promise<AppendLease | null> {
  const appendId = newUuid(deps.random);
  const { key, wrapped } = await createPictureKey(deps, pictureId);
  return deps.database.transaction(async (tx) => {
    const { rows } = await sql<LeasedRow>`
      update album_picture set append_id = ${appendId}::uuid, append_until = ${sql.raw(lease)}, key_wrapped = ${wrapped},
        received = 0
      from (select key_wrapped as earlier from album_picture where picture_id = ${pictureId}::uuid for update) as old
      where picture_id = ${pictureId}::uuid and form = 'fetch' and state = 'receiving'
        and (append_id is null or append_until < now())
      returning size, announced_sha256, key_wrapped, added_at, earlier is not null as unclean`.execute(tx);
    const [row] = rows;
    if (row === undefined) return null;
    await tx.deleteFrom('album_chunk').where('picture_id', '=', pictureId).execute();
    const { size, announced_sha256: announcedSha256, added_at: addedAt, unclean } = row;
    return { pictureId, appendId, key, size, announcedSha256, addedAt, from: 0, unclean };
  });
}

/** Lets the next request go on. Nothing happens where the lease was lost, or ended with the last byte. */
export async function giveLeaseBack(deps: Pick<Deps, 'database'>, { pictureId, appendId }: AppendLease): Promise<void> {
  await deps.database.kysely
    .updateTable('album_picture')
    .set({ append_id: null, append_until: null })
    .where('picture_id', '=', pictureId)
    .where('append_id', '=', appendId)
    .execute();
}

/** Forgets the key of a lease that is not used any more. */
export function forgetKey(taken: AppendLease): void {
  zeroize(taken.key);
}
