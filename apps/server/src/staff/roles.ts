import type { StaffRole, WriteStaffRole } from '@wellhouse/protocol';
import { Role } from '@wellhouse/protocol';
import { type Selectable, sql } from 'kysely';
import type { z } from 'zod';
import type { Deps } from '../deps.ts';
import { isUniqueViolation } from '../platform/database/database-error.ts';
import type { Executor, Transaction } from '../platform/database/open-database.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import type { StaffRoleTable } from '../schema/staff-role.ts';
import { lockTeam } from './active-admins.ts';
import { noLimits } from './case-limits.ts';
import { grantsOf, overlapsBadly, type RoleGrant, wouldExceed } from './grants.ts';
import { loadMember, type Member, memberOf, selectMembers } from './members.ts';
import { rolePermissions } from './permissions.ts';
import { recordAudit } from './record-audit.ts';
import { passOrHold, secondPersonNeeded } from './staff-changes.ts';
import { countOnIfLost, type GivingChange } from './two-person-powers.ts';

/** Built-in roles and those made here, with how many members have each. */
export async function listRoles({ database }: Pick<Deps, 'database'>): Promise<z.input<typeof StaffRole>[]> {
  const { kysely } = database;
  const counted = await sql<{ role_id: string; n: string }>`
    select role_id, count(*) as n from staff, unnest(roles) role_id where active group by role_id`.execute(kysely);
  const counts = new Map(counted.rows.map((row) => [row.role_id, Number(row.n)]));
  const rows = await kysely.selectFrom('staff_role').selectAll().orderBy('name').execute();
  return [
    ...Role.options.map((roleId) => ({
      roleId,
      name: roleId,
      builtIn: true,
      permissions: [...rolePermissions[roleId]],
      limits: noLimits,
      memberCount: counts.get(roleId) ?? 0,
    })),
    ...rows.map((row) => roleView(row, counts.get(row.role_id) ?? 0)),
  ];
}

function roleView(row: Selectable<StaffRoleTable>, memberCount: number): z.input<typeof StaffRole> {
  return {
    roleId: row.role_id,
    name: row.name,
    builtIn: false,
    permissions: row.permissions,
    limits: { categories: row.limit_categories, regions: row.limit_regions },
    memberCount,
  };
}

/** Makes a role, of no more than its maker may do. */
export async function createRole(
  deps: Deps,
  staffId: string,
  body: z.output<typeof WriteStaffRole>,
): Promise<z.input<typeof StaffRole>> {
  const { database, clock, random } = deps;
  const roleId = `role-${random(6).toString('hex')}`;
  return database.transaction(async (tx) => {
    await lockTeam(tx);
    await checkGiven(tx, staffId, null, grantOf(roleId, body));
    const row = await written(() =>
      tx
        .insertInto('staff_role')
        .values({ role_id: roleId, ...columnsOf(body), created_at: clock() })
        .returningAll()
        .executeTakeFirstOrThrow(),
    );
    await recordAudit(tx, { staffId, action: 'role.create', object: `role:${roleId}`, details: { ...body } });
    return roleView(row, 0);
  });
}

/** Changes what a role may do, for everyone who has it, from their next request on. */
export async function updateRole(
  deps: Deps,
  staffId: string,
  roleId: string,
  body: z.output<typeof WriteStaffRole>,
): Promise<z.input<typeof StaffRole>> {
  const made = await deps.database.transaction(async (tx) => {
    await lockTeam(tx);
    return changeRole(deps, tx, { staffId, roleId, body, second: null });
  });
  if (made === null) throw secondPersonNeeded();
  return made;
}

/** The change, made; null: it waits for a second person. The team is locked. */
export async function changeRole(
  deps: Pick<Deps, 'clock' | 'random'>,
  tx: Transaction,
  given: {
    readonly staffId: string;
    readonly roleId: string;
    readonly body: z.output<typeof WriteStaffRole>;
    readonly second: string | null;
  },
): Promise<z.input<typeof StaffRole> | null> {
  const { staffId, roleId, body, second } = given;
  const before = await findRole(tx, roleId);
  await checkGiven(tx, staffId, grantOf(roleId, viewOf(before)), grantOf(roleId, body));
  const asked = { ...(await givingOfRole(tx, staffId, roleId, body)), subject: roleId, change: { ...body } };
  const passage = second === null ? await passOrHold(deps, tx, asked) : { held: false as const, alone: false };
  if (passage.held) return null;
  const had = await holdersOf(tx, roleId);
  const row = await written(() =>
    tx
      .updateTable('staff_role')
      .set(columnsOf(body))
      .where('role_id', '=', roleId)
      .returningAll()
      .executeTakeFirstOrThrow(),
  );
  const holders = await holdersOf(tx, roleId);
  for (const member of holders) {
    assertFitTogether(member.roles, member.customRoles);
    const was = had.find((one) => one.staff_id === member.staff_id);
    if (was !== undefined) await countOnIfLost(tx, was, member, deps.clock());
  }
  // Somebody who has the role changes what they may do themselves; the log says so.
  const own = holders.some((member) => member.staff_id === staffId);
  const details = {
    ...{ before: viewOf(before), after: { ...body }, own },
    ...(second !== null && { second }),
    ...(passage.alone && { alone: true }),
  };
  await recordAudit(tx, { staffId, action: 'role.update', object: `role:${roleId}`, details });
  return roleView(row, holders.filter((member) => member.active).length);
}

