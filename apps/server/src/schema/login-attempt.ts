export interface LoginAttemptTable {
  /** SHA-256 over e-mail address and network address, or over the e-mail address alone. */
  throttle_key: Buffer;
  /** Failures in the present window. */
  failures: number;
  window_started_at: Date;
  /** No attempt is looked at before this. */
  blocked_until: Date | null;
}
