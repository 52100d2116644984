import type { Generated } from 'kysely';

/** One fingerprint on a list. Rows stay for ever; a withdrawn one keeps no fingerprint. */
export interface ListEntryTable {
  /** The number that a match index knows it by. */
  entry_id: Generated<string>;
  list_id: string;
  /** The source's id of the item that the fingerprint is of. */
  source_id: string;
  /** `pdq`, `md5`, `sha1`, `sha256`; anything else is kept as the source names it and never matched. */
  kind: string;
  /** First 16 bytes of SHA-256 over the value: recognises an entry that comes back after it was withdrawn. */
  digest: Buffer;
  /** Bytes of the hexadecimal text as the source wrote it; for other kinds its UTF-8. Null once withdrawn. */
  value: Buffer | null;
  media: 'image' | 'video' | 'other';
  /** Class as the source names it, e.g. `A1`. */
  class: string | null;
  source_status: string | null;
  /** Who vouches for it, as the source names them. */
  contributors: string[];
  /** What the source's feedback call names the item by; null: it takes none. */
  feedback_ref: string | null;
  /** quarantined: matched too many pictures and waits for a person. excluded: a person ruled it out. */
  status: ListEntryStatus;
  /** The list's version in which it last changed. */
  version: string;
  added_at: Date;
  withdrawn_at: Date | null;
  withdrawn_why: WithdrawnWhy | null;
  /** A person has released it: however much it matches, it is not set aside again. */
  flood_released: Generated<boolean>;
  /** A person has ruled it out: it stays so should its source withdraw it and give it again. */
  ruled_out: Generated<boolean>;
}

export type ListEntryStatus = 'live' | 'quarantined' | 'excluded' | 'withdrawn';

/** deleted: the source says so. replaced: the source gives the item other fingerprints. vanished: no longer there. */
export type WithdrawnWhy = 'deleted' | 'replaced' | 'vanished' | 'list-withdrawn';
