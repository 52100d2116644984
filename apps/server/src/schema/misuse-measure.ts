import type { MisuseFigures } from '@wellhouse/protocol';
import type { ColumnType, Generated } from 'kysely';

/** A warning or a pause for misusing reports or appeals. Rows are never deleted. */
export interface MisuseMeasureTable {
  measure_id: string;
  hub_id: string;
  account_id: string;
  of: 'report' | 'appeal';
  kind: 'warn' | 'pause';
  /** For the person. */
  reason: string;
  taken_by: string;
  taken_at: Date;
  /** When a pause ends by itself; until when a warning counts. */
  until: Date;
  /** The four criteria as they stood. */
  figures: ColumnType<MisuseFigures, string, never>;
  /** The warning that a pause follows. */
  after_warning: string | null;
  ended_at: Generated<Date | null>;
  ended_by: Generated<string | null>;
  ended_reason: Generated<string | null>;
}
