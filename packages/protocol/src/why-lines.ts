import { z } from 'zod';

const count = z.int().min(1);

/** One reason why a case stands where it stands: a code, for words in the reader's language (docs/worst-first.md). */
export const WhyLine = z
  .discriminatedUnion('code', [
    /** How much harm the kind of abuse can do; of the taxonomy's severity. */
    z.strictObject({ code: z.literal('harm'), gravity: z.enum(['gravest', 'grave', 'serious', 'lesser']) }),
    /** A reporter said: danger right now. */
    z.strictObject({ code: z.literal('danger-now') }),
    z.strictObject({ code: z.literal('life') }),
    z.strictObject({ code: z.literal('child') }),
    /** What is proven: the words; that a message was sent; who added pictures; nothing, people say so; nothing at all. */
    z.strictObject({ code: z.literal('proof'), proof: z.enum(['words', 'sent', 'pictures', 'said', 'nothing']) }),
    z.strictObject({ code: z.literal('reported'), count: z.int().min(0) }),
    /** Reporters whose earlier reports were mostly upheld. */
    z.strictObject({ code: z.literal('trusted'), count }),
    /** Reporters of whom nothing is known yet; all of them count as one voice at most. */
    z.strictObject({ code: z.literal('new'), count }),
    /** Reporters whose earlier reports were mostly not upheld. */
    z.strictObject({ code: z.literal('doubted'), count }),
    /** Pictures that look like ones on lists. */
    z.strictObject({ code: z.literal('alike'), count }),
    /** Pictures that match lists, of which `exact` are the very files. */
    z.strictObject({ code: z.literal('matched'), count, exact: count }),
    z.strictObject({ code: z.literal('sources'), count }),
    z.strictObject({ code: z.literal('unreadable'), count }),
    z.strictObject({ code: z.literal('withdrawn'), count }),
    /** Danger to life with proof, or said by somebody with a good record: before everything else. */
    z.strictObject({ code: z.literal('stands-first') }),
    /** An authority has sent an order: due an hour after it was received. */
    z.strictObject({ code: z.literal('order') }),
    /** As urgent as it gets by what is said, with neither proof nor record: ahead at first, and less by waiting. */
    z.strictObject({ code: z.literal('only-said') }),
    /** How much its waiting counts by now. */
    z.strictObject({ code: z.literal('waiting'), weight: z.enum(['little', 'some', 'much', 'most']) }),
  ])
  .meta({ id: 'WhyLine' });
export type WhyLine = z.infer<typeof WhyLine>;
