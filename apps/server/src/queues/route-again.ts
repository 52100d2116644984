import type { Transaction } from '../platform/database/open-database.ts';
import { timelineLine } from '../schema/timeline-line.ts';
import { queueFor } from './queue-for.ts';
import { likeLane } from './queue-lane.ts';

/** Puts an open case where the plan in force wants it. The caller holds its row. False when it stands there already. */
export async function routeAgain(
  tx: Transaction,
  { caseId, at, staffId }: { readonly caseId: string; readonly at: Date; readonly staffId: string | null },
): Promise<boolean> {
  const file = await tx
    .selectFrom('case_file')
    .select([
      'case_id',
      'category',
      'language',
      'region',
      'surface',
      'priority',
      'picture_count',
      'queue_id',
      'lane_id',
    ])
    .where('case_id', '=', caseId)
    .where('state', '=', 'open')
    .executeTakeFirst();
  if (file === undefined) return false;
  const queueId = await queueFor(tx, { ...file, graphic: file.picture_count > 0 });
  if (queueId === file.queue_id) return false;
  await moveCase(tx, { caseId, queueId, laneId: file.lane_id });
  await tx
    .insertInto('case_event')
    .values(
      timelineLine({
        caseId,
        at,
        kind: 'rerouted',
        staffId,
        said: { code: 'rerouted', to: queueId, from: file.queue_id },
      }),
    )
    .execute();
  return true;
}

/** Writes where a case waits: in the lane of the other queue that is like its own. */
async function moveCase(
  tx: Transaction,
  { caseId, queueId, laneId }: { caseId: string; queueId: string; laneId: number | null },
): Promise<void> {
  const lane = laneId === null ? null : await likeLane(tx, laneId, queueId);
  await tx.updateTable('case_file').set({ queue_id: queueId, lane_id: lane }).where('case_id', '=', caseId).execute();
}
