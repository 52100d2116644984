import { z } from 'zod';
import { Action } from './action.ts';

/** A decision as far as it is written; fields as they were typed. */
export const CaseDraft = z
  .strictObject({
    action: Action.nullable(),
    policyId: z.string().max(100).nullable(),
    days: z.string().max(3),
    reason: z.string().max(5_000),
    departed: z.string().max(500),
    begins: z.string().max(20),
    /** Ids as in `MakeDecision`; null: all that was reported. */
    restsOn: z.array(z.uuid()).max(200).nullable().default(null),
  })
  .meta({ id: 'CaseDraft' });
export type CaseDraft = z.infer<typeof CaseDraft>;

export const KeptDraft = z.strictObject({ draft: CaseDraft.nullable() }).meta({ id: 'KeptDraft' });
