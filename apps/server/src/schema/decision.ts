import type { Action, DecisionEnd } from '@wellhouse/protocol';
import type { ColumnType, Generated } from 'kysely';

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
  /** End of a suspension or limit. */
  until: Date | null;
  /** held: waits for a second person. scheduled: begins at starts_at. A suspension that has run out stays in-force, with ended_at. */
  state: 'held' | 'scheduled' | 'in-force' | 'refused' | 'undone' | 'overturned';
  /** How many reports the case had when it was decided. */
  report_count: number;
  decided_by: string;
  decided_at: Date;
  second_staff_id: string | null;
  second_at: Date | null;
  second_reason: string | null;
  /** When it is to begin; null: at once. */
  starts_at: Generated<Date | null>;
  /** When it took effect. */
  in_force_at: Generated<Date | null>;
  /** When it stopped to have effect, and why. */
  ended_at: Generated<Date | null>;
  ended_why: Generated<DecisionEnd | null>;
  /** Null: by itself. */
  ended_by: Generated<string | null>;
  /** Why it was taken back, for the person whom it concerned. */
  ended_reason: Generated<string | null>;
  /** What the policy's ladder proposed; null without a policy. */
  proposed_action: Generated<Action | null>;
  proposed_days: Generated<number | null>;
  /** The author departed from the proposal, and said why. */
  departed: Generated<boolean>;
  departed_why: Generated<string | null>;
  /** Decided together with others. */
  batch_id: Generated<string | null>;
  /** Messages that it rests on, by item id; null: the author named none. */
  rests_on: ColumnType<string[] | null, string | null | undefined, never>;
}
