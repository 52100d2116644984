import type { Generated } from 'kysely';

/** The switch of a region. Without a row it is on where an active list has a legal basis for it. */
export interface AlbumRegionTable {
  /** ISO 3166 (`GB`, `US-CA`), or EU. */
  region: string;
  state: 'on' | 'off';
  /** On what ground pictures of the region may be matched; null: they are not. */
  legal_basis: string | null;
  /** Why it stands so, in words for the team. */
  reason: string;
  /** Goes up by one with every change. */
  version: Generated<string>;
  changed_at: Date;
}
