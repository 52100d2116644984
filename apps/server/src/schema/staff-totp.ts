import type { ColumnType } from 'kysely';

/** An authenticator app (RFC 6238) of a member. */
export interface StaffTotpTable {
  totp_id: string;
  staff_id: string;
  /** 32 bytes, wrapped by the master key. */
  secret_wrapped: Buffer;
  created_at: Date;
  /** When a first code was sent back; null: it does not count yet. One a member counts. */
  confirmed_at: Date | null;
  /** Time step of the last code that was taken; no step is taken twice. */
  last_step: ColumnType<string, number, number>;
}
