import type { QueuePlan } from '@wellhouse/protocol';
import type { Executor } from '../platform/database/open-database.ts';

export interface LoadedPlan extends QueuePlan {
  readonly version: number;
  /** Open cases are still being moved to where it puts them. */
  readonly moving: boolean;
}

/** The version in force. Its rows were parsed when they were written. */
export async function loadPlan(executor: Executor): Promise<LoadedPlan> {
  const { routed_at: routedAt, ...plan } = await executor
    .selectFrom('queue_plan')
    .select(['version', 'queues', 'rules', 'paging', 'routed_at'])
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow();
  return { ...plan, moving: routedAt === null };
}
