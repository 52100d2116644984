import { QueueId, type QueuePlanView, StaffId } from '@wellhouse/protocol';
import type { z } from 'zod';
import type { Deps } from '../deps.ts';
import type { Executor } from '../platform/database/open-database.ts';
import { queueMembers } from './queue-members.ts';

/** A page of more is of no use to a person; the audit log names every change. */
const earlierLimit = 20;

/** The plan in force, those before it, and what members can do. */
export async function getQueuePlan(deps: Deps): Promise<z.input<typeof QueuePlanView>> {
  return planView(deps.database.kysely, deps.clock());
}

export async function planView(executor: Executor, now: Date): Promise<z.input<typeof QueuePlanView>> {
  const rows = await executor
    .selectFrom('queue_plan')
    .leftJoin('staff', 'staff.staff_id', 'queue_plan.staff_id')
    .selectAll('queue_plan')
    .select('staff.name')
    .orderBy('version', 'desc')
    .limit(1 + earlierLimit)
    .execute();
  const [first, ...others] = rows.map((row) => ({
    version: row.version,
    by: row.staff_id === null ? null : { staffId: StaffId.parse(row.staff_id), name: row.name ?? '' },
    at: row.at.toISOString(),
    why: row.why,
    plan: {
      queues: row.queues.map((queue) => ({ ...queue, queueId: QueueId.parse(queue.queueId) })),
      rules: row.rules,
      paging: row.paging,
    },
  }));
  if (first === undefined) throw new Error('find a plan of the queues');
  const members = await queueMembers(executor, now);
  return {
    ...first,
    earlier: others,
    members: members.map((member) => ({
      ...member,
      staffId: StaffId.parse(member.staffId),
      skills: [...member.skills],
    })),
    moving: rows[0]?.routed_at === null,
  };
}
