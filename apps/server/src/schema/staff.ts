import type { Role } from '@wellhouse/protocol';
import type { Generated } from 'kysely';

export interface StaffTable {
  staff_id: string;
  name: string;
  /** Lower case; unique. */
  email: string;
  roles: Role[];
  /** False: locked out, sessions revoked, the row stays for the audit log. */
  active: boolean;
  /** PHC string of argon2id, or null until the invitation is accepted. */
  password_hash: string | null;
  created_at: Generated<Date>;
}
