import type { Generated } from 'kysely';

/** One line of a case's timeline. */
export interface CaseEventTable {
  event_id: Generated<string>;
  case_id: string;
  at: Date;
  kind: CaseEventKind;
  /** Null: the server itself. */
  staff_id: string | null;
  /** What happened, in words; null for a note. */
  text: string | null;
  /** A note's text under the case's key, context `case-note:<case_id>`. */
  sealed_text: Buffer | null;
}

export type CaseEventKind =
  | 'opened'
  | 'report-joined'
  | 'contradicted'
  | 'reverified'
  | 'claimed'
  | 'released'
  | 'viewed'
  | 'note'
  | 'decided'
  | 'approved'
  | 'refused'
  | 'delivered';
