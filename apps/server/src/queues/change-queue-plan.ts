import type { ChangeQueuePlan, QueuePlanView } from '@wellhouse/protocol';
import { sql } from 'kysely';
import type { z } from 'zod';
import type { Deps } from '../deps.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import { enqueue } from '../platform/jobs/enqueue.ts';
import { neverGiveUp } from '../platform/jobs/job.ts';
import { recordAudit } from '../staff/record-audit.ts';
import { planView } from './get-queue-plan.ts';

/** Saves a version. New cases follow it at once; a job takes the open ones there, in batches. */
export async function changeQueuePlan(
  deps: Deps,
  staffId: string,
  body: z.output<typeof ChangeQueuePlan>,
): Promise<z.input<typeof QueuePlanView>> {
  const { plan, baseVersion, why } = body;
  const now = deps.clock();
  return deps.database.transaction(async (tx) => {
    await sql`select pg_advisory_xact_lock(8600, 11)`.execute(tx);
    const before = await tx
      .selectFrom('queue_plan')
      .selectAll()
      .orderBy('version', 'desc')
      .limit(1)
      .executeTakeFirstOrThrow();
    if (before.version !== baseVersion) throw new ProblemError('plan-changed');
    const { version } = await tx
      .insertInto('queue_plan')
      .values({
        queues: JSON.stringify(plan.queues),
        rules: JSON.stringify(plan.rules),
        paging: JSON.stringify(plan.paging),
        staff_id: staffId,
        at: now,
        why,
        routed_at: null,
      })
      .returning('version')
      .executeTakeFirstOrThrow();
    await enqueue(tx, {
      kind: 'reroute-cases',
      payload: { version, after: null, held: [], rest: false },
      orderKey: 'reroute-cases',
      maxAttempts: neverGiveUp,
    });
    if (JSON.stringify(before.paging) !== JSON.stringify(plan.paging)) {
      await tx.updateTable('page_watch').set({ look_at: now }).where('look_at', '>', now).execute();
    }
    await recordAudit(tx, {
      staffId,
      action: 'queue.change',
      object: `queue-plan:${version}`,
      details: { why, before: { queues: before.queues, rules: before.rules, paging: before.paging }, after: plan },
      at: now,
    });
    return planView(tx, now);
  });
}
