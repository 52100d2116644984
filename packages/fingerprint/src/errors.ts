/** What `FingerprintError` can say; the codes do not change. */
export type FingerprintCode =
  /** Not 64 hexadecimal digits, or not 32 bytes. */
  | 'hash-invalid'
  /** Not a line of vPDQ. */
  | 'line-invalid'
  /** Pixels whose number does not fit width, height and channels, or sides out of range. */
  | 'pixels-invalid'
  /** A mode, limit or option that does not exist or is out of range. */
  | 'option-invalid'
  /** This engine has no WebAssembly with SIMD. */
  | 'no-simd'
  /** The browser cannot decode the file. */
  | 'unsupported'
  /** A side or the number of pixels is beyond the limit. */
  | 'too-many-pixels'
  /** The hasher has been closed. */
  | 'closed';

/** Thrown for what the caller did. What a file from outside can cause in a hasher is an answer with a code instead. */
export class FingerprintError extends Error {
  override readonly name = 'FingerprintError';
  readonly code: FingerprintCode;
  constructor(code: FingerprintCode, message: string) {
    super(message);
    this.code = code;
  }
}
