/** One picture within one look. */
export interface EvidenceViewPictureTable {
  view_id: string;
  attachment_id: string;
  /** When its bytes were handed out; null if they never were. */
  fetched_at: Date | null;
  /** How long it lay uncovered. Only grows. */
  uncovered_ms: number;
  /** Why a picture that was decided about before, or that looks like another of the case, was opened. */
  reason: string | null;
}
