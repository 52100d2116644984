import { type AddDuty, type Duty, StaffId } from '@wellhouse/protocol';
import type { z } from 'zod';
import type { Deps } from '../deps.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import { recordAudit } from '../staff/record-audit.ts';
import { newUuid } from '../staff/tokens.ts';

/** Puts a member on duty from one time to another. Several can be on duty at once: all of them are called. */
export async function addDuty(
  deps: Deps,
  madeBy: string,
  { staffId, from, to }: z.output<typeof AddDuty>,
): Promise<z.input<typeof Duty>> {
  const dutyId = newUuid(deps.random);
  return deps.database.transaction(async (tx) => {
    const member = await tx
      .selectFrom('staff')
      .select('name')
      .where('staff_id', '=', staffId)
      .where('active', '=', true)
      .executeTakeFirst();
    if (member === undefined) throw new ProblemError('not-found');
    await tx
      .insertInto('on_duty')
      .values({ duty_id: dutyId, staff_id: staffId, from_at: new Date(from), to_at: new Date(to), made_by: madeBy })
      .execute();
    const entry = { staffId: madeBy, action: 'duty.add', object: `staff:${staffId}` };
    await recordAudit(tx, { ...entry, details: { dutyId, from, to }, at: deps.clock() });
    return { dutyId, staffId: StaffId.parse(staffId), name: member.name, from, to };
  });
}

export async function removeDuty(deps: Deps, removedBy: string, dutyId: string): Promise<void> {
  await deps.database.transaction(async (tx) => {
    const removed = await tx.deleteFrom('on_duty').where('duty_id', '=', dutyId).returningAll().executeTakeFirst();
    if (removed === undefined) throw new ProblemError('not-found');
    const details = { dutyId, from: removed.from_at.toISOString(), to: removed.to_at.toISOString() };
    const entry = { staffId: removedBy, action: 'duty.remove', object: `staff:${removed.staff_id}` };
    await recordAudit(tx, { ...entry, details, at: deps.clock() });
  });
}
