import type { Executor } from '../platform/database/open-database.ts';
import { grantsOf } from '../staff/grants.ts';
import { memberOf, selectMembers } from '../staff/members.ts';
import { isHere } from './here.ts';

export interface SkilledMember {
  readonly staffId: string;
  readonly name: string;
  readonly skills: readonly string[];
  /** Has the console open. */
  readonly here: boolean;
}

/** Everybody who may claim cases, with what they can do. */
export async function queueMembers(executor: Executor, now: Date): Promise<SkilledMember[]> {
  const rows = await selectMembers(executor)
    .select(isHere(now).as('here'))
    .where('staff.active', '=', true)
    .orderBy('staff.name')
    .execute();
  const skills = await executor.selectFrom('staff_skill').select(['staff_id', 'skill']).orderBy('skill').execute();
  return rows
    .filter((row) => {
      const member = memberOf(row);
      return grantsOf(member.roles, member.customRoles, member.limits).permissions.has('case.claim');
    })
    .map((row) => ({
      staffId: row.staff_id,
      name: row.name,
      skills: skills.filter((one) => one.staff_id === row.staff_id).map(({ skill }) => skill),
      here: row.here,
    }));
}

/** Pure: who of them has all of the skills. */
export function ableMembers(members: readonly SkilledMember[], skills: readonly string[]): SkilledMember[] {
  return members.filter((member) => skills.every((skill) => member.skills.includes(skill)));
}
