export type EmbeddedErrorCode =
  | 'embedded-platform-unsupported'
  | 'embedded-root-unsupported'
  | 'embedded-in-use'
  | 'embedded-version-mismatch'
  | 'embedded-start-failed';

/** The embedded PostgreSQL cannot run; the message says what to do about it. */
export class EmbeddedPostgresError extends Error {
  override readonly name = 'EmbeddedPostgresError';
  readonly code: EmbeddedErrorCode;
  constructor(code: EmbeddedErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
