/** Why bytes or arguments were refused. Stable; documented in docs/spec/franking.md §8 and docs/spec/franking-f0.md §6. */
export type FrankingErrorCode =
  | 'truncated'
  | 'trailing-bytes'
  | 'length-not-minimal'
  | 'too-short'
  | 'too-long'
  | 'invalid-utf8'
  | 'lone-surrogate'
  | 'invalid-value'
  | 'unsupported-version'
  | 'part-order'
  | 'part-count'
  | 'kind-mismatch'
  | 'franking-key-zero'
  | 'tag-missing'
  | 'tag-duplicate'
  | 'authenticated-data-malformed'
  | 'invalid-base64url'
  | 'invalid-argument'
  // profile F0 alone
  | 'suite-unsupported'
  | 'sender-missing'
  | 'room-missing'
  | 'indefinite-length'
  | 'not-deterministic'
  | 'duplicate-key'
  | 'too-deep'
  | 'too-many-items';

/** Thrown by every encoder, decoder and guard of this package. Branch on `code`; `message` is for people. */
export class FrankingError extends Error {
  override readonly name = 'FrankingError';
  readonly code: FrankingErrorCode;

  constructor(code: FrankingErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
