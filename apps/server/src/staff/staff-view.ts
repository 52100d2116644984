import { type Me, StaffMember } from '@wellhouse/protocol';
import type { Deps } from '../deps.ts';
import type { Executor } from '../platform/database/open-database.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import { grantsOf } from './grants.ts';
import { loadMember, type Member } from './members.ts';
import { pseudonymOf } from './pseudonym.ts';
import type { Session } from './sessions.ts';
import { setUpOf } from './set-up.ts';

/** What cannot be undone asks for a second factor within this time; as platform/http/register-operation.ts holds it. */
const freshMs = 15 * 60_000;

export function staffView(row: Member): StaffMember {
  return StaffMember.parse({
    staffId: row.staff_id,
    name: row.name,
    email: row.email,
    roles: row.roles,
    limits: row.limits,
    active: row.active,
    joined: row.password_hash !== null || row.sso_subject !== null,
    secondFactor: row.secondFactor,
    sso: row.sso_subject !== null,
    createdAt: row.created_at.toISOString(),
  });
}

/** Who somebody is and may be, in one session of theirs. */
export async function loadMe(
  deps: Pick<Deps, 'config' | 'keys'>,
  executor: Executor,
  staffId: string,
  session: Session,
): Promise<Me> {
  const member = await loadMember(executor, staffId);
  if (member === undefined) throw new ProblemError('unauthenticated');
  const { permissions } = grantsOf(member.roles, member.customRoles, member.limits);
  const names =
    member.customRoles.length === 0
      ? []
      : await executor
          .selectFrom('staff_role')
          .select(['role_id', 'name'])
          .where('role_id', 'in', member.roles)
          .execute();
  return {
    staff: staffView(member),
    permissions: [...permissions].sort(),
    csrfToken: session.csrfToken,
    expiresAt: session.endsAt.toISOString(),
    roleNames: Object.fromEntries(names.map((role) => [role.role_id, role.name])),
    pseudonym: pseudonymOf(deps, staffId),
    setUp: setUpOf(deps.config, member.secondFactor, session.way),
    freshUntil: session.freshAt === null ? null : new Date(session.freshAt.getTime() + freshMs).toISOString(),
  };
}
