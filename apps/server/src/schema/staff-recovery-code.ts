/** One of a member's recovery codes: a way in when the other factors are lost, once. */
export interface StaffRecoveryCodeTable {
  /** SHA-256 of the code, 80 random bits. */
  code_hash: Buffer;
  staff_id: string;
  created_at: Date;
  used_at: Date | null;
}
