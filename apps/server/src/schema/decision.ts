import type { Action } from '@wellhouse/protocol';

/** What a person decided about a case. Rows are never deleted; a refused one stays as what it was. */
export interface DecisionTable {
  decision_id: string;
  /** `D-XXXX-XXXX`, unique; what an appeal names. */
  reference: string;
  case_id: string;
  action: Action;
  /** Policy as it read then: id, version and title. Null for no-action. */
  policy_id: string | null;
  policy_version: string | null;
  policy_title: string | null;
  /** For the person whom the decision concerns. */
  reason: string;
  /** End of a suspension. */
  until: Date | null;
  /** held: waits for a second person. */
  state: 'held' | 'in-force' | 'refused';
  /** How many reports the case had when it was decided. */
  report_count: number;
  decided_by: string;
  decided_at: Date;
  second_staff_id: string | null;
  second_at: Date | null;
  second_reason: string | null;
}
