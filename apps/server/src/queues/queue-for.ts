import type { Priority, Surface } from '@wellhouse/protocol';
import type { Executor } from '../platform/database/open-database.ts';
import { loadPlan } from './load-plan.ts';
import { routeCase } from './route-case.ts';

export interface QueuedCase {
  readonly case_id: string;
  readonly category: string;
  readonly language: string | null;
  readonly region: string | null;
  readonly surface: Surface;
  readonly priority: Priority;
  /** Pictures of shared albums in it, or one that is about to join. */
  readonly graphic: boolean;
}

/** Where a case waits by the plan in force. */
export async function queueFor(executor: Executor, file: QueuedCase): Promise<string> {
  const { rules } = await loadPlan(executor);
  const asked = rules.some(({ exposure }) => exposure !== null);
  const graphic = file.graphic || (asked && (await hasPictures(executor, file.case_id)));
  return routeCase({ ...file, exposure: graphic ? 'graphic' : 'text' }, rules);
}

/** Whether reports have brought pictures. */
async function hasPictures(executor: Executor, caseId: string): Promise<boolean> {
  const picture = await executor
    .selectFrom('evidence_picture')
    .select('attachment_id')
    .where('case_id', '=', caseId)
    .limit(1)
    .executeTakeFirst();
  return picture !== undefined;
}
