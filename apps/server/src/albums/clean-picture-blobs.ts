import { sql } from 'kysely';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { type JobHandler, JobRetry } from '../platform/jobs/job.ts';
import { chunkBlobKey, chunkBlobPrefix } from './picture-chunks.ts';

const Payload = z.strictObject({ pictureId: z.string() });

/**
 * The job `clean-picture-blobs`: deletes the blobs of a picture that no row names: those of a picture that is gone, and
 * what a writer left that died between blob and row. It holds the picture's row meanwhile and waits while bytes are being
 * sent, so a blob whose row is about to be committed stays.
 */
export function createCleanPictureBlobs(deps: Pick<Deps, 'database' | 'blobs'>): JobHandler {
  return async (payload) => {
    const { pictureId } = Payload.parse(payload);
    await deps.database.transaction(async (tx) => {
      const picture = await tx
        .selectFrom('album_picture')
        .select(sql<boolean>`append_id is not null and append_until > now()`.as('busy'))
        .where('picture_id', '=', pictureId)
        .forUpdate()
        .executeTakeFirst();
      if (picture?.busy) throw new JobRetry(60_000, `clean ${pictureId}: bytes are being sent`);
      const chunks = await tx.selectFrom('album_chunk').select('blob').where('picture_id', '=', pictureId).execute();
      const named = new Set(chunks.map(({ blob }) => chunkBlobKey(pictureId, blob)));
      for (const key of await deps.blobs.list(chunkBlobPrefix(pictureId))) {
        if (!named.has(key)) await deps.blobs.delete(key);
      }
    });
  };
}
