import type { StaffInvitation } from '@wellhouse/protocol';
import type { z } from 'zod';
import type { Deps } from '../deps.ts';
import type { Transaction } from '../platform/database/open-database.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import { countActiveAdmins, lockTeam } from './active-admins.ts';
import { grantsOf } from './grants.ts';
import { loadMember, type Member } from './members.ts';
import { createLink, invitationLifetimeMs, voidLinks } from './one-time-links.ts';
import { recordAudit } from './record-audit.ts';
import { revokeSessionsOf } from './sessions.ts';
import { passOrHold, secondPersonNeeded } from './staff-changes.ts';
import { staffView } from './staff-view.ts';
import { type GivingChange, grantsOfMember, waitMs } from './two-person-powers.ts';
import { loadGranter } from './update-staff.ts';

/**
 * For a member who has lost what they log in by: password, passkeys, app and recovery codes are void, sessions end, and a
 * one-time link lets them choose anew. Nobody reads any of it. Whoever holds the link can become that member, so the log names
 * who made it and why, only an admin may do it to somebody who may do more than they, and it takes two people where that member has power over
 * what cannot be undone.
 */
export async function resetLogin(
  deps: Deps,
  resetBy: string,
  staffId: string,
  reason: string,
): Promise<z.input<typeof StaffInvitation>> {
  const made = await deps.database.transaction(async (tx) => {
    await lockTeam(tx);
    return makeReset(deps, tx, { resetBy, staffId, reason, second: null });
  });
  if (made === null) throw secondPersonNeeded();
  return made;
}

/** The reset, made; null: it waits for a second person, since its link gives power over what cannot be undone. */
export async function makeReset(
  deps: Deps,
  tx: Transaction,
  given: {
    readonly resetBy: string;
    readonly staffId: string;
    readonly reason: string;
    readonly second: string | null;
  },
): Promise<z.input<typeof StaffInvitation> | null> {
  const { resetBy, staffId, reason, second } = given;
  const now = deps.clock();
  const before = await loadMember(tx, staffId);
  if (before === undefined || !before.active) throw new ProblemError('not-found');
  await loadGranter(tx, resetBy, before);
  const asked = { ...givingOfReset(resetBy, before), subject: staffId, change: { reason } };
  const passage = second === null ? await passOrHold(deps, tx, asked) : { held: false as const, alone: false };
  if (passage.held) return null;
  await forgetFactors(tx, staffId);
  await tx
    .updateTable('staff')
    .set({ password_hash: null, ...(passage.alone && { second_from: new Date(now.getTime() + waitMs) }) })
    .where('staff_id', '=', staffId)
    .execute();
  if ((await countActiveAdmins(tx)) === 0) {
    throw new ProblemError('invalid-request', 'This would leave the team without an admin who can log in.');
  }
  await revokeSessionsOf(tx, staffId, now);
  await voidLinks(tx, staffId, now);
  const link = await createLink(tx, deps, staffId, invitationLifetimeMs);
  const after = await loadMember(tx, staffId);
  if (after === undefined) throw new ProblemError('not-found');
  const details = { reason, ...(second !== null && { second }), ...(passage.alone && { alone: true }) };
  await recordAudit(tx, { staffId: resetBy, action: 'staff.reset-login', object: `staff:${staffId}`, details });
  return { staff: staffView(after), link: link.url, expiresAt: link.expiresAt.toISOString() };
}

/** Whoever holds the link becomes that member: all that they may do is given. */
export function givingOfReset(madeBy: string, member: Member): GivingChange {
  const gaining = new Set([member.staff_id]);
  return { kind: 'reset', madeBy, gaining, before: grantsOf([], []), after: grantsOfMember(member) };
}

async function forgetFactors(tx: Transaction, staffId: string): Promise<void> {
  for (const table of ['staff_passkey', 'staff_totp', 'staff_recovery_code', 'login_challenge'] as const) {
    await tx.deleteFrom(table).where('staff_id', '=', staffId).execute();
  }
}
