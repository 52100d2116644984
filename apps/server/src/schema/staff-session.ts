import type { Generated } from 'kysely';

export interface StaffSessionTable {
  session_id: string;
  /** SHA-256 of the cookie's token; the token itself is never stored. */
  token_hash: Buffer;
  staff_id: string;
  /** Returned by `getMe`, expected back in `x-csrf-token`. */
  csrf_token: string;
  created_at: Generated<Date>;
  /** Moves with use, at most once a minute. */
  last_used_at: Date;
  /** Absolute end. */
  expires_at: Date;
  /** Set by logout, deactivation or a change of roles. */
  revoked_at: Date | null;
}
