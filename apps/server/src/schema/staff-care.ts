import type { OwnCare } from '@wellhouse/protocol';
import type { ColumnType } from 'kysely';

/** What a person has chosen for themselves. Read for that person only, and in no log. */
export interface StaffCareTable {
  staff_id: string;
  own: ColumnType<OwnCare, string, string>;
  /** On a break until then. */
  paused_until: Date | null;
  /** When a break was last taken, or put off. */
  last_break_at: Date | null;
}
