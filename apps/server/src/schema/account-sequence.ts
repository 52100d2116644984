/** Last number given to an event about an account. */
export interface AccountSequenceTable {
  hub_id: string;
  account_id: string;
  last_sequence: number;
}
