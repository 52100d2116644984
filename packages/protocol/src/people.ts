import { z } from 'zod';
import { Action } from './action.ts';
import { CaseState, CaseSubject } from './cases.ts';
import { AccountId, CaseId, EvidenceLevel, Priority, Timestamp } from './primitives.ts';

const count = z.int().min(0);

/** Another case about somebody. */
export const PersonCase = z.strictObject({
  caseId: CaseId,
  number: z.string(),
  category: z.string(),
  categoryLabel: z.string(),
  priority: Priority,
  level: EvidenceLevel,
  state: CaseState,
  openedAt: Timestamp,
  /** What was decided and stands; null: nothing yet, or nothing any more. */
  action: Action.nullable(),
});
export type PersonCase = z.infer<typeof PersonCase>;

/** Cases about somebody, the one that was asked about aside. */
export const PersonHistory = z.strictObject({
  total: count,
  /** Of them, those in which somebody saw reason to act. */
  acted: count,
  /** The newest. */
  cases: z.array(PersonCase).max(20),
  /** As how many strikes count at the moment. */
  strikes: count,
});
export type PersonHistory = z.infer<typeof PersonHistory>;

/** How somebody's reports ended, and what their word weighs today (docs/worst-first.md). */
export const ReporterWords = z.strictObject({
  upheld: count,
  /** On which a decision saw no reason to act. */
  dismissed: count,
  /** Of these, manifestly unfounded ones (DSA Art. 23). */
  unfounded: count,
  /** more: above one voice. full: one voice. half: as somebody of whom nothing is known. little: less than half of that. */
  weighs: z.enum(['more', 'full', 'half', 'little']),
});
export type ReporterWords = z.infer<typeof ReporterWords>;

/** What one person has reported about the same subject, this case among it. */
export const ReporterPair = z.strictObject({
  reports: z.int().min(1),
  cases: z.int().min(1),
  upheld: count,
  dismissed: count,
  unfounded: count,
  /**
   * misuse: again and again, and mostly without ground. stalking: again and again, and it held: whoever reports may be pursued.
   * A hint, and no more than that.
   */
  hint: z.enum(['misuse', 'stalking']).nullable(),
});
export type ReporterPair = z.infer<typeof ReporterPair>;

export const CaseReporter = z.strictObject({
  accountId: AccountId,
  /** In this case. */
  reports: z.int().min(1),
  record: ReporterWords,
  /** Null: this case is all that they have reported about the subject, and once. */
  pair: ReporterPair.nullable(),
  /** Cases about them that the subject of this case has reported. */
  back: count,
  about: PersonHistory,
});
export type CaseReporter = z.infer<typeof CaseReporter>;

/** Somebody else who wrote a disclosed message. */
export const CaseWriter = z.strictObject({ accountId: AccountId, messages: z.int().min(1), about: PersonHistory });
export type CaseWriter = z.infer<typeof CaseWriter>;

/** Everybody of a case, with their history as far as the reader may see it. */
export const CasePeople = z
  .strictObject({
    subject: CaseSubject,
    about: PersonHistory,
    /** Those with a hint first, then who has reported most. */
    reporters: z.array(CaseReporter).max(50),
    reporterCount: count,
    /** Null: no look at the evidence was named. */
    writers: z.array(CaseWriter).max(50).nullable(),
  })
  .meta({ id: 'CasePeople' });
export type CasePeople = z.infer<typeof CasePeople>;