/** What a change of a role gives to those who have it; a role that nobody has gives nothing yet. */
export async function givingOfRole(
  tx: Transaction,
  madeBy: string,
  roleId: string,
  body: z.output<typeof WriteStaffRole>,
): Promise<GivingChange> {
  const before = await findRole(tx, roleId);
  const gaining = new Set((await holdersOf(tx, roleId)).map((member) => member.staff_id));
  const grants = (role: RoleGrant) => grantsOf([roleId], [role]);
  const was = grants(grantOf(roleId, viewOf(before)));
  return {
    kind: 'role',
    madeBy,
    gaining,
    before: was,
    after: gaining.size === 0 ? was : grants(grantOf(roleId, body)),
  };
}

async function holdersOf(tx: Transaction, roleId: string): Promise<Member[]> {
  const rows = await selectMembers(tx).where(sql<boolean>`${roleId} = any(staff.roles)`).execute();
  return rows.map(memberOf);
}

export async function deleteRole({ database }: Deps, staffId: string, roleId: string): Promise<void> {
  await database.transaction(async (tx) => {
    await lockTeam(tx);
    const before = await findRole(tx, roleId);
    const holder = await tx
      .selectFrom('staff')
      .select('name')
      .where(sql<boolean>`${roleId} = any(roles)`)
      .executeTakeFirst();
    if (holder !== undefined) throw new ProblemError('role-in-use', `${holder.name} has this role.`);
    await tx.deleteFrom('staff_role').where('role_id', '=', roleId).execute();
    const details = { before: viewOf(before) };
    await recordAudit(tx, { staffId, action: 'role.delete', object: `role:${roleId}`, details });
  });
}

/** @throws ProblemError `invalid-request` for a role that is not there, or roles that together cover what none covers */
export async function loadAssigned(tx: Executor, roleIds: readonly string[]): Promise<RoleGrant[]> {
  const rows = await tx
    .selectFrom('staff_role')
    .selectAll()
    .where('role_id', 'in', [...roleIds, ''])
    .execute();
  const custom = rows.map((row) => grantOf(row.role_id, viewOf(row)));
  const known = new Set<string>([...Role.options, ...custom.map((role) => role.roleId)]);
  const unknown = roleIds.find((roleId) => !known.has(roleId));
  if (unknown !== undefined) throw rolesProblem(`name a role that is not there: ${unknown}`);
  assertFitTogether(roleIds, custom);
  return custom;
}

function assertFitTogether(roleIds: readonly string[], custom: readonly RoleGrant[]): void {
  const permission = overlapsBadly(roleIds, custom);
  if (permission === null) return;
  throw rolesProblem(`together cover more for ${permission} than any of them does; give one role and limit the member`);
}

function rolesProblem(problem: string): ProblemError {
  return new ProblemError('invalid-request', `These roles ${problem}.`, {
    fields: [{ field: '/body/roles', problem }],
  });
}

async function checkGiven(tx: Transaction, staffId: string, before: RoleGrant | null, after: RoleGrant): Promise<void> {
  const granter = await loadMember(tx, staffId);
  if (granter === undefined) throw new ProblemError('forbidden');
  const grants = (role: RoleGrant | null) => (role === null ? grantsOf([], []) : grantsOf([role.roleId], [role]));
  const held = grantsOf(granter.roles, granter.customRoles, granter.limits);
  const exceeded = wouldExceed(held, grants(before), grants(after));
  if (exceeded !== null) throw mayNotGrant(exceeded);
}

export function mayNotGrant(permission: string): ProblemError {
  return new ProblemError('may-not-grant', `You do not hold ${permission} for all of these cases yourself.`);
}

async function findRole(tx: Executor, roleId: string): Promise<Selectable<StaffRoleTable>> {
  const row = await tx.selectFrom('staff_role').selectAll().where('role_id', '=', roleId).executeTakeFirst();
  if (row === undefined) throw new ProblemError('not-found', 'There is no such role, or it is built in.');
  return row;
}

type Written = z.output<typeof WriteStaffRole>;

function viewOf(row: Selectable<StaffRoleTable>): Written {
  return {
    name: row.name,
    permissions: row.permissions,
    limits: { categories: row.limit_categories, regions: row.limit_regions },
  };
}

function columnsOf({ name, permissions, limits }: Written) {
  return {
    name,
    permissions: [...new Set(permissions)].sort(),
    limit_categories: limits.categories,
    limit_regions: limits.regions,
  };
}

function grantOf(roleId: string, { permissions, limits }: Written): RoleGrant {
  return { roleId, permissions, limits };
}

async function written<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    const problem = 'is the name of a role already';
    throw new ProblemError('invalid-request', `This ${problem}.`, { fields: [{ field: '/body/name', problem }] });
  }
}
