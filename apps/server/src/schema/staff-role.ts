import type { Permission } from '@wellhouse/protocol';

/** A role that the installation has made; the built-in ones stand in staff/permissions.ts. */
export interface StaffRoleTable {
  role_id: string;
  /** Unique, whatever its case. */
  name: string;
  permissions: Permission[];
  /** Leaves of the taxonomy, or what they begin with; null: all. */
  limit_categories: string[] | null;
  /** ISO 3166-1 alpha-2; null: all. */
  limit_regions: string[] | null;
  created_at: Date;
}
