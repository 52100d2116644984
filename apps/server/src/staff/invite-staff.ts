import type { InviteStaff, RoleId, StaffInvitation } from '@wellhouse/protocol';
import { sql } from 'kysely';
import type { z } from 'zod';
import type { Deps } from '../deps.ts';
import type { Transaction } from '../platform/database/open-database.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import { lockTeam } from './active-admins.ts';
import { noLimits } from './case-limits.ts';
import { type Grants, grantsOf, wouldExceed } from './grants.ts';
import { loadMember, type Member } from './members.ts';
import { createLink, invitationLifetimeMs, voidLinks } from './one-time-links.ts';
import { recordAudit } from './record-audit.ts';
import { loadAssigned, mayNotGrant } from './roles.ts';
import { passOrHold } from './staff-changes.ts';
import { staffView } from './staff-view.ts';
import { newUuid } from './tokens.ts';
import { powersGiven } from './two-person-powers.ts';
import { loadGranter } from './update-staff.ts';

/**
 * Adds a member who cannot log in before using the link, or by single sign-on under this address. Inviting again replaces name,
 * roles and link. Nobody gives what they do not hold; an admin may.
 */
export async function inviteStaff(
  deps: Deps,
  invitedBy: string,
  body: z.output<typeof InviteStaff>,
): Promise<z.input<typeof StaffInvitation>> {
  const { database, clock, random } = deps;
  const roles = [...new Set(body.roles)];
  const limits = body.limits ?? noLimits;
  return database.transaction(async (tx) => {
    await lockTeam(tx);
    const known = await tx
      .selectFrom('staff')
      .select('staff_id')
      .where('email', '=', body.email.toLowerCase())
      .executeTakeFirst();
    const before = known === undefined ? undefined : await loadMember(tx, known.staff_id);
    // Somebody whose login was reset is invited again as anybody is: not by somebody who may do less than they.
    const held = await loadGranter(tx, invitedBy, before);
    const custom = await loadAssigned(tx, roles);
    const given = grantsOf(roles, custom, limits);
    const nothing = grantsOf([], []);
    const harmless = roles.filter((role) => powersGiven(nothing, grantsOf([role], custom, limits)).length === 0);
    const exceeded = wouldExceed(held, nothing, given);
    if (exceeded !== null) throw mayNotGrant(exceeded);
    const columns = {
      name: body.name,
      roles: harmless,
      limit_categories: limits.categories,
      limit_regions: limits.regions,
      active: true,
    };
    const written = await tx
      .insertInto('staff')
      .values({
        staff_id: newUuid(random),
        email: body.email.toLowerCase(),
        password_hash: null,
        created_at: clock(),
        ...columns,
      })
      .onConflict((conflict) =>
        conflict
          .column('email')
          .doUpdateSet(columns)
          .where(sql<boolean>`staff.password_hash is null and staff.sso_subject is null`),
      )
      .returning('staff_id')
      .executeTakeFirst();
    const invited = written === undefined ? undefined : await loadMember(tx, written.staff_id);
    const member = invited === undefined ? undefined : await giveRest(deps, tx, { invitedBy, invited, roles, given });
    if (member === undefined) {
      throw new ProblemError('invalid-request', 'This address belongs to a member already.', {
        fields: [{ field: '/body/email', problem: 'belongs to a member already' }],
      });
    }
    await voidLinks(tx, member.staff_id, clock());
    const link = await createLink(tx, deps, member.staff_id, invitationLifetimeMs);
    const object = `staff:${member.staff_id}`;
    await recordAudit(tx, {
      staffId: invitedBy,
      action: 'staff.invite',
      object,
      details: { roles: member.roles, limits },
    });
    return { staff: staffView(member), link: link.url, expiresAt: link.expiresAt.toISOString() };
  });
}

/** The roles that give power over what cannot be undone come with a second person, unless there is nobody who could be one. */
async function giveRest(
  deps: Deps,
  tx: Transaction,
  rest: { invitedBy: string; invited: Member; roles: RoleId[]; given: Grants },
): Promise<Member> {
  const { invitedBy: madeBy, invited, roles, given: after } = rest;
  const { staff_id: subject, limits } = invited;
  const gaining = new Set([subject]);
  const asked = { kind: 'member', madeBy, gaining, before: grantsOf([], []), after, subject } as const;
  const passage = await passOrHold(deps, tx, { ...asked, change: { roles, limits, active: true } });
  if (passage.held) return invited;
  await tx.updateTable('staff').set({ roles }).where('staff_id', '=', subject).execute();
  return (await loadMember(tx, subject)) ?? invited;
}
