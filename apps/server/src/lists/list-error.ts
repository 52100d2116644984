import type { ListUpdate } from '@wellhouse/protocol';

export type ListErrorCode =
  | 'list-missing'
  | 'list-withdrawn'
  /** A file list has nothing to fetch; a fetched list takes no file. */
  | 'list-source-mismatch'
  | 'list-connection-missing'
  | 'list-file-invalid'
  /** Half or more of the list would go; it waits for two people. */
  | 'list-shrink-refused'
  /** A file for an active list; it waits for two people. */
  | 'list-import-held'
  /** A file for a list whose activation waits for its second person. */
  | 'list-activation-waits'
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

/** An update of a list that takes two people who have not agreed. Nothing of it was applied. */
export class AgreementNeeded extends ListError {
  readonly kind: 'shrink' | 'import';
  readonly update: ListUpdate;
  constructor(kind: 'shrink' | 'import', update: ListUpdate) {
    const { from, to, added } = update;
    super(
      kind === 'shrink' ? 'list-shrink-refused' : 'list-import-held',
      kind === 'shrink'
        ? `the list would shrink from ${from} to ${to} entries; two people have to agree first`
        : `the list is active and would have ${added} new entries; two people have to agree to this file first`,
    );
    this.kind = kind;
    this.update = update;
  }
}
