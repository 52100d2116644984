import type { StaffMember, UpdateStaff } from '@wellhouse/protocol';
import type { z } from 'zod';
import type { Deps } from '../deps.ts';
import type { Transaction } from '../platform/database/open-database.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import { countActiveAdmins, lockTeam } from './active-admins.ts';
import { type Grants, grantsOf, standsAbove, wouldExceed } from './grants.ts';
import { loadMember, type Member } from './members.ts';
import { voidLinks } from './one-time-links.ts';
import { recordAudit } from './record-audit.ts';
import { loadAssigned, mayNotGrant } from './roles.ts';
import { revokeSessionsOf } from './sessions.ts';
import { passOrHold, secondPersonNeeded } from './staff-changes.ts';
import { staffView } from './staff-view.ts';
import { countOnIfLost, type GivingChange, grantsOfMember } from './two-person-powers.ts';

/**
 * Changes roles or limits, or locks an account; locking ends its sessions at once. Refused when no admin would be left, for
 * what the changing person does not hold, and for a member who may do more than they. What somebody gives to themselves stands
 * in the log under a name of its own. What gives power over what cannot be undone waits for a second person.
 */
export async function updateStaff(
  deps: Deps,
  changedBy: string,
  staffId: string,
  change: z.output<typeof UpdateStaff>,
): Promise<StaffMember> {
  const after = await deps.database.transaction(async (tx) => {
    await lockTeam(tx);
    return changeMember(deps, tx, { changedBy, staffId, change, second: null });
  });
  if (after === null) throw secondPersonNeeded();
  return staffView(after);
}

export interface MemberChange {
  readonly changedBy: string;
  readonly staffId: string;
  readonly change: z.output<typeof UpdateStaff>;
  /** Who has confirmed it; null: nobody has, and it may have to wait. */
  readonly second: string | null;
}

/** The change, made; null: it waits for a second person. The team is locked. */
export async function changeMember(
  deps: Pick<Deps, 'clock' | 'random'>,
  tx: Transaction,
  { changedBy, staffId, change, second }: MemberChange,
): Promise<Member | null> {
  const before = await loadMember(tx, staffId);
  if (before === undefined) throw new ProblemError('not-found');
  const granter = await loadGranter(tx, changedBy, before);
  const giving = await givingOfMember(tx, changedBy, before, change);
  const { was, becomes, roles, limits, active } = giving;
  const exceeded = wouldExceed(granter, was, becomes);
  if (exceeded !== null) throw mayNotGrant(exceeded);
  const passage =
    second === null
      ? await passOrHold(deps, tx, { ...giving, subject: staffId, change: { roles, limits, active } })
      : { held: false as const, alone: false };
  if (passage.held) return null;
  await tx
    .updateTable('staff')
    .set({ roles, limit_categories: limits.categories, limit_regions: limits.regions, active })
    .where('staff_id', '=', staffId)
    .execute();
  if ((await countActiveAdmins(tx)) === 0) {
    const field = change.active === false ? '/body/active' : '/body/roles';
    const problem = 'would leave the team without an admin; make another member admin first';
    throw new ProblemError('invalid-request', `This ${problem}.`, { fields: [{ field, problem }] });
  }
  const after = await loadMember(tx, staffId);
  if (after === undefined) throw new ProblemError('not-found');
  await countOnIfLost(tx, before, after, deps.clock());
  if (!after.active) {
    await revokeSessionsOf(tx, staffId, deps.clock());
    await voidLinks(tx, staffId, deps.clock());
  }
  const gained = [...becomes.permissions].filter((permission) => !was.permissions.has(permission));
  const self = changedBy === staffId && gained.length > 0;
  const details = {
    ...{ before: facts(before), after: facts(after) },
    ...(self && { gained }),
    ...(second !== null && { second }),
    ...(passage.alone && { alone: true }),
  };
  const action = self ? 'staff.self-grant' : 'staff.update';
  await recordAudit(tx, { staffId: changedBy, action, object: `staff:${staffId}`, details });
  return after;
}

/** What a change would make of a member; somebody who is locked may do nothing, whatever roles they have. */
export async function givingOfMember(
  tx: Transaction,
  madeBy: string,
  member: Member,
  change: z.output<typeof UpdateStaff>,
) {
  const roles = [...new Set(change.roles ?? member.roles)];
  const limits = change.limits ?? member.limits;
  const active = change.active ?? member.active;
  const was = grantsOfMember(member);
  const becomes = grantsOf(roles, await loadAssigned(tx, roles), limits);
  const nothing = grantsOf([], []);
  const giving: GivingChange = {
    kind: 'member',
    madeBy,
    gaining: new Set([member.staff_id]),
    before: member.active ? was : nothing,
    after: active ? becomes : nothing,
  };
  return { ...giving, was, becomes, roles, limits, active };
}

/** What the changing person may do. @throws ProblemError `may-not-grant` about a member who may do more */
export async function loadGranter(tx: Transaction, changedBy: string, about: Member | undefined): Promise<Grants> {
  const granter = await loadMember(tx, changedBy);
  if (granter === undefined) throw new ProblemError('forbidden');
  const held = grantsOfMember(granter);
  const above = about === undefined ? null : standsAbove(grantsOfMember(about), held);
  if (above !== null) throw mayNotGrant(above);
  return held;
}

function facts({ roles, active, limits }: Member) {
  return { roles, active, limits };
}
