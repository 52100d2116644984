import { sql } from 'kysely';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import type { JobHandler } from '../platform/jobs/job.ts';
import { moveToCase } from './move-to-case.ts';

const Payload = z.strictObject({ caseId: z.string() });

/**
 * The job `rehouse-pictures`: pictures that came into a case while its decision waited for the second person, who then
 * approved it, still wait for an answer. Each moves to an undecided case, in a transaction of its own; doing it again
 * changes nothing. Whoever adds one matching picture after another so keeps no decision from taking effect.
 */
export function createRehousePictures(deps: Deps): JobHandler {
  return async (job, context) => {
    const { caseId } = Payload.parse(job);
    const waiting = await deps.database.kysely
      .selectFrom('album_picture')
      .select('picture_id')
      .where('case_id', '=', caseId)
      .where(sql<boolean>`(state = 'held' or reopened_at is not null)`)
      .orderBy('added_at')
      .execute();
    for (const { picture_id: pictureId } of waiting) {
      context.signal.throwIfAborted();
      await deps.database.transaction(async (tx) => {
        const picture = await tx
          .selectFrom('album_picture')
          .select('picture_id')
          .where('picture_id', '=', pictureId)
          .where('case_id', '=', caseId)
          .where(sql<boolean>`(state = 'held' or reopened_at is not null)`)
          .forUpdate()
          .executeTakeFirst();
        if (picture === undefined) return;
        await moveToCase(deps, tx, {
          pictureId,
          from: caseId,
          joined: { kind: 'picture-joined', said: (from) => ({ code: 'picture-came', picture: pictureId, from }) },
          left: {
            kind: 'picture-joined',
            said: (to) => ({ code: 'picture-left', picture: pictureId, to, why: 'late' }),
          },
        });
      });
    }
  };
}
