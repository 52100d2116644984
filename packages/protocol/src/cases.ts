import { z } from 'zod';
import { Action } from './action.ts';
import { MatchedPicture, PictureId } from './albums.ts';
import { CaseClock } from './case-clocks.ts';
import { SentNote } from './notes.ts';
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
import { TimelineSaid } from './timeline.ts';
import { WhyLine } from './why-lines.ts';

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
    /** Why the case stands where it stands. */
    why: z.array(WhyLine),
    /** Best level among its evidence. */
    level: EvidenceLevel,
    reportCount: z.int(),
    reporterCount: z.int(),
    /** Pictures of shared albums that wait in it or were decided. */
    pictureCount: z.int(),
    state: CaseState,
    openedAt: Timestamp,
    dueAt: Timestamp,
    claim: Claim.nullable(),
    /** Who has it open right now. */
    viewers: z.array(z.strictObject({ staffId: StaffId, name: z.string() })),
    clocks: z.array(CaseClock),
    /** Where it waits; `main` when no routing rule took it. */
    queueId: z.string(),
    drill: z.boolean(),
  })
  .meta({ id: 'CaseSummary' });
export type CaseSummary = z.infer<typeof CaseSummary>;

export const ListCasesQuery = z.object({
  state: CaseState.default('open'),
  /** Case number, a reference, or how the account or group begins; as `findCases` finds them. */
  search: z.string().max(255).optional(),
  /** Only of this queue. */
  queueId: z.string().max(40).optional(),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});

export const CaseList = z
  .strictObject({ cases: z.array(CaseSummary), nextCursor: z.string().nullable(), openCount: z.int() })
  .meta({ id: 'CaseList' });
export type CaseList = z.infer<typeof CaseList>;

/** Why an item is not VERIFIED; codes from docs/spec/franking.md §verdicts and the intake rules. */
export const ItemProblem = z.strictObject({ code: z.string(), detail: z.string() });

export const PictureState = z.enum(['available', 'missing', 'withheld', 'unreadable', 'mismatch']);

/** A case in which a person has decided about the same picture. */
export const KnownPicture = z.strictObject({ caseId: CaseId, number: z.string(), at: Timestamp });
export type KnownPicture = z.infer<typeof KnownPicture>;

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
    /** SHA-256 of the file, hexadecimal, as the message says it: proven as far as the message is. */
    sha256: z.string().nullable().optional(),
    width: z.int().nullable(),
    height: z.int().nullable(),
    problem: ItemProblem.nullable(),
    /** Where a person has decided about the same bytes; shown again only for a reason. */
    known: KnownPicture.nullable().optional(),
    /** Another one of this case that looks the same and stands for it; shown only for a reason. */
    sameAs: z.string().nullable().optional(),
  }),
  z.strictObject({ type: z.literal('redacted'), index: z.int() }),
]);
export type ShownPart = z.infer<typeof ShownPart>;

export const ConversationEntry = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('message'),
    itemId: z.string(),
    /** As which message of the case the team knows it, from 1: in the order in which they were reported first. */
    number: z.int(),
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
  /** False: the reporter asked not to hear from the team. */
  wantsNotices: z.boolean(),
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

/** undone: taken back by the team. overturned: reversed later, with reasons, or on appeal. */
export const DecisionState = z.enum(['held', 'scheduled', 'in-force', 'refused', 'undone', 'overturned']);
export type DecisionState = z.infer<typeof DecisionState>;

/** A message or picture on which a decision rests, by the number by which the team knows it in its case. */
export const DecisionGround = z.strictObject({
  kind: z.enum(['message', 'picture']),
  id: z.string(),
  number: z.int(),
  level: EvidenceLevel,
});
export type DecisionGround = z.infer<typeof DecisionGround>;

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
    /** When it takes effect, where that is later than the decision. */
    startsAt: Timestamp.nullable(),
    inForceAt: Timestamp.nullable(),
    /** When it stopped to have effect; who is null: by itself. */
    ended: z
      .strictObject({
        at: Timestamp,
        why: z.enum(['undo', 'cancelled', 'reversed', 'appeal', 'expired']),
        by: z.string().nullable(),
        reason: z.string().nullable(),
      })
      .nullable(),
    /** Why the author departed from what the policy proposes; null: did not. */
    departedWhy: z.string().nullable(),
    batchId: z.string().nullable(),
    /** What it rests on, with what is proven of it today; null: the author named nothing. */
    restsOn: z.array(DecisionGround).nullable(),
    delivery: z.enum(['none', 'pending', 'delivered', 'failing', 'withdrawn']),
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
    'picture-joined',
    'picture-answered',
    'match-withdrawn',
    'reopened',
    'claimed',
    'released',
    'handed-over',
    'assigned',
    'help-asked',
    'ordered',
    'rerouted',
    'viewed',
    'note',
    'note-sent',
    'decided',
    'approved',
    'refused',
    'scheduled',
    'began',
    'ended',
    'undone',
    'overturned',
    'appealed',
    'heard',
    'unfounded',
    'delivered',
  ]),
  staffName: z.string().nullable(),
  /** Null: see `text`. */
  said: TimelineSaid.nullable(),
  /** A note's own words, or a line as it was written before there were codes; else empty. */
  text: z.string(),
});

/** The case without its evidence: opening it discloses nothing of a message. */
export const CasePage = z
  .strictObject({
    summary: CaseSummary,
    reports: z.array(CaseReport),
    /** Pictures of shared albums that lists of known pictures hold. */
    pictures: z.array(MatchedPicture),
    decisions: z.array(DecisionView),
    /** What was written to people who reported, oldest first. */
    notesSent: z.array(SentNote),
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
    purpose: z.enum(['review', 'second-person', 'appeal', 'quality', 'training', 'other']),
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
    /** Pictures of shared albums that were open. */
    pictures: z
      .array(z.strictObject({ pictureId: PictureId, uncoveredMs: z.int().min(0).max(86_400_000) }))
      .max(200)
      .default([]),
    ended: z.boolean(),
  })
  .meta({ id: 'ReportEvidenceView' });

export const MakeDecision = z
  .strictObject({
    action: Action,
    policyId: z.string().nullable(),
    /** Shown to the person whom the decision concerns. */
    reason: z.string().trim().min(10).max(5_000),
    /** For `limit` and `suspend`: how long, in days. */
    days: z.int().min(1).max(365).nullable(),
    /** Version of the case that was read; a case that changed meanwhile is refused. */
    reportCount: z.int(),
    /** For `limit` and `suspend`: when it begins; at once without. */
    startsAt: Timestamp.nullable().optional(),
    /** Why the action or its length differs from what the policy proposes; demanded where it does. */
    departedWhy: z.string().trim().min(3).max(500).nullable().optional(),
    /**
     * What the decision rests on: reported messages, by item id, and confirmed pictures of shared albums, by picture id, of this
     * case. Their proof counts then, and no other.
     */
    restsOn: z.array(z.uuid()).min(1).max(200).nullable().optional(),
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
    state: z.enum(['pending', 'delivered', 'dead', 'withdrawn']),
    attempts: z.int(),
    nextAttemptAt: Timestamp.nullable(),
    lastError: z.string().nullable(),
    createdAt: Timestamp,
    deliveredAt: Timestamp.nullable(),
  })
  .meta({ id: 'Delivery' });
