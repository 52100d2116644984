/** The decision that somebody is writing about a case. */
export interface CaseDraftTable {
  case_id: string;
  staff_id: string;
  /** JSON under the case's key, context `case-draft:<case_id>:<staff_id>`: it can quote evidence. */
  sealed: Buffer;
  at: Date;
}
