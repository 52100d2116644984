import type { Generated } from 'kysely';

/** One look at a case's evidence. Written before anything is shown. */
export interface EvidenceViewTable {
  view_id: string;
  case_id: string;
  staff_id: string;
  purpose: string;
  /** Required of everyone who had not claimed the case. */
  reason: string | null;
  started_at: Date;
  /** How long it stood on a visible screen. Only grows. */
  visible_ms: number;
  ended_at: Date | null;
  /** Messages that were handed out. */
  items: Generated<number>;
}
