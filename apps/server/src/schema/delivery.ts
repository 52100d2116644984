/** One action on its way to a delivery service; the job `deliver-action` carries it. */
export interface DeliveryTable {
  /** Also the webhook's `webhook-id`: the same on every attempt. */
  delivery_id: string;
  hub_id: string;
  account_id: string;
  decision_id: string;
  case_id: string;
  /** Type of the event, e.g. `account.suspended`. */
  type: string;
  /** Position among the events of this account, from 1. */
  sequence: number;
  /** The exact body that is signed and sent. */
  body: string;
  /** withdrawn: its decision was undone before the first attempt. */
  state: 'pending' | 'delivered' | 'dead' | 'withdrawn';
  /** Counted when one begins: with 0 nobody outside has heard of it. */
  attempts: number;
  next_attempt_at: Date | null;
  /** Class of the last failure; no part of an answer's body. */
  last_error: string | null;
  created_at: Date;
  delivered_at: Date | null;
}
