import type { EvidenceLevel, Priority } from '@wellhouse/protocol';
import type { ColumnType, Generated } from 'kysely';

/** All reports about one subject and kind of abuse, from the first until the decision. */
export interface CaseFileTable {
  case_id: string;
  /** Shown as `C-<number>`; from 1001. */
  case_number: Generated<string>;
  hub_id: string;
  subject_kind: 'account' | 'group';
  /** Account, or group in base64url. */
  subject_id: string;
  /** Taxonomy leaf. */
  category: string;
  state: ColumnType<CaseFileState, never, CaseFileState>;
  /** Best level among the reported items that concern the subject. */
  level: EvidenceLevel;
  /** Worst first; cases/score.ts. */
  score: number;
  /** Score and age in one number that never needs to be written again: the queue's order. */
  rank: number;
  /** Why the score is what it is, in words. */
  why: ColumnType<string[], string, string>;
  priority: Priority;
  due_at: Date;
  report_count: number;
  reporter_count: number;
  /** Somebody said that there is danger right now. */
  danger: boolean;
  /** Somebody said that a child is harmed. */
  child: boolean;
  /** A rehearsal; no action leaves the house. */
  drill: boolean;
  opened_at: Date;
  decided_at: Date | null;
  /** Who works on it; counts until claim_until. */
  claim_staff_id: string | null;
  claim_until: Date | null;
  /** When its key was destroyed and with it everything that was disclosed. */
  erased_at: Date | null;
}

export type CaseFileState = 'open' | 'held' | 'decided';
