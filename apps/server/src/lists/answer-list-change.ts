import { type AnswerListChange, type ListChange, ListSettings } from '@wellhouse/protocol';
import { sql } from 'kysely';
import type { z } from 'zod';
import type { Deps } from '../deps.ts';
import type { Transaction } from '../platform/database/open-database.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import { enqueue } from '../platform/jobs/enqueue.ts';
import { assertNotBroughtIn } from '../staff/brought-in.ts';
import { recordAudit } from '../staff/record-audit.ts';
import { activationRefusalOf, answerRefusalOf } from './list-rules.ts';
import { type LockedList, lockList, writeVersion } from './list-version.ts';
import { columnsOf, loadChanges, regionsOf } from './list-view.ts';
import { withdrawEntries } from './withdraw-entries.ts';

/**
 * A person's answer to a change. What a sync or an import asks has no author yet: the first who approves becomes the
 * first of its two people. With the second it takes effect. Either alone can refuse.
 */
export async function answerListChange(
  deps: Deps,
  staffId: string,
  { listId, changeId }: { listId: string; changeId: string },
  body: z.output<typeof AnswerListChange>,
): Promise<z.input<typeof ListChange>> {
  const now = deps.clock();
  const approved = body.answer === 'approve';
  return deps.database.transaction(async (tx) => {
    // The list first and then its change, in the order that proposeListChange takes them.
    const list = await lockList(tx, listId);
    if (list === null) throw new ProblemError('not-found');
    const change = await tx
      .selectFrom('list_change')
      .select(['kind', 'body', 'state', 'first_staff_id'])
      .where('list_id', '=', listId)
      .where('change_id', '=', changeId)
      .forUpdate()
      .executeTakeFirst();
    if (change === undefined) throw new ProblemError('not-found');
    const refusal = answerRefusalOf({ state: change.state, firstStaffId: change.first_staff_id }, staffId);
    if (refusal !== null) throw new ProblemError(refusal.code, refusal.detail);

    const isFirst = approved && change.first_staff_id === null;
    if (approved && change.first_staff_id !== null) {
      await assertNotBroughtIn(tx, { authorId: change.first_staff_id, staffId, now });
    }
    await tx
      .updateTable('list_change')
      .set(
        isFirst
          ? { first_staff_id: staffId, first_reason: body.reason }
          : {
              state: approved ? 'in-force' : 'refused',
              second_staff_id: staffId,
              second_at: now,
              second_reason: body.reason,
            },
      )
      .where('change_id', '=', changeId)
      .execute();
    if (approved && !isFirst) await takeEffect(tx, { list, kind: change.kind, body: change.body, staffId, at: now });
    const details = { changeId, kind: change.kind, reason: body.reason };
    const action = approved ? 'list.approve' : 'list.refuse';
    await recordAudit(tx, { staffId, action, object: `list:${listId}`, details });
    const [view] = await loadChanges(tx, { changeId });
    if (view === undefined) throw new Error(`read change ${changeId} back`);
    return view;
  });
}

interface AgreedChange {
  readonly list: LockedList;
  readonly kind: ListChange['kind'];
  readonly body: unknown;
  readonly staffId: string;
  readonly at: Date;
}

async function takeEffect(tx: Transaction, { list, kind, body, staffId, at }: AgreedChange): Promise<void> {
  const listId = list.list_id;
  if (list.state === 'withdrawn') throw new ProblemError('list-not-ready', 'The list was withdrawn.');
  const set = (values: object) => tx.updateTable('list').set(values).where('list_id', '=', listId).execute();
  switch (kind) {
    case 'activate': {
      const refusal = activationRefusalOf({ ...list, regions: regionsOf(list) });
      if (refusal !== null) throw new ProblemError(refusal.code, refusal.detail);
      await set({ state: 'active' });
      await writeVersion(tx, list, { listId, at, staffId, kind: 'activated', details: {} });
      return;
    }
    case 'settings': {
      const settings = ListSettings.parse(body);
      await set(columnsOf(settings));
      await writeVersion(tx, list, { listId, at, staffId, kind: 'settings', details: { settings } });
      return;
    }
    case 'withdraw': {
      await sql`set local statement_timeout = '30min'`.execute(tx);
      await set({ state: 'withdrawn', next_sync_at: null, checkpoint: null });
      const all = sql`select entry_id, 'list-withdrawn' as why from list_entry
        where list_id = ${listId} and status <> 'withdrawn'`;
      const withdrawn = await withdrawEntries(tx, { version: list.nextVersion, at }, all);
      await writeVersion(tx, list, { listId, at, staffId, kind: 'withdrawn', details: { withdrawn } });
      return;
    }
    case 'shrink':
    case 'import':
      // The next sync, or the same file once more, makes use of it.
      if (list.connection_id !== null) {
        await enqueue(tx, { kind: 'sync-list', payload: { listId, planned: false }, maxAttempts: 3 });
      }
  }
}
