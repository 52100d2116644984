import { z } from 'zod';
import { Priority, Timestamp } from './primitives.ts';

/** Days to look back over, today included; days are of UTC. */
export const NumbersQuery = z.object({ days: z.coerce.number().int().min(1).max(366).default(7) });

/** Hours of waiting at which the columns of the backlog end; what waits longer stands in one more. */
export const ageBounds = [1, 4, 24, 72, 168, 360] as const;

/** Undecided cases of one priority, now. */
export const Backlog = z.strictObject({
  priority: Priority,
  /** Nobody has decided, and no decision waits for a second person. */
  open: z.int(),
  /** Decided, and waiting for a second person. */
  held: z.int(),
  /** Somebody works on it. */
  claimed: z.int(),
  /** A clock of theirs has run out: nobody has looked in time, or no decision is in force in time, held ones included. */
  overdue: z.int(),
  oldestOpenedAt: Timestamp.nullable(),
  /** Open cases by how long they wait: one count a bound of `ageBounds`, and one for what is beyond the last. */
  ages: z.array(z.int()),
});

/** Cases of one priority in the days looked at. Minutes are null where there is no case. */
export const Pace = z.strictObject({
  priority: Priority,
  /** Looked at for the first time in these days: evidence opened, or decided. */
  reviewed: z.int(),
  /** Of these, within the clock of the first look. */
  kept: z.int(),
  /** From the first report to the first look. */
  reviewMinutes: z.strictObject({ median: z.number(), p95: z.number() }).nullable(),
  decided: z.int(),
  /** Of these, within the clock of the decision. */
  decidedInTime: z.int(),
  /** From the first report to the decision. */
  decideMinutes: z.strictObject({ median: z.number(), p95: z.number() }).nullable(),
});

export const NumbersDay = z.strictObject({
  /** `2026-11-27`, of UTC. */
  day: z.iso.date(),
  opened: z.int(),
  decided: z.int(),
  /** Undecided cases when the day ended; now, for today. */
  backlog: z.int(),
  reports: z.int(),
  /** Minutes for which evidence stood on a screen, of the whole team; null where fewer than three people looked. */
  exposureMinutes: z.number().nullable(),
});

/** What the team's work comes to. Counts people nowhere: nobody can be compared by it. */
export const Numbers = z
  .strictObject({
    at: Timestamp,
    days: z.array(NumbersDay),
    backlog: z.array(Backlog),
    pace: z.array(Pace),
    outcomes: z.strictObject({
      /** Readable reports in cases decided in these days, by people who want to be told. */
      due: z.int(),
      /** Of these, whose device has fetched the outcome. */
      told: z.int(),
    }),
    /** Appeals against decisions that were heard in these days, by what came of them: one count a decision, however many appealed. */
    appeals: z.strictObject({
      heard: z.int(),
      /** The decision stays. The overturn rate is what is left: (heard - upheld) / heard. */
      upheld: z.int(),
      milder: z.int(),
      overturned: z.int(),
      reopened: z.int(),
      /** Waiting now. */
      open: z.int(),
    }),
    /** Decisions of these days by action, the commonest first. */
    actions: z.array(z.strictObject({ action: z.string(), decisions: z.int() })),
  })
  .meta({ id: 'Numbers' });
export type Numbers = z.infer<typeof Numbers>;

/** What can be taken out as a table; docs/exports.md has the columns. */
export const ExportTable = z.enum(['cases', 'decisions', 'appeals', 'reports', 'looks']);
export type ExportTable = z.infer<typeof ExportTable>;

export const ExportQuery = z.object({
  format: z.enum(['csv', 'jsonl']).default('csv'),
  /** Rows from this moment on; left out: from the first. */
  from: Timestamp.optional(),
  /** Rows before this moment; left out: up to now. */
  to: Timestamp.optional(),
});
