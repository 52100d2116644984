export type ListErrorCode =
  | 'list-missing'
  | 'list-withdrawn'
  /** A file list has nothing to fetch; a fetched list takes no file. */
  | 'list-source-mismatch'
  | 'list-connection-missing'
  | 'list-file-invalid'
  /** Half or more of the list would go; it waits for two people. */
  | 'list-shrink-refused'
  /** Another sync of this list was faster. */
  | 'list-sync-overtaken'
  | 'list-too-large';

/** A list cannot be synced or imported. The message is for a person and holds no fingerprint. */
export class ListError extends Error {
  override readonly name = 'ListError';
  readonly code: ListErrorCode;
  constructor(code: ListErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** What an update would do to a list that nobody has agreed to. */
export class ShrinkRefused extends ListError {
  readonly from: number;
  readonly to: number;
  constructor(from: number, to: number) {
    super('list-shrink-refused', `the list would shrink from ${from} to ${to} entries; two people have to agree first`);
    this.from = from;
    this.to = to;
  }
}
