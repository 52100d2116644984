import { careLimits } from '../care/care-limits.ts';
import type { Deps } from '../deps.ts';
import type { StaffCaller } from '../platform/http/authenticators.ts';
import { intersectionOf } from '../staff/case-limits.ts';
import type { Candidate } from './eligible.ts';

export type Reviewer = Pick<StaffCaller, 'staffId' | 'permissions' | 'limits'>;

/**
 * Who asks for a review, as far as the choice of one goes. Kinds that they do not look at for now are not given; who has
 * looked at enough of any is given texts alone; on a break nothing is. Nor is what they may not see the evidence of.
 */
export async function candidateOf(deps: Pick<Deps, 'database' | 'clock'>, staff: Reviewer): Promise<Candidate> {
  const care = await careLimits(deps.database.kysely, staff.staffId, deps.clock());
  return {
    staffId: staff.staffId,
    limits: intersectionOf(staff.limits('quality.review'), staff.limits('evidence.view')),
    sawHeld: staff.permissions.has('decision.approve'),
    withoutCategories: care.withoutCategories,
    textOnly: care.why.spent.length > 0,
    resting: care.pausedUntil !== null,
  };
}
