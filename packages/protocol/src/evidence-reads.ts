import { z } from 'zod';
import { CaseId, StaffId, Timestamp, ViewId } from './primitives.ts';

/** One look at the evidence of a case: who, why, how deep, how long. Computed from what was handed out, never typed in. */
export const EvidenceRead = z
  .strictObject({
    viewId: ViewId,
    caseId: CaseId,
    /** e.g. `C-1042`. */
    caseNumber: z.string(),
    category: z.string(),
    staffId: StaffId,
    staffName: z.string(),
    purpose: z.string(),
    /** Null where the person had claimed the case. */
    reason: z.string().nullable(),
    startedAt: Timestamp,
    endedAt: Timestamp.nullable(),
    visibleMs: z.int(),
    /** Messages that were shown. */
    items: z.int(),
    /** Pictures whose bytes were handed out. */
    pictures: z.int(),
    /** How long they lay uncovered, together. */
    uncoveredMs: z.int(),
  })
  .meta({ id: 'EvidenceRead' });
export type EvidenceRead = z.infer<typeof EvidenceRead>;

export const ListEvidenceReadsQuery = z.object({
  staffId: StaffId.optional(),
  /** Number (`C-1042`) or id of a case. */
  case: z.string().trim().max(64).optional(),
  from: Timestamp.optional(),
  to: Timestamp.optional(),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

export const EvidenceReadList = z
  .strictObject({ reads: z.array(EvidenceRead), nextCursor: z.string().nullable() })
  .meta({ id: 'EvidenceReadList' });
