import { type Me, StaffMember } from '@wellhouse/protocol';
import type { Selectable } from 'kysely';
import type { StaffTable } from '../schema/staff.ts';
import { permissionsOf } from './permissions.ts';
import type { Session } from './sessions.ts';

export function staffView(row: Selectable<StaffTable>): StaffMember {
  return StaffMember.parse({
    staffId: row.staff_id,
    name: row.name,
    email: row.email,
    roles: row.roles,
    active: row.active,
    createdAt: row.created_at.toISOString(),
  });
}

export function meView(row: Selectable<StaffTable>, session: Session): Me {
  return {
    staff: staffView(row),
    permissions: [...permissionsOf(row.roles)].sort(),
    csrfToken: session.csrfToken,
    expiresAt: session.endsAt.toISOString(),
  };
}
