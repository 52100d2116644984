import type { Generated } from 'kysely';

/** A vote of this installation about an entry, on its way back to the source. */
export interface ListFeedbackTable {
  feedback_id: string;
  list_id: string;
  entry_id: string;
  /** seen: it matched. confirmed, refuted: a person looked. */
  opinion: FeedbackOpinion;
  state: Generated<'pending' | 'sent' | 'dead'>;
  attempts: Generated<number>;
  last_error: string | null;
  created_at: Date;
  sent_at: Date | null;
}

export type FeedbackOpinion = 'seen' | 'confirmed' | 'refuted';
