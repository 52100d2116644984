/** What a case counted for in the records of its reporters, so that it can be taken back. */
export interface CaseOutcomeTable {
  case_id: string;
  outcome: 'upheld' | 'dismissed';
  at: Date;
}
