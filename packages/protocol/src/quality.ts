import { z } from 'zod';
import { Action } from './action.ts';
import { CaseReport, CaseSubject, ConversationEntry, Policy } from './cases.ts';
import { CaseId, EvidenceLevel, Priority, QualityReviewId, StaffId, Timestamp, ViewId } from './primitives.ts';

export const GoldenId = z.uuid().lowercase().brand<'GoldenId'>();
export type GoldenId = z.infer<typeof GoldenId>;

/** Per cent. */
const Share = z.number().min(0).max(100);

/** The first rule that fits a decision counts; null fits every one. */
export const QualityRule = z.strictObject({
  policyId: z.string().max(80).nullable(),
  priority: Priority.nullable(),
  share: Share,
  /** Cases with pictures in their messages are drawn too: the policy cannot be judged without them. */
  pictures: z.boolean(),
});
export type QualityRule = z.infer<typeof QualityRule>;

export const PutQualityPlan = z
  .strictObject({
    share: Share,
    rules: z.array(QualityRule).max(50),
    /** About one review in so many is a golden case; 0: none. */
    goldenEvery: z.int().min(0).max(100),
    reason: z.string().trim().min(3).max(500),
  })
  .meta({ id: 'PutQualityPlan' });

/** Which share of decisions is reviewed a second time. */
export const QualityPlan = z
  .strictObject({
    version: z.int(),
    share: Share,
    rules: z.array(QualityRule),
    goldenEvery: z.int(),
    setAt: Timestamp.nullable(),
    setBy: z.string().nullable(),
    reason: z.string(),
  })
  .meta({ id: 'QualityPlan' });
export type QualityPlan = z.infer<typeof QualityPlan>;

/** Whether every draw of a time was what the installation's key says. Names no decision. */
export const QualityDrawCheck = z
  .strictObject({ checked: z.int(), drawn: z.int(), wrong: z.int() })
  .meta({ id: 'QualityDrawCheck' });

/** What a second reviewer is given: what the first one had, and nothing of what came of it. */
export const QualityReview = z
  .strictObject({
    reviewId: QualityReviewId,
    takenAt: Timestamp,
    subject: CaseSubject,
    category: z.string(),
    categoryLabel: z.string(),
    level: EvidenceLevel,
    reports: z.array(CaseReport.pick({ category: true, statement: true, answers: true, locale: true, audience: true })),
    /** Policies in force when the case was decided; those meant for its kind first. */
    policies: z.array(Policy),
    /** Strikes that counted for the account by then. */
    strikes: z.array(z.strictObject({ policyId: z.string(), at: Timestamp, weight: z.int() })),
  })
  .meta({ id: 'QualityReview' });
export type QualityReview = z.infer<typeof QualityReview>;

export const QualityView = z
  .strictObject({ viewId: ViewId, startedAt: Timestamp, conversation: z.array(ConversationEntry) })
  .meta({ id: 'QualityView' });

export const AnswerQualityReview = z
  .strictObject({
    action: Action,
    policyId: z.string().max(80).nullable(),
    reason: z.string().trim().min(10).max(5_000),
  })
  .meta({ id: 'AnswerQualityReview' });
export type AnswerQualityReview = z.infer<typeof AnswerQualityReview>;

const Judgement = z.strictObject({
  action: Action,
  policy: z.strictObject({ policyId: z.string(), title: z.string() }).nullable(),
  reason: z.string(),
});

/** first-stands, or second-right, or the policy leaves both open. */
export const QualityOutcome = z.enum(['first-stands', 'second-right', 'policy-unclear']);
export type QualityOutcome = z.infer<typeof QualityOutcome>;

/** A review that was answered, as whoever answered it sees it: to learn from. */
export const QualityResult = z
  .strictObject({
    reviewId: QualityReviewId,
    answeredAt: Timestamp,
    /** golden: invented, with an answer that two leads agreed on. */
    kind: z.enum(['sample', 'golden']),
    /** Null for a golden one. */
    caseId: CaseId.nullable(),
    category: z.string(),
    categoryLabel: z.string(),
    mine: Judgement,
    /** The first decision, or the agreed answer with its reasoning. */
    other: Judgement,
    sameAction: z.boolean(),
    samePolicy: z.boolean(),
    settled: z.strictObject({ outcome: QualityOutcome, note: z.string(), at: Timestamp }).nullable(),
  })
  .meta({ id: 'QualityResult' });
export type QualityResult = z.infer<typeof QualityResult>;

export const QualityDesk = z
  .strictObject({
    /** Reviews that this person may take; counted up to a hundred. */
    waiting: z.int(),
    /** The one that they have. */
    taken: QualityReviewId.nullable(),
    /** The last hundred of their own. */
    results: z.array(QualityResult),
    /** Of all their own answers. */
    own: z.strictObject({ answered: z.int(), sameAction: z.int(), samePolicy: z.int() }),
  })
  .meta({ id: 'QualityDesk' });
