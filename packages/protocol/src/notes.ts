import { z } from 'zod';
import { ReportId, Timestamp } from './primitives.ts';

/** Chosen by the console, so that a note that is sent twice arrives once. */
export const NoteId = z.uuid().lowercase().brand<'NoteId'>();
export type NoteId = z.infer<typeof NoteId>;

export const noteLimits = {
  /** UTF-16 units of a note to a reporter. */
  characters: 2_000,
  /** Reports that one note goes to. */
  reports: 20,
  /** Notes to reporters of one case within 24 hours. */
  perDay: 5,
} as const;

/** Line breaks and tabs are words' own; other controls, and marks that turn the direction of what follows, can hide what is said. */
const hidden = /[^\P{Cc}\n\r\t]|[\u202a-\u202e\u2066-\u2069]/u;

/** A note to people who reported: one text, which each of them reads alone. */
export const SendNote = z
  .strictObject({
    noteId: NoteId,
    /** Of the case, one a reporter. */
    reportIds: z.array(ReportId).min(1).max(noteLimits.reports),
    text: z
      .string()
      .trim()
      .min(3)
      .max(noteLimits.characters)
      .refine((text) => !hidden.test(text), { error: 'holds characters that cannot be seen' }),
  })
  .meta({ id: 'SendNote' });

/** A note as the team sees it afterwards. It cannot be changed or taken back. */
export const SentNote = z
  .strictObject({
    noteId: NoteId,
    text: z.string(),
    sentAt: Timestamp,
    /** For the team alone: reporters read that it is from the safety team. */
    sentBy: z.string(),
    to: z.array(
      z.strictObject({
        reportId: ReportId,
        reference: z.string(),
        /** When the reporter's device first fetched it. */
        fetchedAt: Timestamp.nullable(),
      }),
    ),
  })
  .meta({ id: 'SentNote' });
export type SentNote = z.infer<typeof SentNote>;

/** A note as the reporter reads it: nothing in it says who wrote it, or who else got it. */
export const ReportNote = z
  .strictObject({ noteId: NoteId, sentAt: Timestamp, text: z.string() })
  .meta({ id: 'ReportNote' });
export type ReportNote = z.infer<typeof ReportNote>;
