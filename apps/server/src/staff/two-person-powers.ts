import { type GivenPower, twoPersonPowers } from '@wellhouse/protocol';
import type { Executor, Transaction } from '../platform/database/open-database.ts';
import { isWithin } from './case-limits.ts';
import { type Grants, grantsOf, wouldExceed } from './grants.ts';
import { type Member, memberOf, selectMembers } from './members.ts';

/** For so long nobody acts alone because somebody is gone, and nobody is a second person whose login one person reset alone. */
export const waitMs = 7 * 86_400_000;

/** The powers over what cannot be undone that a change gives, or gives for more cases. */
export function powersGiven(before: Grants, after: Grants): GivenPower[] {
  return twoPersonPowers
    .filter((power) => after.permissions.has(power))
    .filter((power) => !before.permissions.has(power) || !isWithin(after.limits(power), before.limits(power)))
    .map((permission) => ({ permission, limits: after.limits(permission) }));
}

export interface GivingChange {
  readonly kind: 'member' | 'role' | 'reset';
  readonly madeBy: string;
  /** Who would gain by it. */
  readonly gaining: ReadonlySet<string>;
  readonly before: Grants;
  readonly after: Grants;
}

export function grantsOfMember(member: Member): Grants {
  return grantsOf(member.roles, member.customRoles, member.limits);
}

/** Why somebody cannot be the second person of a change; null: they can. Whatever roles they hold, its author cannot. */
export function notSecond(
  member: Member,
  change: GivingChange,
  now: Date,
): 'author' | 'gains' | 'rights' | 'too-new' | null {
  if (member.staff_id === change.madeBy) return 'author';
  if (change.gaining.has(member.staff_id)) return 'gains';
  if (!member.active || !mayMake(grantsOfMember(member), change)) return 'rights';
  return member.second_from !== null && member.second_from > now ? 'too-new' : null;
}

/** Whether somebody with these rights could have asked for the change. */
export function mayMake(grants: Grants, { kind, before, after }: GivingChange): boolean {
  if (!grants.permissions.has('staff.manage')) return false;
  if (kind === 'role' && !grants.permissions.has('role.manage')) return false;
  return wouldExceed(grants, before, after) === null;
}

/**
 * Whether there is nobody who could be the second person, now or after their wait: then, and only then, one person acts alone, and the log
 * says so. Somebody who was locked or lost their rights counts for a week more, so that nobody makes themselves alone.
 */
export async function isAlone(executor: Executor, change: GivingChange, now: Date): Promise<boolean> {
  const members = (await selectMembers(executor).execute()).map(memberOf);
  return members.every((member) => {
    if (member.staff_id === change.madeBy || change.gaining.has(member.staff_id)) return true;
    if (member.counted_until !== null && member.counted_until > now) return false;
    const joined = member.password_hash !== null || member.sso_subject !== null || member.second_from !== null;
    return !joined || !['too-new', null].includes(notSecond(member, change, now));
  });
}

/** Whoever could manage the team and cannot any more counts for a week, so that whoever took it from them is not alone by it. */
export async function countOnIfLost(tx: Transaction, before: Member, after: Member, now: Date): Promise<void> {
  const could = before.active && grantsOfMember(before).permissions.has('staff.manage');
  const can = after.active && grantsOfMember(after).permissions.has('staff.manage');
  if (!could || can) return;
  await tx
    .updateTable('staff')
    .set({ counted_until: new Date(now.getTime() + waitMs) })
    .where('staff_id', '=', after.staff_id)
    .execute();
}
