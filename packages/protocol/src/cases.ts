import { z } from 'zod';
import {
  AccountId,
  CaseId,
  DecisionId,
  EvidenceLevel,
  GroupId,
  Locale,
  Priority,
  ReportId,
  StaffId,
  Timestamp,
  ViewId,
} from './primitives.ts';

export const CaseState = z.enum(['open', 'decided', 'held']);
export type CaseState = z.infer<typeof CaseState>;

export const CaseSubject = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('account'), accountId: AccountId, hubId: z.string() }),
  z.strictObject({ kind: z.literal('group'), groupId: GroupId, hubId: z.string() }),
]);
export type CaseSubject = z.infer<typeof CaseSubject>;

export const Claim = z.strictObject({ staffId: StaffId, name: z.string(), expiresAt: Timestamp });

export const CaseSummary = z
  .strictObject({
    caseId: CaseId,
    /** e.g. `C-1042`. */
    number: z.string(),
    subject: CaseSubject,
    /** Taxonomy leaf; one case per subject and category. */
    category: z.string(),
    categoryLabel: z.string(),
    priority: Priority,
    score: z.number(),
    /** Why the case stands where it stands, in words. */
    why: z.array(z.string()),
    /** Best level among its evidence. */
    level: EvidenceLevel,
    reportCount: z.int(),
    reporterCount: z.int(),
    state: CaseState,
    openedAt: Timestamp,
    dueAt: Timestamp,
    claim: Claim.nullable(),
    drill: z.boolean(),
  })
  .meta({ id: 'CaseSummary' });
export type CaseSummary = z.infer<typeof CaseSummary>;

export const ListCasesQuery = z.object({
  state: CaseState.default('open'),
  search: z.string().max(255).optional(),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});

export const CaseList = z
  .strictObject({ cases: z.array(CaseSummary), nextCursor: z.string().nullable(), openCount: z.int() })
  .meta({ id: 'CaseList' });
export type CaseList = z.infer<typeof CaseList>;

/** Why an item is not VERIFIED; codes from docs/spec/franking.md §verdicts and the intake rules. */
export const ItemProblem = z.strictObject({ code: z.string(), detail: z.string() });

export const PictureState = z.enum(['available', 'missing', 'unreadable', 'mismatch']);

export const ShownPart = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('text'), index: z.int(), text: z.string() }),
  z.strictObject({
    type: z.literal('quote'),
    index: z.int(),
    sender: z.string(),
    text: z.string(),
  }),
  z.strictObject({ type: z.literal('preview'), index: z.int(), url: z.string(), title: z.string() }),
  z.strictObject({ type: z.literal('mention'), index: z.int(), account: z.string(), name: z.string() }),
  z.strictObject({
    type: z.literal('attachment'),
    index: z.int(),
    attachmentId: z.string().nullable(),
    name: z.string(),
    mediaType: z.string(),
    size: z.int(),
    state: PictureState,
    width: z.int().nullable(),
    height: z.int().nullable(),
    problem: ItemProblem.nullable(),
  }),
  z.strictObject({ type: z.literal('redacted'), index: z.int() }),
]);
export type ShownPart = z.infer<typeof ShownPart>;

export const ConversationEntry = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('message'),
    itemId: z.string(),
    level: EvidenceLevel,
    problems: z.array(ItemProblem),
    role: z.enum(['reported', 'context']),
    sender: AccountId,
    groupId: GroupId.nullable(),
    /** Position in the group as the hub numbered it; null where no stamp vouches for it. */
    sequence: z.int().nullable(),
    /** The hub's time; null where no stamp vouches for it. */
    acceptedAt: Timestamp.nullable(),
    kind: z.string(),
    parts: z.array(ShownPart),
    reportIds: z.array(ReportId),
  }),
  /** Messages that exist, by the hub's numbering, and were not disclosed. */
  z.strictObject({
    type: z.literal('gap'),
    groupId: GroupId,
    from: z.int(),
    to: z.int(),
  }),
]);
export type ConversationEntry = z.infer<typeof ConversationEntry>;

export const CaseReport = z.strictObject({
  reportId: ReportId,
  reference: z.string(),
  reporter: AccountId,
  acceptedAt: Timestamp,
  category: z.string(),
  statement: z.string().nullable(),
  answers: z.record(z.string(), z.string()),
  locale: Locale,
  audience: z.enum(['adult', 'child']),
  blocked: z.boolean(),
});

export const Policy = z
  .strictObject({
    policyId: z.string(),
    version: z.string(),
    title: z.string(),
    summary: z.string(),
    /** Taxonomy leaves the policy is meant for. */
    categories: z.array(z.string()),
  })
  .meta({ id: 'Policy' });
