import type { ListCounts, ListKind, ListSource, ListState, ListSyncState } from '@wellhouse/protocol';
import type { ColumnType, Generated } from 'kysely';

/** A list of known fingerprints: whose it is, on what ground it may be used, and how far it has been fetched. */
export interface ListTable {
  /** Chosen by whoever adds it; lower case, digits and hyphens. */
  list_id: string;
  /** known: what is looked for. negative: known to be harmless. */
  kind: ListKind;
  source: ListSource;
  /** Which entry of WELLHOUSE_LIST_SOURCES holds its address and credentials; null for files. */
  connection_id: string | null;
  /** shadow: matches are counted and nothing is held. */
  state: Generated<ListState>;
  title: string;
  purpose: string;
  /** Licence or agreement under which it is used. */
  agreement: string;
  /** Leaf of the taxonomy that its entries stand for. */
  category: string;
  /** Legal basis in words, by region (`GB`, `EU`, `US-CA` …). A region that is missing is not covered. */
  legal_basis: ColumnType<unknown, string, string>;
  /** Where it may be used, e.g. `shared-album`. */
  surfaces: string[];
  /** Largest Hamming distance of a PDQ match. */
  radius: number;
  /** PDQ quality below which a picture does not match. */
  quality_floor: number;
  /** An entry counts from so many contributors on. */
  minimum_sources: number;
  /** An entry that matches more different pictures on one day is set aside. */
  flood_limit: number;
  /** Goes up by one with every change of settings, state or entries. */
  version: Generated<string>;
  /** Entries by status, as of `version`. */
  counts: ColumnType<ListCounts, string, string>;
  /** The source's own mark of how far everything is applied; null: nothing yet. */
  checkpoint: ColumnType<unknown, string | null, string | null>;
  sync_state: Generated<ListSyncState>;
  sync_started_at: Date | null;
  /** Last time that everything the source has was applied. */
  synced_at: Date | null;
  next_sync_at: Date | null;
  /** Why the last sync failed or was refused; no credentials, nothing of the answer. */
  sync_error: string | null;
  created_at: Date;
  /** Null: the command line. */
  created_by: string | null;
}
