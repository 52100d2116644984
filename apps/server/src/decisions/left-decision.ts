import type { Selectable } from 'kysely';
import type { Executor } from '../platform/database/open-database.ts';
import type { DecisionTable } from '../schema/decision.ts';

type Decided = Pick<Selectable<DecisionTable>, 'state' | 'decided_by' | 'second_staff_id'>;

/**
 * Whether a decision is one that somebody left: it is yet to begin, and its author was locked meanwhile. It does not begin by itself,
 * since nobody of the team stands behind it now, and it is not dropped, since the person was told of it: it waits among the held
 * ones for a second person, or for its author to be back.
 */
export async function isLeft(executor: Executor, decision: Decided): Promise<boolean> {
  if (decision.state !== 'scheduled' || decision.second_staff_id !== null) return false;
  const author = await executor
    .selectFrom('staff')
    .select('active')
    .where('staff_id', '=', decision.decided_by)
    .executeTakeFirstOrThrow();
  return !author.active;
}