export type Policy = z.infer<typeof Policy>;

export const Action = z.enum(['no-action', 'warn', 'remove-message', 'suspend', 'ban']);
export type Action = z.infer<typeof Action>;

export const DecisionState = z.enum(['held', 'in-force', 'refused']);

export const DecisionView = z
  .strictObject({
    decisionId: DecisionId,
    reference: z.string(),
    caseId: CaseId,
    action: Action,
    policy: z.strictObject({ policyId: z.string(), version: z.string(), title: z.string() }).nullable(),
    reason: z.string(),
    until: Timestamp.nullable(),
    state: DecisionState,
    decidedBy: z.strictObject({ staffId: StaffId, name: z.string() }),
    decidedAt: Timestamp,
    secondPerson: z.strictObject({ staffId: StaffId, name: z.string(), at: Timestamp }).nullable(),
    delivery: z.enum(['none', 'pending', 'delivered', 'failing']),
  })
  .meta({ id: 'DecisionView' });
export type DecisionView = z.infer<typeof DecisionView>;

export const TimelineEntry = z.strictObject({
  at: Timestamp,
  kind: z.enum([
    'opened',
    'report-joined',
    'contradicted',
    'reverified',
    'claimed',
    'released',
    'viewed',
    'note',
    'decided',
    'approved',
    'refused',
    'delivered',
  ]),
  staffName: z.string().nullable(),
  text: z.string(),
});

/** The case without its evidence: opening it discloses nothing of a message. */
export const CasePage = z
  .strictObject({
    summary: CaseSummary,
    reports: z.array(CaseReport),
    decisions: z.array(DecisionView),
    timeline: z.array(TimelineEntry),
    /** Earlier cases about the same subject. */
    history: z.array(CaseSummary),
    suggestedPolicies: z.array(Policy),
  })
  .meta({ id: 'CasePage' });
export type CasePage = z.infer<typeof CasePage>;

/** Asking to see evidence. Logged before anything is shown. */
export const BeginEvidenceView = z
  .strictObject({
    caseId: CaseId,
    purpose: z.enum(['review', 'second-person', 'quality', 'training', 'other']),
    /** Required for everyone who has not claimed the case. */
    reason: z.string().min(3).max(500).nullable(),
  })
  .meta({ id: 'BeginEvidenceView' });

export const EvidenceView = z
  .strictObject({ viewId: ViewId, caseId: CaseId, startedAt: Timestamp, conversation: z.array(ConversationEntry) })
  .meta({ id: 'EvidenceView' });
export type EvidenceView = z.infer<typeof EvidenceView>;

/** Sent every few seconds while evidence is on screen, and at the end. Values only grow. */
export const ReportEvidenceView = z
  .strictObject({
    visibleMs: z.int().min(0).max(86_400_000),
    attachments: z
      .array(z.strictObject({ attachmentId: z.string(), uncoveredMs: z.int().min(0).max(86_400_000) }))
      .max(200),
    ended: z.boolean(),
  })
  .meta({ id: 'ReportEvidenceView' });

export const MakeDecision = z
  .strictObject({
    action: Action,
    policyId: z.string().nullable(),
    /** Shown to the person whom the decision concerns. */
    reason: z.string().trim().min(10).max(5_000),
    /** For `suspend`: how long, in days. */
    days: z.int().min(1).max(365).nullable(),
    /** Version of the case that was read; a case that changed meanwhile is refused. */
    reportCount: z.int(),
  })
  .meta({ id: 'MakeDecision' });
export type MakeDecision = z.infer<typeof MakeDecision>;

export const AnswerHeldDecision = z
  .strictObject({ answer: z.enum(['approve', 'refuse']), reason: z.string().trim().min(3).max(2_000) })
  .meta({ id: 'AnswerHeldDecision' });

export const WriteNote = z.strictObject({ text: z.string().trim().min(1).max(5_000) }).meta({ id: 'WriteNote' });

/** An action on its way to the delivery service. */
export const Delivery = z
  .strictObject({
    deliveryId: z.string(),
    hubId: z.string(),
    accountId: AccountId,
    type: z.string(),
    state: z.enum(['pending', 'delivered', 'dead']),
    attempts: z.int(),
    nextAttemptAt: Timestamp.nullable(),
    lastError: z.string().nullable(),
    createdAt: Timestamp,
    deliveredAt: Timestamp.nullable(),
  })
  .meta({ id: 'Delivery' });
