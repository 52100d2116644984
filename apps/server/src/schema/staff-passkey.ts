import type { ColumnType } from 'kysely';

/** A WebAuthn credential of a member. Nothing in it is secret. */
export interface StaffPasskeyTable {
  passkey_id: string;
  staff_id: string;
  /** As the authenticator named it; unique. */
  credential_id: Buffer;
  /** COSE key. */
  public_key: Buffer;
  /** Uses, as the authenticator counts them; 0 where it does not. A copy of it shows by a number that does not grow. */
  counter: ColumnType<string, number, number>;
  /** How the browser reaches it: `internal`, `usb`, `hybrid` … */
  transports: string[];
  /** Kept by a password manager or the maker of the device, and so on more than one. */
  synced: boolean;
  /** As the member calls it. */
  name: string;
  created_at: Date;
  last_used_at: Date | null;
}
