/** A call on its way to one address. */
export interface PageDeliveryTable {
  page_id: string;
  /** `webhook`, or an e-mail address. */
  target: string;
  /** dropped: nothing of it needed a person any more before it arrived. dead: given up. */
  state: 'pending' | 'delivered' | 'dropped' | 'dead';
  attempts: number;
  last_error: string | null;
  next_attempt_at: Date | null;
  delivered_at: Date | null;
}
