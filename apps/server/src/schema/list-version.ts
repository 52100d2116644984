import type { ColumnType } from 'kysely';

/** What made each version of a list. Rows are never changed. */
export interface ListVersionTable {
  list_id: string;
  version: string;
  at: Date;
  /** Null: a sync, or the command line. */
  staff_id: string | null;
  kind: ListVersionKind;
  /** Counts, or what was changed; never a fingerprint. */
  details: ColumnType<unknown, string, never>;
}

export type ListVersionKind =
  | 'created'
  | 'synced'
  | 'imported'
  | 'activated'
  | 'withdrawn'
  | 'settings'
  | 'entry-added'
  | 'entry-quarantined'
  | 'entry-released'
  | 'entry-excluded';
