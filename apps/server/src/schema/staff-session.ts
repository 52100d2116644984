import type { StaffSession } from '@wellhouse/protocol';
import type { Generated } from 'kysely';

export interface StaffSessionTable {
  session_id: string;
  /** SHA-256 of the cookie's token; the token itself is never stored. */
  token_hash: Buffer;
  staff_id: string;
  /** Returned by `getMe`, expected back in `x-csrf-token`. */
  csrf_token: string;
  /** How the person came in. */
  way: StaffSession['way'];
  /** e.g. `Firefox on Linux`. */
  device: string | null;
  /** When a second factor was last shown; null: never in this session. */
  fresh_at: Date | null;
  created_at: Generated<Date>;
  /** Moves with use, at most once a minute. */
  last_used_at: Date;
  /** Absolute end. */
  expires_at: Date;
  /** Set by logout, deactivation or a change of roles. */
  revoked_at: Date | null;
}
