import { z } from 'zod';
import { CaseSummary } from './cases.ts';
import { CaseId } from './primitives.ts';

/** `target`: about the same subject · `picture`: the same file · `near`: another file that looks the same · `text`: the same words with small changes · `link`: the same address. */
export const SignalKind = z.enum(['target', 'picture', 'near', 'text', 'link']);
export type SignalKind = z.infer<typeof SignalKind>;

export const RelatedCase = z
  .strictObject({
    summary: CaseSummary,
    /** What it shares with the case that was asked about. */
    shared: z.array(SignalKind).min(1),
    /** Open, of the same kind of abuse, and with the same words or picture. */
    together: z.boolean(),
  })
  .meta({ id: 'RelatedCase' });
export type RelatedCase = z.infer<typeof RelatedCase>;

export const RelatedCases = z
  .strictObject({
    /** Open ones first, then by how much they share. */
    cases: z.array(RelatedCase).max(50),
    /** How many cases share each kind of signal; `more`: at least so many. */
    counts: z.array(z.strictObject({ kind: SignalKind, cases: z.int(), more: z.boolean() })),
    /** Those that can be decided together with this one, most alike first, as far as one batch goes. */
    together: z.array(CaseId).max(199),
  })
  .meta({ id: 'RelatedCases' });
export type RelatedCases = z.infer<typeof RelatedCases>;
