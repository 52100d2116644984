import type { Deps } from '../deps.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import { enqueue } from '../platform/jobs/enqueue.ts';
import { recordAudit } from '../staff/record-audit.ts';

/** Enqueues one sync, beside those that are planned. @throws ProblemError `not-found`, `list-not-ready` */
export async function requestListSync(deps: Deps, staffId: string, listId: string): Promise<void> {
  await deps.database.transaction(async (tx) => {
    const list = await tx
      .selectFrom('list')
      .select(['state', 'connection_id'])
      .where('list_id', '=', listId)
      .executeTakeFirst();
    if (list === undefined) throw new ProblemError('not-found');
    if (list.state === 'withdrawn') throw new ProblemError('list-not-ready', 'The list was withdrawn.');
    if (list.connection_id === null) {
      throw new ProblemError('list-not-ready', 'The list comes from files: wellhouse lists import.');
    }
    await enqueue(tx, { kind: 'sync-list', payload: { listId, planned: false }, maxAttempts: 3 });
    await recordAudit(tx, { staffId, action: 'list.sync', object: `list:${listId}`, details: {} });
  });
}
