import { z } from 'zod';
import { Action } from './action.ts';
import { DecisionView } from './cases.ts';
import { noteLimits } from './notes.ts';
import { AccountId, CaseId, DecisionId, EvidenceLevel, Priority, StaffId, Timestamp } from './primitives.ts';

/** Why a decision stopped to have effect: `expired` by itself, all others because it was taken back. */
export const DecisionEnd = z.enum(['undo', 'cancelled', 'reversed', 'appeal', 'expired']);
export type DecisionEnd = z.infer<typeof DecisionEnd>;

/** The languages in which the team's words for users can be written. */
export const WordLocale = z.enum(['en', 'de', 'es', 'ar']);
export type WordLocale = z.infer<typeof WordLocale>;

const wordsOf = (word: z.ZodString) =>
  z.strictObject({ en: word, de: word.optional(), es: word.optional(), ar: word.optional() });
/** By language; English is always there, and stands in where another is missing. */
export const WordsByLocale = wordsOf(z.string().trim().min(1).max(20_000));
export type WordsByLocale = z.infer<typeof WordsByLocale>;

/** From so many active strikes under the policy and from this severity on, the action is proposed. */
export const LadderStep = z
  .strictObject({
    fromStrikes: z.int().min(0).max(100),
    /** 0 to 100, of the taxonomy leaf. */
    fromSeverity: z.int().min(0).max(100),
    action: Action.exclude(['no-action']),
    /** For `limit` and `suspend`. */
    days: z.int().min(1).max(365).nullable(),
  })
  .refine((step) => (step.days !== null) === (step.action === 'limit' || step.action === 'suspend'), {
    path: ['days'],
    error: 'only limits and suspensions have a length, and they need one',
  });
export type LadderStep = z.infer<typeof LadderStep>;

export const StrikeRule = z.strictObject({
  /** As how many strikes one decision counts. */
  weight: z.int().min(1).max(10),
  /** Days until it expires; null: never. */
  days: z.int().min(1).max(3_650).nullable(),
});
export type StrikeRule = z.infer<typeof StrikeRule>;

const policyWords = {
  titles: wordsOf(z.string().trim().min(2).max(120)),
  summaries: wordsOf(z.string().trim().min(2).max(500)),
  texts: WordsByLocale,
  categories: z.array(z.string().max(100)).min(1).max(60),
  ladder: z.array(LadderStep).min(1).max(20),
  strikeRule: StrikeRule,
};

export const PolicyId = z.string().regex(/^[a-z][a-z0-9-]{1,40}$/);

export const ProposePolicy = z
  .strictObject({
    ...policyWords,
    version: z.string().regex(/^[0-9A-Za-z][0-9A-Za-z.-]{0,30}$/),
    effectiveFrom: Timestamp,
    changeNote: z.string().trim().min(10).max(2_000),
  })
  .meta({ id: 'ProposePolicy' });

/** Nothing is decided under the policy from then on; what was decided keeps it. Answered by another person, as a version is. */
export const ProposePolicyEnd = z
  .strictObject({ effectiveFrom: Timestamp, changeNote: z.string().trim().min(10).max(2_000) })
  .meta({ id: 'ProposePolicyEnd' });

export const AnswerPolicy = z
  .strictObject({ answer: z.enum(['approve', 'refuse']), reason: z.string().trim().min(3).max(2_000) })
  .meta({ id: 'AnswerPolicy' });

const member = z.strictObject({ staffId: StaffId, name: z.string() });

/** One wording of a policy, with who wrote it and who approved it. */
export const PolicyVersion = z
  .strictObject({
    ...policyWords,
    policyId: PolicyId,
    version: z.string(),
    /** coming: approved, and not in force before `effectiveFrom`. retired: another has taken its place, or the policy ended. */
    state: z.enum(['proposed', 'coming', 'in-force', 'retired', 'refused']),
    effectiveFrom: Timestamp,
    /** Not a wording: it ends the policy. The words are those that it had. */
    ends: z.boolean(),
    changeNote: z.string(),
    /** Null: came with the installation. */
    proposedBy: member.nullable(),
    proposedAt: Timestamp,
    answeredBy: member.nullable(),
    answeredAt: Timestamp.nullable(),
    answerReason: z.string().nullable(),
  })
  .meta({ id: 'PolicyVersion' });
