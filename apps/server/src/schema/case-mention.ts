/** A member turns to another about a case. */
export interface CaseMentionTable {
  mention_id: string;
  case_id: string;
  kind: 'handed-over' | 'assigned' | 'help';
  from_staff_id: string;
  /** Null: any lead. */
  to_staff_id: string | null;
  /** Under the case's key, context `case-mention:<mention_id>`; null: nothing was written. */
  sealed_note: Buffer | null;
  at: Date;
  /** Until when the case is kept for whom it was handed to; null for help. */
  kept_until: Date | null;
  /** When it needed nothing any more. */
  closed_at: Date | null;
}
