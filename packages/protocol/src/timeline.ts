import { z } from 'zod';
import { Action } from './action.ts';
import { Timestamp } from './primitives.ts';

/** What the reviewer should know about a report as such. */
export const ReportRemark = z.discriminatedUnion('code', [
  /** It names a category that is unknown here. */
  z.strictObject({ code: z.literal('unknown-category'), named: z.string() }),
  z.strictObject({ code: z.literal('unproven'), count: z.int(), of: z.int() }),
  /** The delivery service contradicts itself about messages of it. */
  z.strictObject({ code: z.literal('contradicted') }),
  /** It names another account than the one that sent the messages; the sender counts. */
  z.strictObject({ code: z.literal('other-sender') }),
]);
export type ReportRemark = z.infer<typeof ReportRemark>;

/** As which picture of the case the team knows it, from 1: in the order in which they came in. Never changes. */
const picture = z.int().min(1);
/** A case's number, e.g. `C-1042`. */
const number = z.string();
/** Of a report, a decision or a hearing. */
const reference = z.string();
const reason = z.string();

/**
 * What happened, as a code with what it is about, for words in the reader's language. Pictures are named by their number and never by
 * an id; names and reasons are as people wrote them.
 */
export const TimelineSaid = z
  .discriminatedUnion('code', [
    z.strictObject({ code: z.literal('opened'), category: z.string(), categoryLabel: z.string() }),
    z.strictObject({ code: z.literal('report'), reference, remarks: z.array(ReportRemark) }),
    /** The hub stamped another message under the number of one in these reports. `late`: the case was decided before. */
    z.strictObject({ code: z.literal('contradicted'), references: z.array(reference), late: z.boolean() }),
    /** A key came late: so many of the messages that waited for it are proven now. */
    z.strictObject({
      code: z.literal('reverified'),
      reference,
      proven: z.int(),
      of: z.int(),
      /** Some were reported and are not of the account or group that the case is about. */
      elsewhere: z.enum(['account', 'group']).nullable(),
      late: z.boolean(),
    }),
    z.strictObject({ code: z.literal('claimed') }),
    z.strictObject({ code: z.literal('released') }),
    z.strictObject({ code: z.literal('handed-over'), to: z.string() }),
    z.strictObject({ code: z.literal('assigned'), to: z.string() }),
    /** Null: the leads. */
    z.strictObject({ code: z.literal('help-asked'), to: z.string().nullable() }),
    z.strictObject({ code: z.literal('ordered'), reference, authority: z.string(), receivedAt: Timestamp }),
    z.strictObject({ code: z.literal('rerouted'), to: z.string(), from: z.string() }),
    z.strictObject({
      code: z.literal('viewed'),
      purpose: z.enum(['review', 'second-person', 'appeal', 'quality', 'training', 'other']),
      reason: reason.nullable(),
    }),
    z.strictObject({
      code: z.literal('decided'),
      action: Action,
      policy: z.string().nullable(),
      reference,
      /** Waits for a second person. */
      held: z.boolean(),
      begins: Timestamp.nullable(),
    }),
    /** Something milder in the place of a decision that fell. */
    z.strictObject({ code: z.literal('decided-instead'), action: Action, reference, instead: reference }),
    z.strictObject({ code: z.literal('drill-over') }),
    z.strictObject({ code: z.literal('nothing-left') }),
    z.strictObject({ code: z.literal('approved'), reference, reason }),
    z.strictObject({ code: z.literal('refused'), reference, reason }),
    z.strictObject({ code: z.literal('began'), reference }),
    z.strictObject({
      code: z.literal('ended'),
      reference,
      why: z.enum(['undo', 'cancelled', 'reversed', 'appeal', 'expired']),
      reason: reason.nullable(),
    }),
    z.strictObject({ code: z.literal('appealed'), side: z.enum(['person', 'reporter']), hearing: reference }),
    z.strictObject({
      code: z.literal('heard'),
      hearing: reference,
      reference,
      outcome: z.enum(['uphold', 'milder', 'overturn', 'reopen']),
    }),
    z.strictObject({ code: z.literal('unfounded'), count: z.int(), reason }),
    /** Held: it matches so many entries of so many lists; none: it could not be decoded. */
    z.strictObject({ code: z.literal('picture-held'), picture, entries: z.int(), lists: z.int() }),
    z.strictObject({
      code: z.literal('picture-answered'),
      picture,
      answer: z.enum(['confirmed', 'cleared']),
      reason,
    }),
    /** All that held it back was withdrawn or ruled out: nobody has to look at it. */
    z.strictObject({ code: z.literal('picture-freed'), picture }),
    /** All that it matched was withdrawn since it was confirmed, here or in another case: it waits for an answer again. */
    z.strictObject({ code: z.literal('picture-again'), picture, from: number.nullable() }),
    /** It waits in another case now: because it waits again, or came in after this one's decision. */
    z.strictObject({ code: z.literal('picture-left'), picture, to: number, why: z.enum(['again', 'late']) }),
    z.strictObject({ code: z.literal('picture-came'), picture, from: number }),
    /** A decision fell on appeal: the case is decided anew, or what it was about is decided here. */
    z.strictObject({ code: z.literal('fell'), reference, here: z.boolean() }),
    /** A decision was undone, and another case about the same was opened since: it goes on there. */
    z.strictObject({ code: z.literal('goes-on'), to: number }),
    z.strictObject({ code: z.literal('look-at-both'), from: number }),
    z.strictObject({ code: z.literal('delivered'), type: z.string(), hubId: z.string() }),
    z.strictObject({ code: z.literal('note-erased') }),
    /** To the people of these reports. */
    z.strictObject({ code: z.literal('note-sent'), references: z.array(reference) }),
  ])
  .meta({ id: 'TimelineSaid' });
export type TimelineSaid = z.infer<typeof TimelineSaid>;
