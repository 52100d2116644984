/** Who has a case open right now; a row of no sign of life is nobody, and is removed. */
export interface CaseViewerTable {
  case_id: string;
  staff_id: string;
  since: Date;
  seen_at: Date;
}
