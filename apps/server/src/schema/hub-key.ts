import type { Generated } from 'kysely';

/** A key that a hub stamps with. Once known it is never removed nor changed, except that it can be retired. */
export interface HubKeyTable {
  hub_id: string;
  /** The number that stands in every stamp made with it. bigint: up to 2^32 - 1. */
  key_id: string;
  /** Wrapped by the master key, context `hub-key:<hub_id>:<key_id>`. */
  mac_key_wrapped: Buffer;
  /** Ed25519, 32 bytes; null for a MAC-only key. */
  public_key: Buffer | null;
  /** SHA-256 over MAC key and public key: tells a repeated publication from a conflicting one. */
  fingerprint: Buffer;
  not_before: Date;
  not_after: Date;
  created_at: Generated<Date>;
  /** From when on stamps under it prove nothing in reports that come in; null: they do. */
  retired_at: Generated<Date | null>;
  /** Published after that: a secret no more. */
  private_key: Generated<Buffer | null>;
}
