import type { CareKind } from '@wellhouse/protocol';
import type { Generated } from 'kysely';

/** A stretch of time in which evidence stood on a visible screen. Two of one person may overlap: they count once. */
export interface EvidenceExposureTable {
  exposure_id: Generated<string>;
  view_id: string;
  staff_id: string;
  kind: CareKind;
  /** Of a case after which a break is proposed: a danger to life, or pictures about a child. */
  heavy: boolean;
  from_at: Date;
  to_at: Date;
}
