import { z } from 'zod';
import { CaseState, CaseSubject } from './cases.ts';
import { CaseId, Priority, Timestamp } from './primitives.ts';

/** No text: the cases whose evidence I looked at last. */
export const FindCasesQuery = z.object({ text: z.string().max(255).default('') });

/** Enough of a case to choose it in a list. */
export const FoundCase = z
  .strictObject({
    caseId: CaseId,
    /** e.g. `C-1042`. */
    number: z.string(),
    subject: CaseSubject,
    category: z.string(),
    categoryLabel: z.string(),
    priority: Priority,
    state: CaseState,
    openedAt: Timestamp,
    drill: z.boolean(),
    /** What it was found by: its number, a report's, decision's or hearing's reference, its account or group; or looked at lately. */
    by: z.enum(['number', 'reference', 'subject', 'recent']),
  })
  .meta({ id: 'FoundCase' });
export type FoundCase = z.infer<typeof FoundCase>;

export const FoundCases = z
  .strictObject({
    /** At most 20, the surest first. */
    cases: z.array(FoundCase),
  })
  .meta({ id: 'FoundCases' });
