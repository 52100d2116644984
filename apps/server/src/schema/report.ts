import type { GroupMembership } from '@wellhouse/protocol';
import type { ColumnType, Generated } from 'kysely';

/** What one person handed in. Never deleted by the way from intake to decision. */
export interface ReportTable {
  /** Chosen by the device; the idempotency key. */
  report_id: string;
  /** The delivery service that vouched for the reporter. */
  hub_id: string;
  /** Account, from the authenticated token. */
  reporter: string;
  /** Groups, and the epochs in each, that the token vouched for when the report was handed in. */
  reporter_groups: ColumnType<GroupMembership[], string, never>;
  /** `WH-XXXX-XXXX`, unique. */
  reference: string;
  /** SHA-256 over the submission: a repeated one gets the same receipt, another one is refused. */
  body_digest: Buffer;
  /** Sealed bytes; null once the opened payload stands under its case's key. */
  sealed: Buffer | null;
  /** Language of the reporter's notices. */
  locale: string;
  /** Announced ciphertexts: `[{sha256, size}]`. */
  announced: ColumnType<{ sha256: string; size: number }[], string, never>;
  accepted_at: Date;
  state: ColumnType<ReportState, never, ReportState>;
  /** For `unreadable`: a stable code and a sentence for the reporter. */
  problem_code: string | null;
  problem_detail: string | null;
  /** For `filed`: where it went. */
  case_id: string | null;
  /** The opened payload under the case's key, context `report:<report_id>`. */
  payload: Buffer | null;
  /** The reporter asked not to be told; then `getReport` says only that the case was decided. */
  wants_notices: boolean | null;
  /** When the reporter's device first fetched the outcome. */
  told_at: Generated<Date | null>;
  /** When the worker was done with it. */
  verified_at: Date | null;
}

/** submitted: waits for the worker · filed: in a case · unreadable: kept, but could not be opened or parsed. */
export type ReportState = 'submitted' | 'filed' | 'unreadable';
