import type { MeasureOutcome, MisuseFigures } from '@wellhouse/protocol';
import type { ColumnType, Generated } from 'kysely';

/** An account's appeal against a warning or a pause for misuse; one a measure. Rows are never deleted. */
export interface MeasureAppealTable {
  /** Chosen by the device; the idempotency key. */
  appeal_id: string;
  measure_id: string;
  reference: string;
  /** SHA-256 over what was sent: a repeated one is answered alike, another one is refused. */
  body_digest: Buffer;
  /** A key of its own: the measure belongs to no case. */
  data_key_wrapped: Buffer;
  /** Their words under that key, context `appeal:<appeal_id>`. */
  statement: Buffer;
  /** Language of the answer. */
  locale: string;
  received_at: Date;
  due_at: Date;
  /** Null: nobody has heard it yet. */
  outcome: Generated<MeasureOutcome | null>;
  /** Never who took the measure; a trigger sees to it. */
  heard_by: Generated<string | null>;
  heard_at: Generated<Date | null>;
  /** For the person. */
  reason: Generated<string | null>;
  /** The four criteria as they were when it was heard. */
  figures: ColumnType<MisuseFigures | null, undefined, string>;
}
