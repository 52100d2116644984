import type { Action, QualityOutcome } from '@wellhouse/protocol';
import type { Generated } from 'kysely';

/** A second review of a decision, or of a golden case; by somebody who knows nothing of the first. */
export interface QualityReviewTable {
  review_id: string;
  /** Null for a golden one, with case_id and author_id. */
  decision_id: string | null;
  case_id: string | null;
  /** Who decided first. */
  author_id: string | null;
  golden_id: string | null;
  /** withdrawn: the decision was taken back, the case opened again or its evidence was erased. */
  state: 'waiting' | 'taken' | 'answered' | 'withdrawn';
  /** Messages of the case have pictures. */
  pictures: boolean;
  drawn_at: Date;
  /** The second reviewer; null while it waits. */
  staff_id: string | null;
  taken_at: Date | null;
  /** Who has given it back, and never gets it again. */
  left_by: Generated<string[]>;
  /** When its evidence was opened first. */
  viewed_at: Generated<Date | null>;
  answered_at: Generated<Date | null>;
  action: Generated<Action | null>;
  policy_id: Generated<string | null>;
  reason: Generated<string | null>;
  /** As the first decision, or the golden case's answer, has it. Null until it was answered. */
  same_action: Generated<boolean | null>;
  same_policy: Generated<boolean | null>;
  /** What a disagreement came to. */
  outcome: Generated<QualityOutcome | null>;
  outcome_note: Generated<string | null>;
  settled_by: Generated<string | null>;
  settled_at: Generated<Date | null>;
}
