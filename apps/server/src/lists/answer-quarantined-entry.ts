import type { AnswerQuarantinedEntry } from '@wellhouse/protocol';
import type { z } from 'zod';
import type { Deps } from '../deps.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import { recordAudit } from '../staff/record-audit.ts';
import { announceListEvents } from './announce-events.ts';
import { lockList, writeVersion } from './list-version.ts';

/** A person's word on an entry that matched too much: it matches again, whatever it floods, or it is ruled out. */
export async function answerQuarantinedEntry(
  deps: Deps,
  staffId: string,
  { listId, entryId }: { listId: string; entryId: string },
  body: z.output<typeof AnswerQuarantinedEntry>,
): Promise<void> {
  const at = deps.clock();
  const isReleased = body.answer === 'release';
  await deps.database.transaction(async (tx) => {
    const list = await lockList(tx, listId);
    if (list === null) throw new ProblemError('not-found');
    const answered = await tx
      .updateTable('list_entry')
      .set({
        status: isReleased ? 'live' : 'excluded',
        flood_released: isReleased,
        ruled_out: !isReleased,
        version: list.nextVersion,
      })
      .where('entry_id', '=', entryId)
      .where('list_id', '=', listId)
      .where('status', '=', 'quarantined')
      .executeTakeFirst();
    if (answered.numUpdatedRows === 0n) throw new ProblemError('not-found');
    const [kind, event] = isReleased
      ? (['entry-released', 'list-entry-released'] as const)
      : (['entry-excluded', 'list-entry-excluded'] as const);
    await tx
      .insertInto('list_event')
      .values({ at, kind: event, list_id: listId, entry_id: entryId, why: 'person', handled_at: null })
      .execute();
    await announceListEvents(tx);
    const to = isReleased ? 'live' : 'excluded';
    const version = { listId, at, staffId, kind, details: { entryId } };
    await writeVersion(tx, list, version, { from: 'quarantined', to, entries: 1 });
    const details = { entryId, answer: body.answer, reason: body.reason };
    await recordAudit(tx, { staffId, action: 'list.entry', object: `list:${listId}`, details });
  });
}
