import { type FirstLogin, type Me, Role } from '@wellhouse/protocol';
import type { Selectable } from 'kysely';
import type { z } from 'zod';
import type { Deps } from '../deps.ts';
import { isUniqueViolation } from '../platform/database/database-error.ts';
import type { Transaction } from '../platform/database/open-database.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import type { StaffTable } from '../schema/staff.ts';
import { countActiveAdmins, lockTeam } from './active-admins.ts';
import { createLink, firstLoginLifetimeMs, type OneTimeLink, useLink, voidLinks } from './one-time-links.ts';
import { hashPassword } from './passwords.ts';
import { recordAudit } from './record-audit.ts';
import { startSession } from './sessions.ts';
import { loadMe } from './staff-view.ts';
import { newUuid } from './tokens.ts';

/** A link for the first admin, or null when somebody can already let people in. Printed by `wellhouse serve`. */
export async function offerFirstLogin(deps: Deps): Promise<OneTimeLink | null> {
  return deps.database.transaction(async (tx) => {
    await lockTeam(tx);
    if ((await countActiveAdmins(tx)) > 0) return null;
    return createLink(tx, deps, null, firstLoginLifetimeMs);
  });
}

/**
 * Exchanges a one-time link for an account and a session. The first admin gets every role, so that one person can try
 * everything; an invited member gets the roles of the invitation and must name its e-mail address.
 */
export async function firstLogin(
  deps: Deps,
  body: z.output<typeof FirstLogin>,
  device: string | null = null,
): Promise<{ token: string; me: Me }> {
  const { database, clock, random } = deps;
  // Before the transaction: it takes 50 ms, and a wrong token costs no less than a right one.
  const passwordHash = await hashPassword(body.password, random);
  const now = clock();
  const email = body.email.toLowerCase();
  return database.transaction(async (tx) => {
    await lockTeam(tx);
    const link = await useLink(tx, body.token, now);
    if (link === undefined) throw new ProblemError('link-used');
    const member =
      link.staff_id === null
        ? await createFirstAdmin(tx, { ...body, email, passwordHash, staffId: newUuid(random), now })
        : await acceptInvitation(tx, link.staff_id, { name: body.name, email, passwordHash });
    await voidLinks(tx, link.staff_id, now);
    const started = { staffId: member.staff_id, way: 'link', device, freshAt: now } as const;
    const { token, session } = await startSession(tx, started, now, random);
    const details = { roles: member.roles, invited: link.staff_id !== null };
    const me = await loadMe(deps, tx, member.staff_id, session);
    await recordAudit(tx, {
      staffId: member.staff_id,
      action: 'staff.first-login',
      object: `staff:${member.staff_id}`,
      details,
    });
    return { token, me };
  });
}

interface FirstAdmin {
  readonly staffId: string;
  readonly name: string;
  readonly email: string;
  readonly passwordHash: string;
  readonly now: Date;
}

async function createFirstAdmin(tx: Transaction, admin: FirstAdmin): Promise<Selectable<StaffTable>> {
  if ((await countActiveAdmins(tx)) > 0) throw new ProblemError('link-used');
  try {
    return await tx
      .insertInto('staff')
      .values({
        staff_id: admin.staffId,
        name: admin.name,
        email: admin.email,
        roles: [...Role.options],
        active: true,
        password_hash: admin.passwordHash,
        created_at: admin.now,
      })
      .returningAll()
      .executeTakeFirstOrThrow();
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw emailProblem('is the address of a member already; use another one');
  }
}

async function acceptInvitation(
  tx: Transaction,
  staffId: string,
  given: { name: string; email: string; passwordHash: string },
): Promise<Selectable<StaffTable>> {
  const member = await tx
    .updateTable('staff')
    .set({ name: given.name, password_hash: given.passwordHash })
    .where('staff_id', '=', staffId)
    .where('email', '=', given.email)
    .where('password_hash', 'is', null)
    .where('active', '=', true)
    .returningAll()
    .executeTakeFirst();
  if (member === undefined) throw emailProblem('is not the address that was invited');
  return member;
}

function emailProblem(problem: string): ProblemError {
  return new ProblemError('invalid-request', `The e-mail address ${problem}.`, {
    fields: [{ field: '/body/email', problem }],
  });
}
