/** Something in a case that other cases can share, kept so that the table says nothing of what it is. */
export interface CaseSignalTable {
  case_id: string;
  kind: SignalColumn;
  /** First 16 bytes of an HMAC-SHA-256 under a key of the installation. */
  value: Buffer;
  /** When it came into the case; the newest of a value are compared first. */
  at: Date;
}

/** `picture`: digest of an opened picture · `text`: a band of a message's fingerprint · `link`: host and path. */
export type SignalColumn = 'picture' | 'text' | 'link';