export type PolicyVersion = z.infer<typeof PolicyVersion>;

/** Why an action is proposed: codes for the reader's language. */
export const ProposalReason = z.discriminatedUnion('code', [
  z.strictObject({ code: z.literal('strikes'), count: z.int() }),
  z.strictObject({ code: z.literal('severity'), severity: z.int() }),
  z.strictObject({ code: z.literal('first') }),
  z.strictObject({ code: z.literal('only-asserted'), instead: Action }),
  z.strictObject({ code: z.literal('group'), instead: Action }),
  z.strictObject({ code: z.literal('no-step') }),
]);
export type ProposalReason = z.infer<typeof ProposalReason>;

export const Proposal = z.strictObject({
  policyId: z.string(),
  action: Action,
  days: z.int().nullable(),
  why: z.array(ProposalReason),
});
export type Proposal = z.infer<typeof Proposal>;

export const Strike = z.strictObject({
  decisionId: DecisionId,
  reference: z.string(),
  caseId: CaseId,
  policyId: z.string(),
  action: Action,
  weight: z.int(),
  at: Timestamp,
  expiresAt: Timestamp.nullable(),
  /** active: counts now. */
  state: z.enum(['active', 'expired', 'ended']),
});
export type Strike = z.infer<typeof Strike>;

/** How an account stands by all decisions on it that are in force together. */
export const Standing = z.strictObject({
  banned: z.boolean(),
  suspendedUntil: Timestamp.nullable(),
  limitedUntil: Timestamp.nullable(),
});
export type Standing = z.infer<typeof Standing>;

/** What a person needs beside the case to decide it. */
export const DecisionSheet = z
  .strictObject({
    caseId: CaseId,
    /** One for each policy in force. */
    proposals: z.array(Proposal),
    /** Of the account, newest first; empty for a group. */
    strikes: z.array(Strike),
    /** Null for a group. */
    standing: Standing.nullable(),
    /** Decisions of the case that can be taken back by the person who asks, and until when. */
    undoable: z.array(z.strictObject({ decisionId: DecisionId, until: Timestamp })),
    undoSeconds: z.int(),
  })
  .meta({ id: 'DecisionSheet' });
export type DecisionSheet = z.infer<typeof DecisionSheet>;

/** In the person's language where it is given, for whom the decision concerned. */
export const UndoDecision = z
  .strictObject({ reason: z.string().trim().min(10).max(2_000).nullable() })
  .meta({ id: 'UndoDecision' });

export const ReverseDecision = z
  .strictObject({ reason: z.string().trim().min(10).max(2_000) })
  .meta({ id: 'ReverseDecision' });

/** Why the person who asks cannot be the second one. */
export const NotSecond = z.enum(['author', 'wanted-before', 'handed-over', 'confirmed-picture']);
export type NotSecond = z.infer<typeof NotSecond>;

export const HeldDecision = z
  .strictObject({
    ...DecisionView.shape,
    caseNumber: z.string(),
    category: z.string(),
    categoryLabel: z.string(),
    priority: Priority,
    level: EvidenceLevel,
    accountId: AccountId.nullable(),
    /** When the second person should have answered. */
    answerBy: Timestamp,
    notSecond: NotSecond.nullable(),
    /** The person who asks has not opened the evidence since, and can only refuse until they have. */
    unread: z.boolean(),
  })
  .meta({ id: 'HeldDecision' });
export type HeldDecision = z.infer<typeof HeldDecision>;

/** What a macro's text may name; filled in when it is put into the form. */
export const macroPlaceholders = ['policy', 'days', 'until', 'strikes', 'expires'] as const;
export type MacroPlaceholder = (typeof macroPlaceholders)[number];

const MacroText = z
  .string()
  .trim()
  .min(10)
  .max(5_000)
  .refine((text) => placeholdersIn(text) !== null, {
    error: `braces are for placeholders: ${macroPlaceholders.map((name) => `{${name}}`).join(', ')}`,
  });

/** The placeholders of a text, or null where a brace opens or closes anything else. */
export function placeholdersIn(text: string): Set<MacroPlaceholder> | null {
  const found = new Set<MacroPlaceholder>();
  const rest = text.replace(/\{([a-z]+)\}/g, (whole, name: string) => {
    const known = macroPlaceholders.find((one) => one === name);
    if (known === undefined) return whole;
    found.add(known);
    return '';
  });
  return /[{}]/.test(rest) ? null : found;
}

