import type { StaffMember, UpdateStaff } from '@wellhouse/protocol';
import type { z } from 'zod';
import type { Deps } from '../deps.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import { countActiveAdmins, lockTeam } from './active-admins.ts';
import { voidLinks } from './one-time-links.ts';
import { recordAudit } from './record-audit.ts';
import { revokeSessionsOf } from './sessions.ts';
import { staffView } from './staff-view.ts';

/** Changes roles or locks an account; locking ends its sessions at once. Refused when no admin would be left. */
export async function updateStaff(
  { database, clock }: Deps,
  changedBy: string,
  staffId: string,
  change: z.output<typeof UpdateStaff>,
): Promise<StaffMember> {
  return database.transaction(async (tx) => {
    await lockTeam(tx);
    const before = await tx.selectFrom('staff').selectAll().where('staff_id', '=', staffId).executeTakeFirst();
    if (before === undefined) throw new ProblemError('not-found');
    const after = await tx
      .updateTable('staff')
      .set({ roles: [...new Set(change.roles ?? before.roles)], active: change.active ?? before.active })
      .where('staff_id', '=', staffId)
      .returningAll()
      .executeTakeFirstOrThrow();
    if ((await countActiveAdmins(tx)) === 0) {
      const field = change.active === false ? '/body/active' : '/body/roles';
      const problem = 'would leave the team without an admin; make another member admin first';
      throw new ProblemError('invalid-request', `This ${problem}.`, { fields: [{ field, problem }] });
    }
    if (!after.active) {
      await revokeSessionsOf(tx, staffId, clock());
      await voidLinks(tx, staffId, clock());
    }
    const details = {
      before: { roles: before.roles, active: before.active },
      after: { roles: after.roles, active: after.active },
    };
    await recordAudit(tx, { staffId: changedBy, action: 'staff.update', object: `staff:${staffId}`, details });
    return staffView(after);
  });
}
