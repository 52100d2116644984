import { type RawBuilder, sql } from 'kysely';
import type { Deps } from '../deps.ts';
import { takeListEvents } from '../lists/list-events.ts';
import type { Transaction } from '../platform/database/open-database.ts';
import { type JobHandler, neverGiveUp } from '../platform/jobs/job.ts';
import type { ListEventKind } from '../schema/list-event.ts';

const batch = 500;

/**
 * What happens to the pictures that matched an entry. That an entry was set aside because it matches too much changes
 * nothing for those that it holds back: they show a person whether it is any good.
 */
const kinds: readonly { readonly kind: ListEventKind; readonly reweighs: boolean }[] = [
  { kind: 'list-entry-withdrawn', reweighs: true },
  { kind: 'list-entry-excluded', reweighs: true },
  { kind: 'list-entry-released', reweighs: true },
  { kind: 'list-entry-quarantined', reweighs: false },
];

/**
 * The job `reweigh-pictures`: takes every open event of lists and makes a job for each picture that matched the entry. An
 * event and its jobs are one commit, so that none is lost and each is acted on once.
 */
export function createReweighPictures(deps: Deps): JobHandler {
  return async (_payload, { signal }) => {
    for (const { kind, reweighs } of kinds) {
      for (let taken = batch; taken === batch && !signal.aborted; ) {
        taken = await deps.database.transaction(async (tx) => {
          const events = await takeListEvents(tx, kind, { limit: batch, now: deps.clock() });
          const entryIds = [...new Set(events.map(({ entryId }) => entryId))];
          if (reweighs && entryIds.length > 0) await enqueuePictures(tx, sql`${entryIds}::bigint[]`);
          return events.length;
        });
      }
    }
    signal.throwIfAborted();
  };
}

/** In order of their ids, so that none is missed however many there are. */
async function enqueuePictures(tx: Transaction, entryIds: RawBuilder<unknown>): Promise<void> {
  await sql`insert into job (kind, payload, max_attempts)
    select 'reweigh-picture', jsonb_build_object('pictureId', picture_id), ${neverGiveUp}
    from album_picture
    where state in ('released', 'held', 'removed')
      and picture_id in (select picture_id from album_match where entry_id = any(${entryIds}))
    order by picture_id`.execute(tx);
}