/** Whom a text of the team is written to: in the reason of a decision, or in a note to somebody who reported. */
const MacroAudience = z.enum(['person', 'reporter']);
const macroWords = {
  title: z.string().trim().min(2).max(80),
  policyId: PolicyId.nullable(),
  categories: z.array(z.string().max(100)).max(60),
  texts: z.strictObject({
    en: MacroText,
    de: MacroText.optional(),
    es: MacroText.optional(),
    ar: MacroText.optional(),
  }),
};
export const WriteMacro = z
  .strictObject({ ...macroWords, audience: MacroAudience.default('person') })
  .refine(({ audience, texts }) => audience === 'person' || Object.values(texts).every(isForReporters), {
    error: 'a text for people who reported names no policy, time or strike, and has at most 2,000 characters',
    path: ['texts'],
  })
  .meta({ id: 'WriteMacro' });

/** Nobody who reports is told what a sanction is like. */
function isForReporters(text: string | undefined): boolean {
  return text === undefined || (text.length <= noteLimits.characters && placeholdersIn(text)?.size === 0);
}
export const MacroId = z.uuid().lowercase().brand<'MacroId'>();
export type MacroId = z.infer<typeof MacroId>;
export const Macro = z
  .strictObject({
    ...macroWords,
    audience: MacroAudience,
    macroId: MacroId,
    updatedBy: z.string(),
    updatedAt: Timestamp,
  })
  .meta({ id: 'Macro' });
export type Macro = z.infer<typeof Macro>;

export const batchLimit = 200;

const BatchAction = Action.exclude(['ban', 'remove-message']);
const batchAsked = {
  /** All cases have to be of this kind. */
  category: z.string().max(100),
  action: BatchAction,
  policyId: z.string().nullable(),
  days: z.int().min(1).max(365).nullable(),
  /** Why that is not what the policy proposes, for those of the cases where it is not. */
  departedWhy: z.string().trim().min(3).max(500).nullable().optional(),
};

export const PreviewBatchDecision = z
  .strictObject({ ...batchAsked, caseIds: z.array(CaseId).min(1).max(batchLimit) })
  .meta({ id: 'PreviewBatchDecision' });

export const BatchPreview = z
  .strictObject({
    count: z.int(),
    /** Of those that would be decided: where the policy proposes something else. They need a word why. */
    departing: z.int(),
    /** Those that would be decided, with the reports that the preview counted. */
    decidable: z.array(z.strictObject({ caseId: CaseId, number: z.string(), reportCount: z.int() })),
    /** Those that would not, with a problem code. */
    refused: z.array(z.strictObject({ caseId: CaseId, number: z.string().nullable(), code: z.string() })),
    /** Different accounts and groups that the decisions would concern. */
    people: z.int(),
    /** People who reported them and would be told. */
    reporters: z.int(),
  })
  .meta({ id: 'BatchPreview' });
export type BatchPreview = z.infer<typeof BatchPreview>;

export const BatchId = z.uuid().lowercase().brand<'BatchId'>();
export type BatchId = z.infer<typeof BatchId>;

export const MakeBatchDecision = z
  .strictObject({
    ...batchAsked,
    /** Chosen by the caller; sent again, it answers as the first time and decides nothing twice. */
    batchId: BatchId,
    reason: z.string().trim().min(10).max(5_000),
    cases: z
      .array(z.strictObject({ caseId: CaseId, reportCount: z.int().min(0) }))
      .min(1)
      .max(batchLimit),
  })
  .meta({ id: 'MakeBatchDecision' });

export const DecisionBatch = z
  .strictObject({
    batchId: BatchId,
    at: Timestamp,
    undoUntil: Timestamp,
    undoneAt: Timestamp.nullable(),
    cases: z.array(
      z.strictObject({
        caseId: CaseId,
        number: z.string(),
        state: z.enum(['waiting', 'decided', 'refused', 'stopped', 'undone', 'kept']),
        code: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'DecisionBatch' });
export type DecisionBatch = z.infer<typeof DecisionBatch>;
