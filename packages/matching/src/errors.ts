/** Why arguments, bytes or a state were refused. Stable; each is explained in the README. */
export type MatchingErrorCode =
  | 'invalid-argument'
  | 'too-many-entries'
  | 'too-many-matches'
  | 'id-taken'
  | 'closed'
  | 'snapshot-foreign'
  | 'snapshot-version'
  | 'snapshot-truncated'
  | 'snapshot-damaged'
  | 'snapshot-too-large';

/** Thrown by every function of this package. Branch on `code`; `message` is for people. */
export class MatchingError extends Error {
  override readonly name = 'MatchingError';
  readonly code: MatchingErrorCode;

  constructor(code: MatchingErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
