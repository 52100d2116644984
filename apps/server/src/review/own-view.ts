import type { Executor } from '../platform/database/open-database.ts';
import { ProblemError } from '../platform/http/problem-error.ts';

export interface OwnView {
  readonly view_id: string;
  readonly case_id: string;
  readonly started_at: Date;
  readonly ended_at: Date | null;
}

/** The look that this person has begun. @throws ProblemError `not-found`, also for a look of somebody else */
export async function loadOwnView(executor: Executor, viewId: string, staffId: string): Promise<OwnView> {
  const view = await executor
    .selectFrom('evidence_view')
    .select(['view_id', 'case_id', 'started_at', 'ended_at'])
    .where('view_id', '=', viewId)
    .where('staff_id', '=', staffId)
    .executeTakeFirst();
  if (view === undefined) throw new ProblemError('not-found');
  return view;
}
