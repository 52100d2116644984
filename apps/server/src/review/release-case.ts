import type { Deps } from '../deps.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import { routeAgain } from '../queues/route-again.ts';
import { writeEvent } from './write-event.ts';

/** Gives one's own claim back. Releasing a case that one does not hold is refused, not ignored. */
export async function releaseCase(deps: Deps, caseId: string, staffId: string): Promise<void> {
  const now = deps.clock();
  await deps.database.transaction(async (tx) => {
    const released = await tx
      .updateTable('case_file')
      .set({ claim_staff_id: null, claim_until: null })
      .where('case_id', '=', caseId)
      .where('claim_staff_id', '=', staffId)
      .where('state', '=', 'open')
      .returning('case_id')
      .executeTakeFirst();
    if (released === undefined) throw new ProblemError('not-claimed', 'You do not hold this case.');
    await writeEvent(tx, { caseId, at: now, kind: 'released', staffId, said: { code: 'released' } });
    // The plan may have changed while it was held.
    await routeAgain(tx, { caseId, at: now, staffId: null });
  });
}
