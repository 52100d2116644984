import { BatchId, CaseId, type DecisionBatch, type MakeBatchDecision } from '@wellhouse/protocol';
import { sql } from 'kysely';
import type { z } from 'zod';
import type { Deps } from '../deps.ts';
import { refuseNamesIn } from '../notices/told-reason.ts';
import type { Executor, Transaction } from '../platform/database/open-database.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import { enqueue } from '../platform/jobs/enqueue.ts';
import { neverGiveUp } from '../platform/jobs/job.ts';
import { recordAudit } from '../staff/record-audit.ts';
import { decideBatchCases } from './decide-batch.ts';
import { undoWindowMs } from './undo-rules.ts';

type View = z.input<typeof DecisionBatch>;

/**
 * Decides similar cases together: the request is one commit, then each case is one of its own under the rules of a single
 * decision. Should this process die between two of them, the job `decide-batch` goes on where it stopped. The same request
 * sent again answers as the first did.
 * @throws ProblemError `batch-exists`
 */
export async function makeBatchDecision(
  deps: Deps,
  staffId: string,
  body: z.output<typeof MakeBatchDecision>,
): Promise<View> {
  const { batchId, cases, ...asked } = body;
  await deps.database.transaction(async (tx) => {
    const added = await tx
      .insertInto('decision_batch')
      .values({
        batch_id: batchId,
        staff_id: staffId,
        at: deps.clock(),
        body: bodyOf(body),
        undone_by: null,
        undone_at: null,
        undo_reason: null,
      })
      .onConflict((conflict) => conflict.doNothing())
      .returning('batch_id')
      .executeTakeFirst();
    if (added === undefined) return requireSame(tx, staffId, body);
    const known = await tx
      .selectFrom('case_file')
      .select('case_id')
      .where(
        'case_id',
        'in',
        cases.map((one) => one.caseId),
      )
      .execute();
    const exists = new Set(known.map((one) => one.case_id));
    const byId = new Map(cases.filter((one) => exists.has(one.caseId)).map((one) => [one.caseId, one.reportCount]));
    if (byId.size === 0) throw new ProblemError('not-found');
    await refuseNamesIn(tx, { caseIds: [...byId.keys()], staffId, text: body.reason, field: '/body/reason' });
    await tx
      .insertInto('decision_batch_case')
      .values(
        [...byId].map(([caseId, reportCount]) => ({
          batch_id: batchId,
          case_id: caseId,
          report_count: reportCount,
          code: null,
        })),
      )
      .execute();
    // Not at once: this process goes on itself, and the job finds what it left.
    const runAt = new Date(deps.clock().getTime() + 15_000);
    await enqueue(tx, { kind: 'decide-batch', payload: { batchId }, runAt, maxAttempts: neverGiveUp });
    const details = { batchId, action: asked.action, policyId: asked.policyId, cases: byId.size };
    await recordAudit(tx, { staffId, action: 'decision.batch', object: `batch:${batchId}`, details });
  });
  await decideBatchCases(deps, batchId);
  return loadBatch(deps.database.kysely, staffId, batchId);
}

/** What the row keeps of a request, and knows it by: the cases in an order of their own. */
function bodyOf({ batchId: _, cases, ...asked }: z.output<typeof MakeBatchDecision>): string {
  const sorted = cases.map(({ caseId, reportCount }) => `${caseId} ${reportCount}`).sort();
  return JSON.stringify({ ...asked, cases: sorted });
}

async function requireSame(tx: Transaction, staffId: string, body: z.output<typeof MakeBatchDecision>) {
  const row = await tx
    .selectFrom('decision_batch')
    .select(['staff_id', sql<boolean>`body = ${bodyOf(body)}::jsonb`.as('same')])
    .where('batch_id', '=', body.batchId)
    .executeTakeFirstOrThrow();
  if (row.staff_id !== staffId || !row.same) throw new ProblemError('batch-exists');
}

/** What became of a batch; its author's to see. @throws ProblemError `not-found` */
export async function loadBatch(executor: Executor, staffId: string, batchId: string, any = false): Promise<View> {
  const batch = await executor
    .selectFrom('decision_batch')
    .select(['staff_id', 'at', 'undone_at'])
    .where('batch_id', '=', batchId)
    .executeTakeFirst();
  if (batch === undefined || (batch.staff_id !== staffId && !any)) throw new ProblemError('not-found');
  const cases = await executor
    .selectFrom('decision_batch_case')
    .innerJoin('case_file', 'case_file.case_id', 'decision_batch_case.case_id')
    .select(['decision_batch_case.case_id', 'case_number', 'decision_batch_case.state', 'code'])
    .where('batch_id', '=', batchId)
    .orderBy('case_number')
    .execute();
  return {
    batchId: BatchId.parse(batchId),
    at: batch.at.toISOString(),
    undoUntil: new Date(batch.at.getTime() + undoWindowMs).toISOString(),
    undoneAt: batch.undone_at?.toISOString() ?? null,
    cases: cases.map((one) => ({
      caseId: CaseId.parse(one.case_id),
      number: `C-${one.case_number}`,
      state: one.state,
      code: one.code,
    })),
  };
}
