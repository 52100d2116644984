/** What a decision that found a violation leaves on an account's record, until it expires or the decision falls. */
export interface StrikeTable {
  decision_id: string;
  case_id: string;
  hub_id: string;
  account_id: string;
  policy_id: string;
  /** As how many it counts; of the policy's strike rule. */
  weight: number;
  /** When the decision took effect. */
  at: Date;
  /** Null: never. */
  expires_at: Date | null;
  /** When it stopped to count because its decision was taken back. */
  ended_at: Date | null;
  ended_why: string | null;
}
