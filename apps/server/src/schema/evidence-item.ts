import type { EvidenceLevel } from '@wellhouse/protocol';

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
}
