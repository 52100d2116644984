import type { Generated } from 'kysely';

export interface StaffLinkTable {
  link_id: string;
  /** SHA-256 of the token in the link's fragment. */
  token_hash: Buffer;
  /** The invited member; null for the first login of an installation. */
  staff_id: string | null;
  created_at: Generated<Date>;
  expires_at: Date;
  /** Set by the one exchange that succeeds. */
  used_at: Date | null;
}
