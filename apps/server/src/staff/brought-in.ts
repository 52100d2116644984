import type { Executor } from '../platform/database/open-database.ts';
import { ProblemError } from '../platform/http/problem-error.ts';

/** As long as a login that one person reset alone makes nobody a second person. */
const watchedMs = 7 * 86_400_000;

/**
 * Whoever made the link by which somebody came in could sit at both accounts, and be author and second person in one. So within a
 * week they are not the second person of what that member wants: by then the member has been seen, or has not. The audit log knows
 * who made which link. @throws ProblemError `not-independent`
 */
export async function assertNotBroughtIn(
  executor: Executor,
  { authorId, staffId, now }: { readonly authorId: string; readonly staffId: string; readonly now: Date },
): Promise<void> {
  const link = await executor
    .selectFrom('audit_entry')
    .select('entry_id')
    .where('object', '=', `staff:${authorId}`)
    .where('action', 'in', ['staff.invite', 'staff.reset-login'])
    .where('staff_id', '=', staffId)
    .where('at', '>', new Date(now.getTime() - watchedMs))
    .limit(1)
    .executeTakeFirst();
  if (link === undefined) return;
  const detail =
    'You made the link by which the author came in, less than a week ago. Somebody else is the second person.';
  throw new ProblemError('not-independent', detail);
}
