import type { ColumnType } from 'kysely';

export interface AuditEntryTable {
  /** Position in the chain, from 1, without gaps. */
  entry_id: string;
  at: Date;
  /** Null: the server itself, or someone not logged in. */
  staff_id: string | null;
  /** Dotted verb, e.g. `evidence.view`. */
  action: string;
  /** What it was done to, e.g. `case:…`. */
  object: string | null;
  details: ColumnType<Record<string, unknown>, string, never>;
  /** Hash of the entry before; 32 zero bytes for the first. */
  previous_hash: Buffer;
  /** SHA-256 over previous_hash and this entry's canonical JSON (staff/audit-chain.ts). */
  hash: Buffer;
}
