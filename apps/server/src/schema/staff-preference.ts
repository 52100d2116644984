import type { ColumnType } from 'kysely';

/** What the console keeps for a person, wherever they log in. */
export interface StaffPreferenceTable {
  staff_id: string;
  key: string;
  value: ColumnType<unknown, string, string>;
}
