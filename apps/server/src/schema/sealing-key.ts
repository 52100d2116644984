import type { Generated } from 'kysely';

export interface SealingKeyTable {
  key_id: string;
  suite: string;
  public_key: Buffer;
  /** Wrapped by the master key, context `sealing-key:<key_id>`. */
  private_key_wrapped: Buffer;
  created_at: Generated<Date>;
  /** Devices seal to it until then; it opens reports forever. */
  not_after: Date;
}
