import type { Transaction } from '../platform/database/open-database.ts';
import type { ListEventKind } from '../schema/list-event.ts';

export interface OpenListEvent {
  readonly eventId: string;
  readonly listId: string;
  readonly entryId: string;
  readonly why: string;
  readonly at: Date;
}

/**
 * Takes up to `limit` events of a kind that nobody has handled, in their order, and marks them handled in the caller's
 * transaction: what is done about them and the mark are one commit. Events that another transaction holds are
 * waited for: its worker may have died, and a job that passed them over would end as if there were none.
 * Cases that rest on an entry are found by its `entryId`; one that rests on withdrawn entries alone is opened again.
 */
export async function takeListEvents(
  tx: Transaction,
  kind: ListEventKind,
  { limit, now }: { limit: number; now: Date },
): Promise<OpenListEvent[]> {
  const rows = await tx
    .selectFrom('list_event')
    .select(['event_id', 'list_id', 'entry_id', 'why', 'at'])
    .where('handled_at', 'is', null)
    .where('kind', '=', kind)
    .orderBy('event_id')
    .limit(limit)
    .forUpdate()
    .execute();
  if (rows.length > 0) {
    const ids = rows.map((row) => row.event_id);
    await tx.updateTable('list_event').set({ handled_at: now }).where('event_id', 'in', ids).execute();
  }
  return rows.map(({ event_id, list_id, entry_id, why, at }) => {
    return { eventId: event_id, listId: list_id, entryId: entry_id, why, at };
  });
}
