import type { FastifyReply } from 'fastify';
import { sql } from 'kysely';
import type { Deps } from '../deps.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import { newUuid } from '../staff/tokens.ts';
import type { AlbumWork } from './album-work.ts';
import { describeUpload, isComplete, isGone, loadUpload } from './upload-state.ts';

/**
 * Says how much of an upload is here. Whoever asks has lost the request that was sending (a client must not ask while it
 * sends), so that request is ended first, here or in another process, and the offset is one that the next append may use
 * (draft-ietf-httpbis-resumable-upload-12 §4.3, §4.6).
 */
export async function getUploadOffset(
  deps: Deps,
  work: Pick<AlbumWork, 'appends' | 'gate'>,
  pictureId: string,
  reply: FastifyReply,
): Promise<void> {
  await work.appends.stop(pictureId);
  const upload = await work.gate.through(async () => {
    const seen = await loadUpload(deps, pictureId);
    if (seen.append_id === null) return seen;
    // Its writer is in another process, or died. Nobody's lease that has run out says that it may have left a blob.
    await deps.database.kysely
      .updateTable('album_picture')
      .set({ append_id: newUuid(deps.random), append_until: sql`now() - interval '1 second'` })
      .where('picture_id', '=', pictureId)
      .where('append_id', '=', seen.append_id)
      .execute();
    return loadUpload(deps, pictureId);
  });
  if (isGone(upload)) throw new ProblemError('upload-closed');
  describeUpload(reply, upload, deps.clock(), isComplete(upload));
}
