import type { ColumnType, Generated } from 'kysely';
import type { StoredSaid } from './timeline-line.ts';

/** One line of a case's timeline. */
export interface CaseEventTable {
  event_id: Generated<string>;
  case_id: string;
  at: Date;
  kind: CaseEventKind;
  /** Null: the server itself. */
  staff_id: string | null;
  /** What happened, in codes; null for a note and for a line of before there were codes. */
  said: ColumnType<StoredSaid | null, string | null | undefined, never>;
  /** What happened, in words of before there were codes. */
  text: string | null;
  /** A note's text under the case's key, context `case-note:<case_id>`. */
  sealed_text: Buffer | null;
}

export type CaseEventKind =
  | 'opened'
  | 'report-joined'
  | 'contradicted'
  | 'reverified'
  | 'picture-joined'
  | 'picture-answered'
  | 'match-withdrawn'
  | 'reopened'
  | 'claimed'
  | 'released'
  | 'handed-over'
  | 'assigned'
  | 'help-asked'
  | 'ordered'
  | 'rerouted'
  | 'viewed'
  | 'note'
  | 'note-sent'
  | 'decided'
  | 'approved'
  | 'refused'
  | 'scheduled'
  | 'began'
  | 'ended'
  | 'undone'
  | 'overturned'
  | 'appealed'
  | 'heard'
  | 'unfounded'
  | 'delivered';
