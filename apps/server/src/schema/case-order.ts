/** An authority's order about a case. */
export interface CaseOrderTable {
  order_id: string;
  case_id: string;
  /** Key of the taxonomy's laws. */
  law: string;
  authority: string;
  /** As the authority calls it. */
  reference: string;
  received_at: Date;
  recorded_by: string;
  recorded_at: Date;
}
