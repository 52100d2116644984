import type { InviteStaff, StaffInvitation } from '@wellhouse/protocol';
import type { z } from 'zod';
import type { Deps } from '../deps.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import { lockTeam } from './active-admins.ts';
import { createLink, invitationLifetimeMs, voidLinks } from './one-time-links.ts';
import { recordAudit } from './record-audit.ts';
import { staffView } from './staff-view.ts';
import { newUuid } from './tokens.ts';

/** Adds a member who cannot log in before using the link. Inviting again replaces name, roles and link. */
export async function inviteStaff(
  deps: Deps,
  invitedBy: string,
  body: z.output<typeof InviteStaff>,
): Promise<z.input<typeof StaffInvitation>> {
  const { database, clock, random } = deps;
  const roles = [...new Set(body.roles)];
  return database.transaction(async (tx) => {
    await lockTeam(tx);
    const member = await tx
      .insertInto('staff')
      .values({
        staff_id: newUuid(random),
        name: body.name,
        email: body.email.toLowerCase(),
        roles,
        active: true,
        password_hash: null,
        created_at: clock(),
      })
      .onConflict((conflict) =>
        conflict
          .column('email')
          .doUpdateSet({ name: body.name, roles, active: true })
          .where('staff.password_hash', 'is', null),
      )
      .returningAll()
      .executeTakeFirst();
    if (member === undefined) {
      throw new ProblemError('invalid-request', 'This address belongs to a member already.', {
        fields: [{ field: '/body/email', problem: 'belongs to a member already' }],
      });
    }
    await voidLinks(tx, member.staff_id, clock());
    const link = await createLink(tx, deps, member.staff_id, invitationLifetimeMs);
    const object = `staff:${member.staff_id}`;
    await recordAudit(tx, { staffId: invitedBy, action: 'staff.invite', object, details: { roles } });
    return { staff: staffView(member), link: link.url, expiresAt: link.expiresAt.toISOString() };
  });
}
