/** One decision that went through the draw, so that every draw can be checked later. */
export interface QualityDrawTable {
  decision_id: string;
  plan_version: number;
  /** Per cent that held for this decision. */
  share: number;
  /** not-drawn: the hash was not below the share. pictures: it was, and the case has pictures that nobody should see for this. */
  outcome: 'drawn' | 'not-drawn' | 'pictures';
  at: Date;
}
