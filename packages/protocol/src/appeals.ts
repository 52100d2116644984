import { z } from 'zod';
import { Action } from './action.ts';
import { Claim, DecisionView } from './cases.ts';
import { AccountId, CaseId, Locale, Priority, ReportId, StaffId, Timestamp } from './primitives.ts';

/** Chosen by the device: sent again, the same appeal is answered as the first time. */
export const AppealId = z.uuid().lowercase().brand<'AppealId'>();
export type AppealId = z.infer<typeof AppealId>;

export const HearingId = z.uuid().lowercase().brand<'HearingId'>();
export type HearingId = z.infer<typeof HearingId>;

export const appealStatementCharacters = 2_000;

export const MakeAppeal = z
  .strictObject({
    appealId: AppealId,
    /** Why the decision is wrong, in the person's own words. Only the team reads it. */
    statement: z.string().trim().min(3).max(appealStatementCharacters),
    /** The language in which the person wants to be answered. */
    locale: Locale,
  })
  .meta({ id: 'MakeAppeal' });
export type MakeAppeal = z.infer<typeof MakeAppeal>;

/**
 * upheld: the decision stays. overturned: it was taken back. partly: something milder stands in its place. reopened: it was
 * taken back, and the case is decided anew.
 */
export const AppealStatus = z.enum(['received', 'in-review', 'upheld', 'partly', 'overturned', 'reopened']);
export type AppealStatus = z.infer<typeof AppealStatus>;

export const AppealView = z
  .strictObject({
    appealId: AppealId,
    /** e.g. `A-7K3F-92QD`. Those who appeal against one decision while it is heard share it. */
    reference: z.string(),
    status: AppealStatus,
    receivedAt: Timestamp,
    /** When the team means to have answered. */
    answerBy: Timestamp,
    /** Why, as the person who heard it wrote it for this side. Null until then. */
    outcome: z.strictObject({ decidedAt: Timestamp, reason: z.string() }).nullable(),
  })
  .meta({ id: 'AppealView' });
export type AppealView = z.infer<typeof AppealView>;

/** Why no appeal can be made (any more). */
export const AppealRefusal = z.enum([
  'appeal-made',
  'appeal-over',
  'decision-closed',
  'appealing-paused',
  'too-many-appeals',
]);
export type AppealRefusal = z.infer<typeof AppealRefusal>;

/** One's own appeal against a decision, and whether one can still be made. */
export const OwnAppeal = z
  .strictObject({
    appeal: AppealView.nullable(),
    /** Until when; null while nothing was decided. */
    until: Timestamp.nullable(),
    /** Null: it can be made. */
    refusal: AppealRefusal.nullable(),
  })
  .meta({ id: 'OwnAppeal' });
export type OwnAppeal = z.infer<typeof OwnAppeal>;

/** person: whom the decision concerns. reporter: who reported. */
export const AppealSide = z.enum(['person', 'reporter']);
export type AppealSide = z.infer<typeof AppealSide>;

/**
 * What comes of a hearing. uphold: the decision stays. milder: something milder in its place. overturn: taken back. reopen: taken
 * back, and the case waits to be decided anew, because something harder could be right: a hearing itself never makes it harder.
 */
export const HearingOutcome = z.enum(['uphold', 'milder', 'overturn', 'reopen']);
export type HearingOutcome = z.infer<typeof HearingOutcome>;

/** Why somebody cannot hear appeals against a decision, whatever roles they hold. */
export const NotHearer = z.enum(['author', 'second-person', 'took-back', 'confirmed-picture', 'heard-before']);
export type NotHearer = z.infer<typeof NotHearer>;

export const HearingSummary = z
  .strictObject({
    hearingId: HearingId,
    reference: z.string(),
    caseId: CaseId,
    caseNumber: z.string(),
    category: z.string(),
    categoryLabel: z.string(),
    priority: Priority,
    state: z.enum(['open', 'decided']),
    decision: DecisionView,
    /** Who appeals, and how many of each. */
    persons: z.int(),
    reporters: z.int(),
    openedAt: Timestamp,
    dueAt: Timestamp,
    claim: Claim.nullable(),
    /** Why the one who asks cannot hear it; null: can. */
    notHearer: NotHearer.nullable(),
    /** How many of the team could. With 0 somebody has to join before it can be heard. */
    eligible: z.int(),
    drill: z.boolean(),
  })
  .meta({ id: 'HearingSummary' });
export type HearingSummary = z.infer<typeof HearingSummary>;

export const HearingAppeal = z.strictObject({
  appealId: AppealId,
  side: AppealSide,
  accountId: AccountId,
  hubId: z.string(),
  /** Of a reporter. */
  reportId: ReportId.nullable(),
  receivedAt: Timestamp,
  locale: Locale,
  /** Null: erased with the case. */
  statement: z.string().nullable(),
  unfounded: z.boolean(),
});
export type HearingAppeal = z.infer<typeof HearingAppeal>;

/** Something milder than the decision, as it could be put in its place. */
export const MilderChoice = z.strictObject({
  action: Action,
  /** Of `limit` and `suspend`: the most days. */
  maxDays: z.int().nullable(),
});
export type MilderChoice = z.infer<typeof MilderChoice>;

export const HearingPage = z
  .strictObject({
    summary: HearingSummary,
    appeals: z.array(HearingAppeal),
    /** Outcomes that are open to this hearing. */
    outcomes: z.array(HearingOutcome),
    milder: z.array(MilderChoice),
    heard: z
      .strictObject({
        outcome: HearingOutcome,
        by: z.strictObject({ staffId: StaffId, name: z.string() }),
        at: Timestamp,
        reasons: z.strictObject({ person: z.string().nullable(), reporter: z.string().nullable() }),
        newDecision: DecisionView.nullable(),
      })
      .nullable(),
  })
  .meta({ id: 'HearingPage' });
export type HearingPage = z.infer<typeof HearingPage>;

const Reason = z.string().trim().min(10).max(5_000);

export const DecideHearing = z
  .strictObject({
    outcome: HearingOutcome,
    /** For `milder`. */
    milder: z.strictObject({ action: Action, days: z.int().min(1).max(365).nullable() }).nullable(),
    /** For each side that is told, in its language. */
    reasons: z.strictObject({ person: Reason.nullable(), reporter: Reason.nullable() }),
    /** How many appeals were read: one that came meanwhile is heard too. */
    appealCount: z.int().min(1),
    /** Appeals that were manifestly unfounded (DSA Art. 23(2)). */
    unfounded: z.array(AppealId).max(200).default([]),
  })
  .meta({ id: 'DecideHearing' });
export type DecideHearing = z.infer<typeof DecideHearing>;
