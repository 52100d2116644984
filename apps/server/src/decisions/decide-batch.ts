import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import type { JobHandler } from '../platform/jobs/job.ts';
import { BatchBody } from './batch-body.ts';
import { decideCase } from './decide-case.ts';
import { lockCase } from './lock-case.ts';
import { loadPolicies } from './policies.ts';
import { batchRefusalOf } from './preview-batch.ts';
import { onceMoreIfOpened, undoInside } from './undo-decision.ts';

const Payload = z.strictObject({ batchId: z.string() });

/** The job `decide-batch`: what the request left when its process died. */
export function createDecideBatch(deps: Deps): JobHandler {
  return async (job, context) => decideBatchCases(deps, Payload.parse(job).batchId, context.signal);
}

/** The job `undo-batch`, likewise. */
export function createUndoBatch(deps: Deps): JobHandler {
  return async (job, context) => undoBatchCases(deps, Payload.parse(job).batchId, context.signal);
}

/** Decides the batch's cases that wait, each in a transaction of its own. Two that do so at once share them. */
export async function decideBatchCases(deps: Deps, batchId: string, signal?: AbortSignal): Promise<void> {
  while (!signal?.aborted && (await decideOne(deps, batchId)));
}

async function decideOne(deps: Deps, batchId: string): Promise<boolean> {
  const next = await deps.database.kysely
    .selectFrom('decision_batch_case')
    .select(['case_id', 'report_count'])
    .where('batch_id', '=', batchId)
    .where('state', '=', 'waiting')
    .orderBy('case_id')
    .limit(1)
    .executeTakeFirst();
  if (next === undefined) return false;
  const caseId = next.case_id;
  try {
    await deps.database.transaction(async (tx) => {
      const row = await lockCase(tx, caseId);
      // The batch's row is shared, so that undoing the batch waits for this case and stops the next.
      const batch = await tx
        .selectFrom('decision_batch')
        .select(['staff_id', 'body', 'undone_at'])
        .where('batch_id', '=', batchId)
        .forShare()
        .executeTakeFirstOrThrow();
      const waiting = tx
        .updateTable('decision_batch_case')
        .where('batch_id', '=', batchId)
        .where('case_id', '=', caseId)
        .where('state', '=', 'waiting');
      if (batch.undone_at !== null) {
        await waiting.set({ state: 'stopped' }).execute();
        return;
      }
      const marked = await waiting.set({ state: 'decided' }).returning('case_id').executeTakeFirst();
      if (marked === undefined) return;
      const { staff_id: staffId } = batch;
      const { reason, ...asked } = BatchBody.parse(batch.body);
      const policy = (await loadPolicies(tx, deps.clock())).find((one) => one.policyId === asked.policyId);
      const given = { asked, staffId, policy, reportCount: next.report_count };
      const refusal = await batchRefusalOf(deps, tx, row, given);
      if (refusal !== null) throw new ProblemError(refusal.code, refusal.detail);
      const body = {
        action: asked.action,
        policyId: asked.policyId,
        days: asked.days,
        departedWhy: asked.departedWhy,
        reason,
        reportCount: next.report_count,
      };
      await decideCase(deps, tx, { caseId, staffId, body, batchId });
    });
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    await settle(deps, { batchId, caseId }, 'waiting', { state: 'refused', code: error.code });
  }
  return true;
}

/** Undoes the batch's decisions, each in a transaction of its own; what was decided about one since, stays. */
export async function undoBatchCases(deps: Deps, batchId: string, signal?: AbortSignal): Promise<void> {
  while (!signal?.aborted && (await undoOne(deps, batchId)));
}

async function undoOne(deps: Deps, batchId: string): Promise<boolean> {
  const { kysely } = deps.database;
  const next = await kysely
    .selectFrom('decision_batch_case')
    .select(['case_id', 'state'])
    .where('batch_id', '=', batchId)
    .where('state', 'in', ['waiting', 'decided'])
    .orderBy('case_id')
    .limit(1)
    .executeTakeFirst();
  if (next === undefined) return false;
  const caseId = next.case_id;
  if (next.state === 'waiting') {
    await settle(deps, { batchId, caseId }, 'waiting', { state: 'stopped', code: null });
    return true;
  }
  try {
    await onceMoreIfOpened(deps, async (tx) => {
      await lockCase(tx, caseId);
      const batch = await tx
        .selectFrom('decision_batch')
        .select(['staff_id', 'undone_by', 'undone_at', 'undo_reason'])
        .where('batch_id', '=', batchId)
        .executeTakeFirstOrThrow();
      if (batch.undone_by === null || batch.undone_at === null) return;
      const marked = await tx
        .updateTable('decision_batch_case')
        .set({ state: 'undone' })
        .where('batch_id', '=', batchId)
        .where('case_id', '=', caseId)
        .where('state', '=', 'decided')
        .returning('case_id')
        .executeTakeFirst();
      if (marked === undefined) return;
      const decision = await tx
        .selectFrom('decision')
        .select('decision_id')
        .where('batch_id', '=', batchId)
        .where('case_id', '=', caseId)
        .executeTakeFirstOrThrow();
      // The window was open when all of them were undone; that this one's turn came later is not its author's doing.
      await undoInside(deps, tx, {
        decisionId: decision.decision_id,
        staffId: batch.undone_by,
        approves: batch.undone_by !== batch.staff_id,
        reason: batch.undo_reason,
        askedAt: batch.undone_at,
      });
    });
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    await settle(deps, { batchId, caseId }, 'decided', { state: 'kept', code: error.code });
  }
  return true;
}

async function settle(
  deps: Deps,
  { batchId, caseId }: { readonly batchId: string; readonly caseId: string },
  from: 'waiting' | 'decided',
  to: { readonly state: 'refused' | 'kept' | 'stopped'; readonly code: string | null },
): Promise<void> {
  await deps.database.kysely
    .updateTable('decision_batch_case')
    .set(to)
    .where('batch_id', '=', batchId)
    .where('case_id', '=', caseId)
    .where('state', '=', from)
    .execute();
}
