/** Why a pack was refused. Stable; README.md lists them, docs/adr/0114-packs-are-signed-by-somebody-you-named.md says why. */
export type PackErrorCode =
  /** The first bytes are not those of a pack. */
  | 'not-a-pack'
  /** Written in a form that this runtime does not know, or for a newer runtime. */
  | 'unsupported-format'
  /** Ends before its header says it does. */
  | 'truncated'
  /** Goes on after its header says that it ends. */
  | 'trailing-bytes'
  /** The file, or its header, is beyond the limit. */
  | 'too-large'
  /** Nobody has signed it. */
  | 'unsigned'
  /** Signed by a key that is not among the trusted ones. */
  | 'untrusted-key'
  /** The signature does not fit the header. */
  | 'signature-invalid'
  /** The header is signed, and is not what a header must be. */
  | 'header-invalid'
  /** The bytes of a section are not those that were signed. */
  | 'section-corrupt'
  /** A good pack, for another language than was asked for. */
  | 'other-pack'
  /** A good pack, older than one that was in use here. */
  | 'downgraded';

/** Thrown by what reads and writes packs. Branch on `code`; `message` is for people. */
export class PackError extends Error {
  override readonly name = 'PackError';
  readonly code: PackErrorCode;

  constructor(code: PackErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
