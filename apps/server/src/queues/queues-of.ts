import type { Queue } from '@wellhouse/protocol';
import { type RawBuilder, sql } from 'kysely';
import type { Executor } from '../platform/database/open-database.ts';

/** What the plan in force and a member's skills say; `left`: queues of cases that a change of the plan is moving. */
interface QueueRow {
  readonly queues: readonly Queue[];
  readonly skills: readonly string[];
  readonly left: readonly string[];
}

/** SQL over a row of staff: all that `queuesFrom` reads, as JSON. The plan's rows were parsed when they were written. */
export const queuesSql: RawBuilder<QueueRow> = sql<QueueRow>`(select jsonb_build_object('queues', plan.queues,
    'skills', (select coalesce(jsonb_agg(skill), '[]') from staff_skill where staff_skill.staff_id = staff.staff_id),
    'left', case when plan.routed_at is null then (select coalesce(jsonb_agg(distinct queue_id), '[]') from queue_lane) else '[]' end)
  from queue_plan plan order by plan.version desc limit 1)`;

export async function queuesOf(executor: Executor, staffId: string): Promise<string[] | null> {
  const row = await executor
    .selectFrom('staff')
    .select(queuesSql.as('queues'))
    .where('staff_id', '=', staffId)
    .executeTakeFirstOrThrow();
  return queuesFrom(row.queues);
}

/**
 * Pure: the queues whose skills a member has; null: all of them, those too in which cases are left that a change of the plan has
 * removed.
 */
export function queuesFrom({ queues, skills, left }: QueueRow): string[] | null {
  const own = queuesWith(queues, new Set(skills));
  if (own.length === queues.length) return null;
  const known = new Set(queues.map(({ queueId }) => queueId));
  return [...own, ...left.filter((queueId) => !known.has(queueId))];
}

/** Pure: the ids of the queues that somebody with these skills can work in. */
export function queuesWith(queues: readonly Queue[], skills: ReadonlySet<string>): string[] {
  return queues.filter((queue) => queue.skills.every((skill) => skills.has(skill))).map(({ queueId }) => queueId);
}
