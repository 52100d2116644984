import type { Executor } from '../platform/database/open-database.ts';
import { grantsOf } from '../staff/grants.ts';
import { memberOf, selectMembers } from '../staff/members.ts';
import { isHere } from './here.ts';
import { type LaneScope, scopeOf } from './lane-scope.ts';

/** What limits, skills and care ask about a case. */
export interface TakenBy {
  readonly queueId: string;
  readonly category: string;
  readonly region: string | null;
}

/** Whoever is back from a break within this time is there. */
const shortBreakMs = 30 * 60_000;

/** Pure: whether somebody with this scope may take a case. */
export function mayTake(scope: LaneScope, { queueId, category, region }: TakenBy, now: Date): boolean {
  if (scope.pausedUntil !== null && scope.pausedUntil.getTime() > now.getTime() + shortBreakMs) return false;
  if (scope.queueIds !== null && !scope.queueIds.includes(queueId)) return false;
  if (scope.categories !== null && !scope.categories.includes(category)) return false;
  if (scope.regions !== null && (region === null || !scope.regions.includes(region))) return false;
  return !scope.withoutCategories.includes(category);
}

/**
 * Those of the cases' places that nobody may take: nobody of those who are on duty or at the console, and while there is nobody,
 * nobody of the team. Reads no more people than it needs to find somebody for each.
 */
export async function untakenOf<T extends TakenBy>(executor: Executor, places: readonly T[], now: Date): Promise<T[]> {
  let left = [...places];
  for (const staffId of await possibleTakers(executor, now)) {
    if (left.length === 0) return [];
    const scope = await scopeOf(executor, { staffId }, now);
    left = left.filter((place) => !mayTake(scope, place, now));
  }
  return left;
}

async function possibleTakers(executor: Executor, now: Date): Promise<string[]> {
  const rows = await selectMembers(executor)
    .select([
      isHere(now).as('here'),
      (query) =>
        query
          .exists(
            query
              .selectFrom('on_duty')
              .select('duty_id')
              .whereRef('on_duty.staff_id', '=', 'staff.staff_id')
              .where('from_at', '<=', now)
              .where('to_at', '>', now),
          )
          .as('on_duty'),
    ])
    .where('staff.active', '=', true)
    .orderBy('staff.created_at')
    .execute();
  const able = rows.filter((row) => {
    const member = memberOf(row);
    const { permissions } = grantsOf(member.roles, member.customRoles, member.limits);
    return permissions.has('case.claim') && permissions.has('decision.make');
  });
  const there = able.filter((row) => row.here === true || row.on_duty === true);
  return (there.length > 0 ? there : able).map((row) => row.staff_id);
}
