import type { ListChange, ProposeListChange } from '@wellhouse/protocol';
import type { z } from 'zod';
import type { Deps } from '../deps.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import { recordAudit } from '../staff/record-audit.ts';
import { newUuid } from '../staff/tokens.ts';
import { checkCategory } from './list-category.ts';
import { activationRefusalOf } from './list-rules.ts';
import { lockList } from './list-version.ts';
import { loadChanges, regionsOf } from './list-view.ts';

/** Asks for a change, as the first of its two people. Nothing about the list changes yet. */
export async function proposeListChange(
  deps: Deps,
  staffId: string,
  listId: string,
  body: z.output<typeof ProposeListChange>,
): Promise<z.input<typeof ListChange>> {
  if (body.kind === 'settings') checkCategory(body.settings.category, '/body/settings/category');
  return deps.database.transaction(async (tx) => {
    const list = await lockList(tx, listId);
    if (list === null) throw new ProblemError('not-found');
    if (list.state === 'withdrawn') throw new ProblemError('list-not-ready', 'The list was withdrawn.');
    if (body.kind === 'activate') {
      const refusal = activationRefusalOf({ ...list, regions: regionsOf(list) });
      if (refusal !== null) throw new ProblemError(refusal.code, refusal.detail);
    }
    const [waiting] = (await loadChanges(tx, { state: 'held', listId })).filter(({ kind }) => kind === body.kind);
    if (waiting !== undefined) throw new ProblemError('list-not-ready', 'A change of this kind waits already.');
    const changeId = newUuid(deps.random);
    await tx
      .insertInto('list_change')
      .values({
        change_id: changeId,
        list_id: listId,
        kind: body.kind,
        body: JSON.stringify(body.kind === 'settings' ? body.settings : {}),
        state: 'held',
        asked_at: deps.clock(),
        first_staff_id: staffId,
        first_reason: body.reason,
        second_staff_id: null,
        second_at: null,
        second_reason: null,
        used_at: null,
      })
      .execute();
    const details = { changeId, kind: body.kind, reason: body.reason };
    await recordAudit(tx, { staffId, action: 'list.propose', object: `list:${listId}`, details });
    const [change] = await loadChanges(tx, { changeId });
    if (change === undefined) throw new Error(`read change ${changeId} back`);
    return change;
  });
}
