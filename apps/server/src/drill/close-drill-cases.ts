import { movePicture } from '../albums/move-picture.ts';
import { eraseCase } from '../cases/erase-case.ts';
import type { Deps } from '../deps.ts';
import type { Transaction } from '../platform/database/open-database.ts';
import { drillHubId } from '../platform/drill-hub.ts';
import { timelineLine } from '../schema/timeline-line.ts';
import { recordAudit } from '../staff/record-audit.ts';

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
    await withdrawHeld(
      deps,
      tx,
      cases.map(({ case_id }) => case_id),
    );
    await tx
      .insertInto('case_event')
      .values(
        cases.map(({ case_id: caseId }) =>
          timelineLine({ caseId, at: now, kind: 'decided', staffId: null, said: { code: 'drill-over' } }),
        ),
      )
      .execute();
    const object = `hub:${drillHubId}`;
    await recordAudit(tx, { staffId: null, action: 'drill.close', object, details: { cases: cases.length } });
    return cases;
  });
  for (const { case_id } of closed) await eraseCase(deps, case_id, null, 'drill');
  return closed.length;
}

/** Nobody will answer about the pictures of a rehearsal that is over. */
async function withdrawHeld(deps: Deps, tx: Transaction, caseIds: readonly string[]): Promise<void> {
  const held = await tx
    .selectFrom('album_picture')
    .select('picture_id')
    .where('case_id', 'in', caseIds)
    .where('state', '=', 'held')
    .execute();
  for (const { picture_id: pictureId } of held) {
    await movePicture(deps, tx, { pictureId, to: 'withdrawn', why: 'drill-over' });
  }
}
