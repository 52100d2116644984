import type { Deps } from '../deps.ts';
import { enqueueSql } from '../platform/jobs/enqueue.ts';
import { neverGiveUp } from '../platform/jobs/job.ts';
import type { AppendLease } from './append-lease.ts';
import { movePicture } from './move-picture.ts';

/** Another request writes now, or the picture takes no more bytes. */
export class AppendLost extends Error {
  override readonly name = 'AppendLost';
  readonly code = 'append-lost';
}

export interface WrittenChunk {
  readonly offset: number;
  readonly length: number;
  readonly blob: string;
}

/** Chunk $5 of $4 bytes at $3 of picture $1, by the holder of lease $2. */
const chunkRow = `insert into album_chunk (picture_id, chunk_offset, length, blob)
  select picture_id, $3::integer, $4::integer, $5 from counted`;

const addChunk = {
  name: 'album-add-chunk-1',
  text: `with counted as (
      update album_picture set received = $3::integer + $4::integer, append_until = now() + interval '3 minutes'
      where picture_id = $1::uuid and append_id = $2::uuid and state = 'receiving' and received = $3::integer
      returning picture_id
    ), added as (${chunkRow})
    select picture_id from counted`,
};

/**
 * What movePicture does for `checking`, with the last chunk (none if $4 is 0) and the jobs in one statement: this is the hot path
 * of every upload. $6: when. $7: whether an earlier writer may have left a blob.
 */
const completeUpload = {
  name: 'album-complete-upload-1',
  text: `with counted as (
      update album_picture set received = $3::integer + $4::integer, append_id = null, append_until = null,
        state = 'checking', version = version + 1, complete_at = $6
      where picture_id = $1::uuid and append_id = $2::uuid and state = 'receiving' and received = $3::integer
        and size = $3::integer + $4::integer
      returning picture_id
    ), added as (${chunkRow} where $4::integer > 0),
    queued as (${enqueueSql(`select kind, jsonb_build_object('pictureId', picture_id), null, ${neverGiveUp}
      from counted, (values ('check-picture', true), ('clean-picture-blobs', $7::boolean)) as job (kind, needed)
      where needed`)})
    select picture_id from counted`,
};

/** Counts a chunk that is stored, and extends the lease. @throws AppendLost */
export async function commitChunk(
  deps: Pick<Deps, 'database'>,
  { pictureId, appendId }: AppendLease,
  { offset, length, blob }: WrittenChunk,
): Promise<void> {
  const counted = await deps.database.query(addChunk, [pictureId, appendId, offset, length, blob]);
  if (counted.length !== 1) throw new AppendLost(`write ${pictureId} at ${offset}`);
}

/**
 * Counts the last chunk, if one is missing, and hands the picture on to be checked: one commit, so that no picture with all
 * its bytes waits for nobody. @throws AppendLost
 */
export async function completeAppend(
  deps: Pick<Deps, 'database' | 'clock'>,
  { pictureId, appendId, unclean, size }: AppendLease,
  chunk: WrittenChunk | null,
): Promise<void> {
  const { offset, length, blob } = chunk ?? { offset: size, length: 0, blob: '' };
  const values = [pictureId, appendId, offset, length, blob, deps.clock(), unclean];
  const counted = await deps.database.query(completeUpload, values);
  if (counted.length !== 1) throw new AppendLost(`complete ${pictureId}`);
}

/** Refuses a picture whose bytes cannot be what was announced; they go with it. @throws AppendLost */
export async function refuseAppend(
  deps: Pick<Deps, 'database' | 'clock'>,
  { pictureId, appendId }: AppendLease,
  why: string,
): Promise<void> {
  await deps.database.transaction(async (tx) => {
    const ended = await tx
      .updateTable('album_picture')
      .set({ append_id: null, append_until: null })
      .where('picture_id', '=', pictureId)
      .where('append_id', '=', appendId)
      .executeTakeFirst();
    if (ended.numUpdatedRows !== 1n || !(await movePicture(deps, tx, { pictureId, to: 'refused', why }))) {
      throw new AppendLost(`refuse ${pictureId}`);
    }
  });
}
