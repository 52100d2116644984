import type { Deps } from '../deps.ts';
import type { Executor } from '../platform/database/open-database.ts';
import { grantsOf } from '../staff/grants.ts';
import { memberOf, selectMembers } from '../staff/members.ts';

export interface Called {
  readonly staffId: string;
  readonly name: string;
  readonly email: string;
}

/** Who is called at this moment: whoever is on duty, and where nobody is, every lead. */
export async function peopleOnDuty(
  executor: Executor,
  now: Date,
): Promise<{ people: Called[]; becauseOf: 'duty' | 'leads' }> {
  const onDuty = await executor
    .selectFrom('on_duty')
    .innerJoin('staff', 'staff.staff_id', 'on_duty.staff_id')
    .select(['staff.staff_id', 'staff.name', 'staff.email'])
    .where('from_at', '<=', now)
    .where('to_at', '>', now)
    .where('staff.active', '=', true)
    .orderBy('from_at')
    .execute();
  if (onDuty.length > 0) return { people: distinct(onDuty), becauseOf: 'duty' };
  return { people: await leadsOf(executor), becauseOf: 'leads' };
}

async function leadsOf(executor: Executor): Promise<Called[]> {
  const members = await selectMembers(executor).where('staff.active', '=', true).orderBy('staff.created_at').execute();
  const leads = members
    .map(memberOf)
    .filter((member) => grantsOf(member.roles, member.customRoles, member.limits).permissions.has('case.assign'));
  return distinct(leads);
}

function distinct(rows: readonly { staff_id: string; name: string; email: string }[]): Called[] {
  const people = rows.map((row) => ({ staffId: row.staff_id, name: row.name, email: row.email }));
  return [...new Map(people.map((person) => [person.staffId, person])).values()];
}

/**
 * `webhook` and e-mail addresses; nothing where the installation has set up nothing. `withLeads`: every lead beside whoever is
 * on duty.
 */
export async function pageTargets(
  deps: Pick<Deps, 'config'>,
  executor: Executor,
  now: Date,
  withLeads: boolean,
): Promise<string[]> {
  const { webhook, mail } = deps.config.pages;
  const targets = webhook === null ? [] : ['webhook'];
  if (mail === null) return targets;
  const { people: onDuty } = await peopleOnDuty(executor, now);
  const people = withLeads ? [...onDuty, ...(await leadsOf(executor))] : onDuty;
  return [...targets, ...new Set([...mail.to, ...people.map(({ email }) => email)])];
}
