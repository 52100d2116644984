import type { Generated } from 'kysely';

/** What a picture matched, as it was weighed then. */
export interface AlbumMatchTable {
  picture_id: string;
  entry_id: string;
  list_id: string;
  /** `pdq`, `md5`, `sha1`, `sha256`, `vpdq`. */
  kind: string;
  /** Null: an exact digest. */
  distance: number | null;
  /** How the picture was turned, e.g. `rotate90`. */
  variant: string | null;
  effect: string;
  matched_at: Date;
  /** The entry was withdrawn or ruled out since. */
  withdrawn_at: Generated<Date | null>;
}
