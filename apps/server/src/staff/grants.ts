import type { CaseLimits, Permission } from '@wellhouse/protocol';
import { intersectionOf, isExactUnion, isWithin, noLimits, unionOf } from './case-limits.ts';
import { isBuiltIn, rolePermissions } from './permissions.ts';

/** One role as far as rights go. */
export interface RoleGrant {
  readonly roleId: string;
  readonly permissions: readonly Permission[];
  readonly limits: CaseLimits;
}

/** What somebody may do, and to which cases. */
export interface Grants {
  readonly isAdmin: boolean;
  readonly permissions: ReadonlySet<Permission>;
  /** Which cases a permission covers; one that is not held covers none. */
  limits(permission: Permission): CaseLimits;
}

const nothing: CaseLimits = { categories: [], regions: [] };

/** What each role says of a permission is joined; what the member's own limits say narrows all of it. */
export function grantsOf(roleIds: readonly string[], custom: readonly RoleGrant[], own: CaseLimits = noLimits): Grants {
  const roles = rolesOf(roleIds, custom);
  const permissions = new Set(roles.flatMap((role) => role.permissions));
  return {
    isAdmin: roleIds.includes('admin'),
    permissions,
    limits(permission) {
      const granting = roles.filter((role) => role.permissions.includes(permission));
      return granting.length === 0 ? nothing : intersectionOf(unionOf(granting.map((role) => role.limits)), own);
    },
  };
}

function rolesOf(roleIds: readonly string[], custom: readonly RoleGrant[]): RoleGrant[] {
  return roleIds.flatMap((roleId) =>
    isBuiltIn(roleId)
      ? [{ roleId, permissions: rolePermissions[roleId], limits: noLimits }]
      : custom.filter((role) => role.roleId === roleId),
  );
}

/** The first permission for which these roles together would cover more than each of them does; null: none. */
export function overlapsBadly(roleIds: readonly string[], custom: readonly RoleGrant[]): Permission | null {
  const roles = rolesOf(roleIds, custom);
  const permissions = new Set(roles.flatMap((role) => role.permissions));
  for (const permission of permissions) {
    const granting = roles.filter((role) => role.permissions.includes(permission));
    if (!isExactUnion(granting.map((role) => role.limits))) return permission;
  }
  return null;
}

/**
 * The first permission that would be given, or given for more cases, by somebody who does not hold it for as many; null: it
 * may be given. An admin may give everything.
 */
export function wouldExceed(granter: Grants, before: Grants, after: Grants): Permission | null {
  if (granter.isAdmin) return null;
  for (const permission of after.permissions) {
    const limits = after.limits(permission);
    if (before.permissions.has(permission) && isWithin(limits, before.limits(permission))) continue;
    if (!granter.permissions.has(permission) || !isWithin(limits, granter.limits(permission))) return permission;
  }
  return null;
}

/** The first permission of a member that the other one does not hold: only an admin may lock, narrow or reset such a member. */
export function standsAbove(member: Grants, other: Grants): Permission | null {
  return wouldExceed(other, grantsOf([], []), member);
}
