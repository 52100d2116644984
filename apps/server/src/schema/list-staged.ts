import type { ColumnType, Generated } from 'kysely';

/** An item as read from a source or file, before it is applied. Unlogged: lost in a crash, and read again. */
export interface ListStagedTable {
  sync_id: string;
  n: Generated<string>;
  list_id: string;
  staged_at: Date;
  source_id: string;
  /** The source's time of the item; of two about one item the later one holds. */
  stamp: Date | null;
  deleted: boolean;
  media: string;
  class: string | null;
  source_status: string | null;
  contributors: string[];
  feedback_ref: string | null;
  /** `[{kind, hex}]` */
  fingerprints: ColumnType<unknown, string, never>;
}
