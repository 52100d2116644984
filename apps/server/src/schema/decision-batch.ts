import type { ColumnType, Generated } from 'kysely';

/** Similar cases decided together: one request of one person. */
export interface DecisionBatchTable {
  /** Chosen by the console; the same request sent again finds it. */
  batch_id: string;
  staff_id: string;
  at: Date;
  /** What was asked for, but for the cases: action, policy, reason, days. */
  body: ColumnType<unknown, string, never>;
  undone_by: string | null;
  undone_at: Date | null;
  undo_reason: string | null;
}

export interface DecisionBatchCaseTable {
  batch_id: string;
  case_id: string;
  /** How many reports the preview counted. */
  report_count: number;
  /** kept: the batch was undone and this decision could not be. stopped: undone before it was decided. */
  state: Generated<'waiting' | 'decided' | 'refused' | 'stopped' | 'undone' | 'kept'>;
  /** Problem code of a refused or kept one. */
  code: string | null;
}
