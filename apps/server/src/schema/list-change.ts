import type { ListChangeKind } from '@wellhouse/protocol';
import type { ColumnType } from 'kysely';

/** A change that takes two people. Rows are never deleted. */
export interface ListChangeTable {
  change_id: string;
  list_id: string;
  kind: ListChangeKind;
  /**
   * settings: the new ones. shrink, import: `{from, to, added, changed, withdrawn, digest}`, the last one the file's
   * SHA-256, or null of a sync.
   */
  body: ColumnType<unknown, string, never>;
  state: 'held' | 'in-force' | 'refused';
  asked_at: Date;
  /** Null: a sync or an import asked, and nobody has agreed yet. */
  first_staff_id: string | null;
  first_reason: string | null;
  second_staff_id: string | null;
  second_at: Date | null;
  second_reason: string | null;
  /** When the update that it allows was applied; it allows one. */
  used_at: Date | null;
}
