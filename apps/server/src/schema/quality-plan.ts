import type { QualityRule } from '@wellhouse/protocol';
import type { ColumnType, Generated } from 'kysely';

/** Which share of decisions is reviewed a second time: one row a version; the newest is in force. */
export interface QualityPlanTable {
  version: Generated<number>;
  /** Per cent of the decisions that no rule fits. */
  share: number;
  /** The first that fits a decision counts. */
  rules: ColumnType<QualityRule[], string, never>;
  /** About one review in so many is a golden case; 0: none. */
  golden_every: number;
  /** Null: as installed. */
  staff_id: string | null;
  at: Date;
  reason: string;
}
