import type { AppealSide } from '@wellhouse/protocol';

/** One party's appeal against one decision; a second one of the same party is refused. */
export interface AppealTable {
  /** Chosen by the device; the idempotency key. */
  appeal_id: string;
  hearing_id: string;
  decision_id: string;
  case_id: string;
  side: AppealSide;
  /** The account that the delivery service or the receipt of the report vouched for. */
  hub_id: string;
  account_id: string;
  /** Of a reporter. */
  report_id: string | null;
  /** SHA-256 over what was sent: a repeated one is answered alike, another one is refused. */
  body_digest: Buffer;
  /** Their words under the case's key, context `appeal:<appeal_id>`. */
  statement: Buffer;
  /** Language of the answer. */
  locale: string;
  received_at: Date;
}
