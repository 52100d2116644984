import type { ColumnType } from 'kysely';

/** One attempt of a login or of adding a passkey. Taken out by the one answer that it gets. */
export interface LoginChallengeTable {
  /** SHA-256 of the attempt's id. */
  challenge_hash: Buffer;
  kind: 'passkey-login' | 'passkey-add' | 'passkey-step-up' | 'sso';
  /** Whose; null while nobody is known. */
  staff_id: string | null;
  /** What the answer has to fit. */
  expects: ColumnType<Record<string, unknown>, string, never>;
  expires_at: Date;
}
