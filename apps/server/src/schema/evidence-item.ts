import type { EvidenceLevel } from '@wellhouse/protocol';
import type { Generated } from 'kysely';

/** One message as one report discloses it. Sender, group, order and words stand in `content` only. */
export interface EvidenceItemTable {
  item_id: string;
  case_id: string;
  report_id: string;
  /** Position in the report's list of evidence. */
  item_index: number;
  role: 'reported' | 'context';
  level: EvidenceLevel;
  /** JSON of evidence/stored-item.ts under the case's key, context `item:<item_id>`. */
  content: Buffer;
  /**
   * Which message of which group, and everything that the hub says about it, each under a keyed hash that is good for
   * comparing alone (evidence/stamp-index.ts). Null where no stamp verified, and once the case is erased.
   */
  place: Buffer | null;
  statement: Buffer | null;
  /** The hub has stamped another message with the same number: schema/hub-contradiction.ts. */
  contradicted: Generated<boolean>;
  /** As which message of its case the team knew it when the case was erased; until then it is counted when it is read. */
  number: Generated<number | null>;
  /** Id of the hub's key that nobody knows yet and that may prove the message; bigint. Null where none is missing. */
  awaits_key: Generated<string | null>;
}
