/** What heads of the audit log are signed with. */
export interface AuditKeyTable {
  /** From 1; the highest signs. */
  key_id: string;
  /** Ed25519, 32 bytes. */
  public_key: Buffer;
  /** The seed, 32 bytes, wrapped by the master key. */
  private_key_wrapped: Buffer;
  created_at: Date;
}
