import type { Deps } from '../deps.ts';
import type { StaffCaller } from '../platform/http/authenticators.ts';
import { ProblemError } from '../platform/http/problem-error.ts';

/** Closes what somebody turned to this person for; a request to any lead is closed by any lead, or by who asked. */
export async function closeMention(
  deps: Pick<Deps, 'database' | 'clock'>,
  staff: Pick<StaffCaller, 'staffId' | 'permissions'>,
  mentionId: string,
): Promise<void> {
  const isLead = staff.permissions.has('case.assign');
  const closed = await deps.database.kysely
    .updateTable('case_mention')
    .set({ closed_at: deps.clock() })
    .where('mention_id', '=', mentionId)
    .where('closed_at', 'is', null)
    .where((is) =>
      is.or([
        is('to_staff_id', '=', staff.staffId),
        is('from_staff_id', '=', staff.staffId),
        ...(isLead ? [is('to_staff_id', 'is', null)] : []),
      ]),
    )
    .returning('mention_id')
    .executeTakeFirst();
  if (closed === undefined) throw new ProblemError('not-found');
}
