import type { CaseLimits } from '@wellhouse/protocol';
import { Permission } from '@wellhouse/protocol';
import { type Selectable, sql } from 'kysely';
import { z } from 'zod';
import type { Executor } from '../platform/database/open-database.ts';
import type { StaffTable } from '../schema/staff.ts';
import type { RoleGrant } from './grants.ts';

/** A member with what the roles made here grant, and whether a second factor is there. */
export interface Member extends Selectable<StaffTable> {
  readonly customRoles: readonly RoleGrant[];
  readonly limits: CaseLimits;
  readonly secondFactor: boolean;
}

const known = new Set<string>(Permission.options);
/** As `customRolesOf` reads them; a permission that this version does not know grants nothing. */
export const CustomRoles = z.array(
  z
    .object({
      roleId: z.string(),
      permissions: z.array(z.string()),
      categories: z.array(z.string()).nullable(),
      regions: z.array(z.string()).nullable(),
    })
    .transform(
      ({ roleId, permissions, categories, regions }): RoleGrant => ({
        roleId,
        permissions: permissions.filter((name): name is Permission => known.has(name)),
        limits: { categories, regions },
      }),
    ),
);

/** SQL over a row of staff: the roles made here that it names, as JSON. */
export const customRolesSql = `coalesce((select jsonb_agg(jsonb_build_object('roleId', role.role_id, 'permissions', role.permissions,
  'categories', role.limit_categories, 'regions', role.limit_regions)) from staff_role role where role.role_id = any(staff.roles)), '[]')`;
/** SQL over a row of staff: whether a passkey or an authenticator app is there. */
export const secondFactorSql = `(exists (select from staff_passkey where staff_passkey.staff_id = staff.staff_id)
  or exists (select from staff_totp where staff_totp.staff_id = staff.staff_id and confirmed_at is not null))`;

export function selectMembers(executor: Executor) {
  return executor
    .selectFrom('staff')
    .selectAll('staff')
    .select([
      sql<unknown>`${sql.raw(customRolesSql)}`.as('custom_roles'),
      sql<boolean>`${sql.raw(secondFactorSql)}`.as('second_factor'),
    ]);
}

type Row = Awaited<ReturnType<ReturnType<typeof selectMembers>['execute']>>[number];

export function memberOf({ custom_roles, second_factor, ...row }: Row): Member {
  return {
    ...row,
    customRoles: CustomRoles.parse(custom_roles),
    limits: { categories: row.limit_categories, regions: row.limit_regions },
    secondFactor: second_factor,
  };
}

export async function loadMember(executor: Executor, staffId: string): Promise<Member | undefined> {
  const row = await selectMembers(executor).where('staff.staff_id', '=', staffId).executeTakeFirst();
  return row === undefined ? undefined : memberOf(row);
}
