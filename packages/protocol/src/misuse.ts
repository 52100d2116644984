import { z } from 'zod';
import { AccountId, CaseId, HubId, Locale, ReportId, StaffId, Timestamp } from './primitives.ts';

/** What is misused: reporting, or appealing. */
export const MisuseOf = z.enum(['report', 'appeal']);
export type MisuseOf = z.infer<typeof MisuseOf>;

export const MeasureId = z.uuid().lowercase().brand<'MeasureId'>();
export type MeasureId = z.infer<typeof MeasureId>;

/** How bad it would have been for the person who was wrongly accused. */
export const MisuseGravity = z.enum(['minor', 'grave']);
export const MisuseIntention = z.enum(['unclear', 'deliberate']);

/** Reports of a decided case that were manifestly unfounded (DSA Art. 23(2)). */
export const MarkUnfounded = z
  .strictObject({
    reportIds: z.array(ReportId).min(1).max(200),
    gravity: MisuseGravity,
    intention: MisuseIntention,
    reason: z.string().trim().min(3).max(500),
  })
  .meta({ id: 'MarkUnfounded' });

/** The four criteria of DSA Art. 23(3), over the days of the rule. */
export const MisuseFigures = z.strictObject({
  /** (a) manifestly unfounded ones. */
  unfounded: z.int(),
  /** Of all that the account has made. */
  total: z.int(),
  /** (b) their share, 0 to 1. */
  share: z.number(),
  /** (c) those that would have been grave. */
  grave: z.int(),
  /** (d) those that were meant to harm, where that can be told. */
  deliberate: z.int(),
});
export type MisuseFigures = z.infer<typeof MisuseFigures>;

export const MeasureKind = z.enum(['warn', 'pause']);
export type MeasureKind = z.infer<typeof MeasureKind>;

export const pauseDays = [7, 30, 90] as const;

export const Measure = z
  .strictObject({
    measureId: MeasureId,
    of: MisuseOf,
    kind: MeasureKind,
    /** For the person, in their language. */
    reason: z.string(),
    at: Timestamp,
    /** When a pause ends by itself; until when a warning can be followed by one. */
    until: Timestamp,
    /** The figures that it was taken on. */
    figures: MisuseFigures,
    by: z.string(),
    ended: z.strictObject({ at: Timestamp, by: z.string(), reason: z.string() }).nullable(),
  })
  .meta({ id: 'Measure' });
export type Measure = z.infer<typeof Measure>;

export const MisuseAccount = z
  .strictObject({
    hubId: HubId,
    accountId: AccountId,
    of: MisuseOf,
    figures: MisuseFigures,
    /** What the rule proposes; a person decides. */
    proposal: MeasureKind.nullable(),
    /** Newest first. */
    measures: z.array(Measure),
    /** Of the latest report or appeal. */
    locale: z.string(),
    lastMarkedAt: Timestamp.nullable(),
  })
  .meta({ id: 'MisuseAccount' });
export type MisuseAccount = z.infer<typeof MisuseAccount>;

export const TakeMeasure = z
  .strictObject({
    hubId: HubId,
    accountId: AccountId,
    of: MisuseOf,
    kind: MeasureKind,
    /** For a pause. */
    days: z.union([z.literal(7), z.literal(30), z.literal(90)]).nullable(),
    reason: z.string().trim().min(10).max(2_000),
  })
  .meta({ id: 'TakeMeasure' });

export const EndMeasure = z.strictObject({ reason: z.string().trim().min(3).max(2_000) }).meta({ id: 'EndMeasure' });

/** uphold: it stays. overturn: it is taken back, and so is a pause that followed this warning. */
export const MeasureOutcome = z.enum(['uphold', 'overturn']);
export type MeasureOutcome = z.infer<typeof MeasureOutcome>;

/** An appeal against a warning or a pause, as the team sees it. One a measure. */
export const MeasureHearing = z
  .strictObject({
    /** e.g. `A-7K3F-92QD`. */
    reference: z.string(),
    state: z.enum(['open', 'decided']),
    hubId: HubId,
    accountId: AccountId,
    measure: Measure,
    receivedAt: Timestamp,
    dueAt: Timestamp,
    /** Whoever took the measure never hears it. */
    own: z.boolean(),
    /** How many of the team could. With 0 somebody has to join before it can be heard. */
    eligible: z.int(),
  })
  .meta({ id: 'MeasureHearing' });
export type MeasureHearing = z.infer<typeof MeasureHearing>;

export const MeasureHearingPage = z
  .strictObject({
    summary: MeasureHearing,
    statement: z.string(),
    locale: Locale,
    /** The four criteria as they are now, beside those that the measure was taken on. */
    figures: MisuseFigures,
    /** What they count now: which reports or appeals somebody found manifestly unfounded, and why. Newest first. */
    marks: z.array(
      z.strictObject({
        caseId: CaseId,
        caseNumber: z.string(),
        gravity: MisuseGravity,
        intention: MisuseIntention,
        reason: z.string(),
        by: z.string(),
        at: Timestamp,
      }),
    ),
    outcomes: z.array(MeasureOutcome),
    heard: z
      .strictObject({
        outcome: MeasureOutcome,
        by: z.strictObject({ staffId: StaffId, name: z.string() }),
        at: Timestamp,
        reason: z.string(),
        /** The four criteria as they were then. */
        figures: MisuseFigures,
      })
      .nullable(),
  })
  .meta({ id: 'MeasureHearingPage' });
export type MeasureHearingPage = z.infer<typeof MeasureHearingPage>;

export const DecideMeasureHearing = z
  .strictObject({
    outcome: MeasureOutcome,
    /** For the person, in their language. */
    reason: z.string().trim().min(10).max(5_000),
  })
  .meta({ id: 'DecideMeasureHearing' });

const standing = z.strictObject({
  warning: z.strictObject({ measureId: MeasureId, reason: z.string(), at: Timestamp }).nullable(),
  pause: z.strictObject({ measureId: MeasureId, reason: z.string(), at: Timestamp, until: Timestamp }).nullable(),
  /** The last one that was taken back, for a month. */
  lifted: z.strictObject({ measureId: MeasureId, kind: MeasureKind, at: Timestamp }).nullable(),
});

/** What an account is told about its own reporting and appealing. */
export const ReportingStanding = z
  .strictObject({ report: standing, appeal: standing, complaints: z.string() })
  .meta({ id: 'ReportingStanding' });
export type ReportingStanding = z.infer<typeof ReportingStanding>;
