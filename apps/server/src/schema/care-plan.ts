import type { CareSettings } from '@wellhouse/protocol';
import type { ColumnType, Generated } from 'kysely';

/** The team's budgets and breaks; the newest version counts, the others stay. */
export interface CarePlanTable {
  version: Generated<number>;
  settings: ColumnType<CareSettings, string, string>;
  /** Null: came with the installation. */
  staff_id: string | null;
  at: Date;
  why: string;
}
