import type { PagingPlan, Queue, RoutingRule } from '@wellhouse/protocol';
import type { ColumnType, Generated } from 'kysely';

/** Queues, routing rules and paging: one row a version; the newest is in force. */
export interface QueuePlanTable {
  version: Generated<number>;
  /** In the order in which they are shown. */
  queues: ColumnType<Queue[], string, never>;
  /** In the order in which they are asked. */
  rules: ColumnType<RoutingRule[], string, never>;
  paging: ColumnType<PagingPlan, string, never>;
  /** Null: as installed. */
  staff_id: string | null;
  at: Date;
  why: string;
  /** When every open case stood where this version puts it. */
  routed_at: Date | null;
}
