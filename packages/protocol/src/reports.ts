import { z } from 'zod';
import { ReportNote } from './notes.ts';
import { Base64Url, Locale, ReportId, Sha256Hex, Timestamp } from './primitives.ts';
import { reportLimits } from './report-payload.ts';

/** Sealed report with the little that intake must know. Nothing in it says who is reported or why. */
export const SubmitReport = z
  .strictObject({
    reportId: ReportId,
    /** Output of `sealReport`. */
    sealed: Base64Url.min(1).max(Math.ceil((reportLimits.sealedBytes * 4) / 3)),
    /** Ciphertexts that follow by `putReportAttachment`. */
    attachments: z
      .array(z.strictObject({ sha256: Sha256Hex, size: z.int().min(1).max(reportLimits.attachmentBytes) }))
      .max(reportLimits.attachments),
    locale: Locale,
    /**
     * The report says that somebody is in danger, or that it is about a child. Left out, unless the account was refused as
     * paused before: then such a report is taken all the same.
     */
    urgent: z.literal(true).optional(),
  })
  .meta({ id: 'SubmitReport' });
export type SubmitReport = z.infer<typeof SubmitReport>;

/** Given only after the report is durably committed. A repeated submission gets the same receipt. */
export const ReportReceipt = z
  .strictObject({
    reportId: ReportId,
    /** The case number as the reporter sees it, e.g. `WH-7K3F-92QD`. */
    reference: z.string(),
    /** Bearer token for `getReport` and `putReportAttachment`. */
    receiptToken: z.string(),
    acceptedAt: Timestamp,
    /** Attachments that the server does not hold yet. */
    missing: z.array(Sha256Hex),
  })
  .meta({ id: 'ReportReceipt' });
export type ReportReceipt = z.infer<typeof ReportReceipt>;

/** What the reporter can see: Submitted, In review, Decided; or Unreadable, with a reason. */
export const ReportStatus = z.enum(['submitted', 'in-review', 'decided', 'unreadable']);
export type ReportStatus = z.infer<typeof ReportStatus>;

/** What was done, in words that do not name a sanction's details beyond what the reporter may know. */
export const ReporterOutcome = z.enum(['action-taken', 'no-action', 'warning-given', 'content-removed']);

export const ReportView = z
  .strictObject({
    reportId: ReportId,
    reference: z.string(),
    status: ReportStatus,
    acceptedAt: Timestamp,
    missing: z.array(Sha256Hex),
    /** Set when status is `unreadable`: why the report could not be opened or verified. */
    problem: z.strictObject({ code: z.string(), detail: z.string() }).nullable(),
    decision: z
      .strictObject({
        decidedAt: Timestamp,
        outcome: ReporterOutcome,
        /** One plain sentence, in the report's locale. */
        summary: z.string(),
        /** The policy that was applied, or null when no action was taken. */
        policy: z.strictObject({ id: z.string(), title: z.string() }).nullable(),
        /** How to ask for another look, and until when. */
        appeal: z.strictObject({ how: z.string(), until: Timestamp }),
      })
      .nullable(),
    /** What the safety team wrote to the reporter, oldest first. */
    notes: z.array(ReportNote).default([]),
  })
  .meta({ id: 'ReportView' });
export type ReportView = z.infer<typeof ReportView>;
