export type SourceErrorCode =
  /** No connection, no answer in time, or an answer of 5xx after every try. */
  | 'source-unreachable'
  /** It asks to be left alone for longer than a try waits; `retryAfterMs` says how long. */
  | 'source-busy'
  /** It does not accept the credentials. */
  | 'source-unauthorized'
  /** It answers 4xx: the request is wrong, or what was asked for is gone. */
  | 'source-refused'
  /** The answer does not have the documented form. */
  | 'source-answer-invalid'
  /** The answer is beyond what is read. */
  | 'source-too-large'
  /** It points to an address that is not its own. */
  | 'source-address-foreign'
  /** It has no such vote. */
  | 'feedback-not-taken';

/** A source cannot be used. The message names no credential and repeats nothing of an answer. */
export class SourceError extends Error {
  override readonly name = 'SourceError';
  readonly code: SourceErrorCode;
  readonly retryAfterMs: number | null;
  constructor(code: SourceErrorCode, message: string, retryAfterMs: number | null = null) {
    super(message);
    this.code = code;
    this.retryAfterMs = retryAfterMs;
  }
}
