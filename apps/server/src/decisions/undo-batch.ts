import type { DecisionBatch } from '@wellhouse/protocol';
import type { z } from 'zod';
import type { Deps } from '../deps.ts';
import { refuseNamesIn } from '../notices/told-reason.ts';
import type { Transaction } from '../platform/database/open-database.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import { enqueue } from '../platform/jobs/enqueue.ts';
import { neverGiveUp } from '../platform/jobs/job.ts';
import { recordAudit } from '../staff/record-audit.ts';
import { loadBatch } from './batches.ts';
import { undoBatchCases } from './decide-batch.ts';
import { undoWindowMs } from './undo-rules.ts';

/**
 * Takes all decisions of a batch back within the window. That it is undone is one commit, from which no further case of it
 * is decided; then each is undone by itself, and the job `undo-batch` goes on should this process die. Twice is once.
 */
export async function undoDecisionBatch(
  deps: Deps,
  {
    batchId,
    staffId,
    approves,
    reason,
  }: {
    readonly batchId: string;
    readonly staffId: string;
    readonly approves: boolean;
    readonly reason: string | null;
  },
): Promise<z.input<typeof DecisionBatch>> {
  const now = deps.clock();
  await deps.database.transaction(async (tx) => {
    const batch = await tx
      .selectFrom('decision_batch')
      .select(['staff_id', 'at', 'undone_at'])
      .where('batch_id', '=', batchId)
      .forUpdate()
      .executeTakeFirst();
    if (batch === undefined) throw new ProblemError('not-found');
    if (batch.staff_id !== staffId && !approves) throw new ProblemError('not-yours');
    if (batch.undone_at !== null) return;
    if (now.getTime() >= batch.at.getTime() + undoWindowMs) throw new ProblemError('undo-over');
    if (reason !== null) await refuseNames(tx, { batchId, staffId, reason });
    await tx
      .updateTable('decision_batch')
      .set({ undone_by: staffId, undone_at: now, undo_reason: reason })
      .where('batch_id', '=', batchId)
      .execute();
    await enqueue(tx, {
      kind: 'undo-batch',
      payload: { batchId },
      runAt: new Date(now.getTime() + 15_000),
      maxAttempts: neverGiveUp,
    });
    await recordAudit(tx, { staffId, action: 'decision.undo-batch', object: `batch:${batchId}`, details: { reason } });
  });
  await undoBatchCases(deps, batchId);
  return loadBatch(deps.database.kysely, staffId, batchId, approves);
}

async function refuseNames(
  tx: Transaction,
  { batchId, staffId, reason }: { readonly batchId: string; readonly staffId: string; readonly reason: string },
): Promise<void> {
  const cases = await tx.selectFrom('decision_batch_case').select('case_id').where('batch_id', '=', batchId).execute();
  const caseIds = cases.map((one) => one.case_id);
  await refuseNamesIn(tx, { caseIds, staffId, text: reason, field: '/body/reason' });
}
