import type { Deps } from '../deps.ts';
import { recordAudit } from '../staff/record-audit.ts';
import { drillHubId } from './drill-hub.ts';
import { eraseCase } from './erase-case.ts';

/** Takes a rehearsal's cases out of the queue and erases them. Cases of a real hub are never touched. */
export async function closeDrillCases(deps: Deps): Promise<number> {
  const now = deps.clock();
  const closed = await deps.database.transaction(async (tx) => {
    const cases = await tx
      .updateTable('case_file')
      .set({ state: 'decided', decided_at: now, claim_staff_id: null, claim_until: null })
      .where('hub_id', '=', drillHubId)
      .where('drill', '=', true)
      .where('state', '=', 'open')
      .returning('case_id')
      .execute();
    if (cases.length === 0) return [];
    const text = 'The drill is over.';
    await tx
      .insertInto('case_event')
      .values(
        cases.map(({ case_id }) => ({
          case_id,
          at: now,
          kind: 'decided' as const,
          staff_id: null,
          text,
          sealed_text: null,
        })),
      )
      .execute();
    const object = `hub:${drillHubId}`;
    await recordAudit(tx, { staffId: null, action: 'drill.close', object, details: { cases: cases.length } });
    return cases;
  });
  for (const { case_id } of closed) await eraseCase(deps, case_id, null, 'drill');
  return closed.length;
}
