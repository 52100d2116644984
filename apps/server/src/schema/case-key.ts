/** The data key of one case. Deleting the row erases all content of the case. */
export interface CaseKeyTable {
  case_id: string;
  /** Wrapped by the master key, context `case:<case_id>`. */
  data_key_wrapped: Buffer;
}