export type QualityDesk = z.infer<typeof QualityDesk>;

/** Below this many reviews a kappa says too little. */
export const tooFew = 20;

const Interval = z.strictObject({ low: z.number(), high: z.number() });
/** Null value: fewer than `tooFew`, or nothing but one answer given by both. */
const Estimate = z.strictObject({ value: z.number(), interval: Interval }).nullable();

/** How far two ratings of the same cases agree on the action. */
export const Agreement = z.strictObject({
  n: z.int(),
  /** Same action. */
  same: z.int(),
  samePolicy: z.int(),
  /** Cohen's kappa of the actions. */
  kappa: Estimate,
  /** Linear weights along the ladder: next rungs disagree less than far ones. */
  weighted: Estimate,
  /** Prevalence-adjusted, bias-adjusted kappa, which does not fall when one answer is common. */
  pabak: z.number().nullable(),
  /** Share of the commonest action among all ratings: above 0.8 kappa can be low although people agree. */
  commonest: z.number().nullable(),
});
export type Agreement = z.infer<typeof Agreement>;

const person = z.strictObject({ staffId: StaffId, name: z.string() });

export const QualityDisagreement = z
  .strictObject({
    reviewId: QualityReviewId,
    caseId: CaseId,
    /** e.g. `C-1042`. */
    number: z.string(),
    category: z.string(),
    categoryLabel: z.string(),
    answeredAt: Timestamp,
    first: Judgement.extend({ by: person }),
    second: Judgement.extend({ by: person }),
    settled: z.strictObject({ outcome: QualityOutcome, note: z.string(), at: Timestamp, by: z.string() }).nullable(),
  })
  .meta({ id: 'QualityDisagreement' });
export type QualityDisagreement = z.infer<typeof QualityDisagreement>;

export const Calibration = z
  .strictObject({
    days: z.int(),
    counts: z.strictObject({
      /** Decisions that went through the draw. */
      decisions: z.int(),
      drawn: z.int(),
      /** Of the drawn ones. */
      answered: z.int(),
      open: z.int(),
      withdrawn: z.int(),
    }),
    all: Agreement,
    /** Counts of first action by second action, in the order of the ladder. */
    matrix: z.array(z.array(z.int())),
    /** By the policy of the first decision; null: decided without one. */
    policies: z.array(z.strictObject({ policy: Judgement.shape.policy, agreement: Agreement })),
    pairs: z.array(z.strictObject({ one: person, other: person, agreement: Agreement })),
    golden: z.strictObject({ answered: z.int(), sameAction: z.int(), samePolicy: z.int() }),
    /** Appeals heard in these days, by policy of the decision: how many did not leave it as it was. */
    appeals: z.array(
      z.strictObject({
        policy: Judgement.shape.policy,
        heard: z.int(),
        changed: z.int(),
        /** Of `changed`: replaced by something milder. */
        milder: z.int(),
        interval: Interval,
      }),
    ),
    /** Those that wait first, then the newest settled ones. */
    disagreements: z.array(QualityDisagreement),
  })
  .meta({ id: 'Calibration' });
export type Calibration = z.infer<typeof Calibration>;

export const SettleDisagreement = z
  .strictObject({ outcome: QualityOutcome, note: z.string().trim().min(10).max(2_000) })
  .meta({ id: 'SettleDisagreement' });

const GoldenMessage = z.strictObject({
  /** Whether the one who is reported wrote it, or the one who reports. */
  from: z.enum(['subject', 'reporter']),
  text: z.string().trim().min(1).max(2_000),
  reported: z.boolean(),
});

export const ProposeGoldenCase = z
  .strictObject({
    category: z.string().max(80),
    messages: z.array(GoldenMessage).min(1).max(30),
    statement: z.string().trim().min(1).max(2_000).nullable(),
    action: Action,
    policyId: z.string().max(80).nullable(),
    /** Why this is the answer; shown to whoever has answered. */
    reasoning: z.string().trim().min(10).max(5_000),
  })
  .meta({ id: 'ProposeGoldenCase' });
export type ProposeGoldenCase = z.infer<typeof ProposeGoldenCase>;

export const GoldenCase = z
  .strictObject({
    ...ProposeGoldenCase.shape,
    goldenId: GoldenId,
    categoryLabel: z.string(),
    state: z.enum(['proposed', 'agreed', 'refused', 'retired']),
    proposedBy: person,
    proposedAt: Timestamp,
    answeredBy: person.nullable(),
    answerReason: z.string().nullable(),
    /** How often it was answered, and how often as agreed. */
    answered: z.int(),
    sameAction: z.int(),
  })
  .meta({ id: 'GoldenCase' });
export type GoldenCase = z.infer<typeof GoldenCase>;

export const AnswerGoldenCase = z
  .strictObject({ answer: z.enum(['agree', 'refuse']), reason: z.string().trim().min(3).max(2_000) })
  .meta({ id: 'AnswerGoldenCase' });
