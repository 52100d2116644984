import type { Executor } from '../platform/database/open-database.ts';
import { ProblemError } from '../platform/http/problem-error.ts';

export interface OwnView {
  readonly view_id: string;
  readonly case_id: string;
  readonly purpose: string;
  readonly reason: string | null;
  readonly started_at: Date;
  readonly ended_at: Date | null;
  readonly visible_ms: number;
}

/** After so long a look is over by itself: whoever still needs the evidence begins another, which is logged as one. */
export const lookLifetimeMs = 4 * 60 * 60_000;

type Duration = Pick<OwnView, 'ended_at' | 'started_at'>;

export function goesOn({ ended_at: endedAt, started_at: startedAt }: Duration, now: Date): boolean {
  return endedAt === null && now.getTime() - startedAt.getTime() <= lookLifetimeMs;
}

/** @throws ProblemError `not-found`: nothing more is handed out within this look */
export function assertGoesOn(view: Duration, now: Date): void {
  if (!goesOn(view, now)) throw new ProblemError('not-found', 'This look at the evidence is over.');
}

/** The look that this person has begun. @throws ProblemError `not-found`, also for a look of somebody else */
export async function loadOwnView(
  executor: Executor,
  viewId: string,
  staffId: string,
  { locked = false } = {},
): Promise<OwnView> {
  const query = executor
    .selectFrom('evidence_view')
    .select(['view_id', 'case_id', 'purpose', 'reason', 'started_at', 'ended_at', 'visible_ms'])
    .where('view_id', '=', viewId)
    .where('staff_id', '=', staffId);
  const view = await (locked ? query.forUpdate() : query).executeTakeFirst();
  if (view === undefined) throw new ProblemError('not-found');
  return view;
}
