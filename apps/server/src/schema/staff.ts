import type { RoleId } from '@wellhouse/protocol';
import type { Generated } from 'kysely';

export interface StaffTable {
  staff_id: string;
  name: string;
  /** Lower case; unique. */
  email: string;
  /** Built-in ones, and ids of staff_role. */
  roles: RoleId[];
  /** False: locked out, sessions revoked, the row stays for the audit log. */
  active: boolean;
  /** Narrows every role of this person: leaves of the taxonomy, or what they begin with; null: all. */
  limit_categories: string[] | null;
  /** ISO 3166-1 alpha-2; null: all. */
  limit_regions: string[] | null;
  /** Who this is at single sign-on, bound at the first login there; both or neither. */
  sso_issuer: string | null;
  sso_subject: string | null;
  /** PHC string of argon2id, or null until the invitation is accepted, or by single sign-on. */
  password_hash: string | null;
  created_at: Generated<Date>;
  /** Nobody's second person before that: their login was reset by one person alone. */
  second_from: Generated<Date | null>;
  /** Could be a second person and was locked or lost that: until then nobody acts alone because they are gone. */
  counted_until: Generated<Date | null>;
}
