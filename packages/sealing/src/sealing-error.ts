/** Why something could not be sealed, opened, wrapped or read. Stable; listed in docs/spec/sealing.md §6. */
export type SealingErrorCode =
  /** The bytes end before the structure does. */
  | 'truncated'
  /** More bytes than the caller's limit. */
  | 'oversized'
  /** Not this format, or bytes that its rules forbid. */
  | 'malformed'
  | 'unsupported-version'
  | 'unsupported-suite'
  /** No key with that id in the ring. */
  | 'unknown-key'
  /** The key does not match the key commitment: another key, hub or context, or an altered encapsulation. */
  | 'wrong-key'
  /** The key is right, the authenticated bytes are not. */
  | 'tampered'
  /** The caller passed something that can never be valid, such as a key of 31 bytes. */
  | 'invalid-input';

/** The only error that this package throws on purpose. Its message never contains key or plaintext bytes. */
export class SealingError extends Error {
  readonly code: SealingErrorCode;

  constructor(code: SealingErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'SealingError';
    this.code = code;
  }
}
