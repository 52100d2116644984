import type { EvidenceLevel, Priority, Surface, WhyLine } from '@wellhouse/protocol';
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
  /** Score and age in one number that never needs to be written again: the order within its lane; queues/place-value.ts. */
  rank: number;
  /** Among which cases it waits; null while the transaction that opens it has not placed it. */
  lane_id: Generated<number | null>;
  /** Why it stands where it stands, in codes; without its waiting. */
  why: ColumnType<WhyLine[], string, string>;
  priority: Priority;
  due_at: Date;
  /** Until when somebody has to have looked; queues/clocks.ts. */
  review_due_at: Date;
  /** Where it waits: a queue of the plan in force, or of one before while it is moved. */
  queue_id: Generated<string>;
  /** ISO 3166-1 alpha-2; the first that a report or a picture names. */
  region: Generated<string | null>;
  /** Primary subtag of the first report's locale. */
  language: Generated<string | null>;
  /** What was reported first, or matched. */
  surface: Generated<Surface>;
  report_count: number;
  reporter_count: number;
  /** Of them, whose records stood behind their word when they reported. */
  trusted_reporters: Generated<number>;
  /** Of them, whose reports had mostly not held. */
  doubted_reporters: Generated<number>;
  /** Sum of the weights of the trusted; reporters/reporter-record.ts. */
  strong_voices: Generated<number>;
  /** Sum of the weights of all others. */
  weak_voices: Generated<number>;
  /** Pictures of shared albums in it. */
  picture_count: Generated<number>;
  /** Different lists and members of exchanges that its pictures matched, as far as they hold a picture back. */
  match_sources: Generated<number>;
  /** One of them by its very bytes. */
  exact_match: Generated<boolean>;
  /** Somebody said that there is danger right now. */
  danger: boolean;
  /** Somebody said that a child is harmed. */
  child: boolean;
  /** A rehearsal; no action leaves the house. */
  drill: boolean;
  opened_at: Date;
  /** When somebody first looked at its evidence, or decided it without. */
  first_review_at: Generated<Date | null>;
  decided_at: Date | null;
  /** Who works on it; counts until claim_until. */
  claim_staff_id: string | null;
  claim_until: Date | null;
  /** When the earliest order of an authority was received that starts a law's own clock. */
  order_at: Generated<Date | null>;
  /** When its key was destroyed and with it everything that was disclosed. */
  erased_at: Date | null;
}

export type CaseFileState = 'open' | 'held' | 'decided';
