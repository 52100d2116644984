import { z } from 'zod';
import { CaseSummary, Claim } from './cases.ts';
import { CaseId, MentionId, Priority, StaffId, Timestamp } from './primitives.ts';
import { StaffName } from './staff.ts';

/** A place where cases wait for people with the same skills. `main` is always there and asks for none. */
export const QueueId = z
  .string()
  .min(1)
  .max(40)
  .regex(/^[a-z][a-z0-9-]*$/);
export type QueueId = z.infer<typeof QueueId>;
export const mainQueue = 'main';

/** What somebody can do that not everybody can: a language, a kind of case, a training. Free words, lower case. */
export const Skill = z
  .string()
  .trim()
  .toLowerCase()
  .min(1)
  .max(40)
  .regex(/^[\p{L}\p{N}][\p{L}\p{M}\p{N} ._-]*$/u);

export const Surface = z.enum(['message', 'account', 'group', 'album']);
export type Surface = z.infer<typeof Surface>;

/** What a person would have to look at: pictures, or words alone. */
export const Exposure = z.enum(['graphic', 'text']);
export type Exposure = z.infer<typeof Exposure>;

export const Queue = z.strictObject({
  queueId: QueueId,
  name: z.string().trim().min(1).max(60),
  description: z.string().trim().max(300),
  /** All of them are asked for. */
  skills: z.array(Skill).max(10),
});
export type Queue = z.infer<typeof Queue>;

/** Null matches everything; of a list one has to match. */
export const RoutingRule = z.strictObject({
  name: z.string().trim().min(1).max(80),
  /** Leaves of the taxonomy, or what they begin with: `child` covers `child.grooming`. */
  kinds: z
    .array(
      z
        .string()
        .max(64)
        .regex(/^[a-z]+(\.[a-z_]+)?$/),
    )
    .min(1)
    .max(100)
    .nullable(),
  /** Primary subtags of BCP 47. */
  languages: z
    .array(z.string().regex(/^[a-z]{2,3}$/))
    .min(1)
    .max(50)
    .nullable(),
  /** ISO 3166-1 alpha-2. */
  regions: z
    .array(z.string().regex(/^[A-Z]{2}$/))
    .min(1)
    .max(100)
    .nullable(),
  surfaces: z.array(Surface).min(1).nullable(),
  /** This urgent, or more. */
  minPriority: Priority.nullable(),
  exposure: Exposure.nullable(),
  queueId: QueueId,
});
export type RoutingRule = z.infer<typeof RoutingRule>;

/** When people are called before a clock breaks. */
export const PagingPlan = z.strictObject({
  /** Parts of a clock that have passed, in percent. */
  percents: z.array(z.int().min(1).max(100)).min(1).max(6),
  /** P0 calls at once, and again after each of these until somebody has claimed it. */
  againMinutes: z.int().min(1).max(60),
  /** Nobody is called for what is less urgent; law clocks always call. */
  lowest: Priority,
});
export type PagingPlan = z.infer<typeof PagingPlan>;

/** All of it is changed and kept together: a version. Rules are asked from the first to the last; no match leads to `main`. */
export const QueuePlan = z
  .strictObject({
    queues: z.array(Queue).min(1).max(50),
    rules: z.array(RoutingRule).max(200),
    paging: PagingPlan,
  })
  .superRefine(({ queues, rules }, context) => {
    const ids = queues.map(({ queueId }) => queueId);
    for (const [index, id] of ids.entries()) {
      if (ids.indexOf(id) !== index) {
        context.addIssue({ code: 'custom', path: ['queues', index, 'queueId'], message: 'there is one of this name' });
      }
    }
    const main = queues.findIndex(({ queueId }) => queueId === mainQueue);
    if (main < 0) context.addIssue({ code: 'custom', path: ['queues'], message: 'main has to stay' });
    if (main >= 0 && queues[main]?.skills.length !== 0) {
      context.addIssue({ code: 'custom', path: ['queues', main, 'skills'], message: 'main asks for none' });
    }
    for (const [index, rule] of rules.entries()) {
      if (!ids.includes(rule.queueId)) {
        context.addIssue({ code: 'custom', path: ['rules', index, 'queueId'], message: 'there is no such queue' });
      }
    }
  })
  .meta({ id: 'QueuePlan' });
export type QueuePlan = z.infer<typeof QueuePlan>;

/** A queue as those see it who work in it. */
export const QueueState = z
  .strictObject({
    queueId: QueueId,
    name: z.string(),
    description: z.string(),
    skills: z.array(z.string()),
    openCount: z.int(),
    /** Members who may claim and have the skills; how many of them have the console open. */
    able: z.int(),
    here: z.int(),
    /** I am one of them. */
    mine: z.boolean(),
  })
  .meta({ id: 'QueueState' });
export type QueueState = z.infer<typeof QueueState>;

export const QueueMember = z.strictObject({
  staffId: StaffId,
  name: StaffName,
  skills: z.array(z.string()),
  here: z.boolean(),
});
export type QueueMember = z.infer<typeof QueueMember>;

const planVersion = {
  version: z.int(),
  /** Null: as installed. */
  by: z.strictObject({ staffId: StaffId, name: z.string() }).nullable(),
  at: Timestamp,
  why: z.string(),
};

export const QueuePlanView = z
  .strictObject({
    plan: QueuePlan,
    ...planVersion,
    /** Earlier ones, newest first. */
    earlier: z.array(z.strictObject({ ...planVersion, plan: QueuePlan })),
    /** Everybody who may claim cases. */
    members: z.array(QueueMember),
    /** Open cases that still wait to be moved to where this version puts them. */
    moving: z.boolean(),
  })
  .meta({ id: 'QueuePlanView' });
export type QueuePlanView = z.infer<typeof QueuePlanView>;

/** What a plan would do to the open cases. */
export const QueuePlanPreview = z
  .strictObject({
    openCount: z.int(),
    moves: z.array(z.strictObject({ from: z.string(), to: QueueId, count: z.int() })),
    /** Queues that nobody has the skills for. */
    withoutPeople: z.array(QueueId),
    /** How many open cases each rule takes, in their order; and how many none does. */
    matched: z.array(z.int()),
    unmatched: z.int(),
  })
  .meta({ id: 'QueuePlanPreview' });
export type QueuePlanPreview = z.infer<typeof QueuePlanPreview>;

export const ChangeQueuePlan = z
  .strictObject({
    plan: QueuePlan,
    /** The version that the change was made from. */
    baseVersion: z.int(),
    why: z.string().trim().min(3).max(500),
  })
  .meta({ id: 'ChangeQueuePlan' });

/**
 * Sent every 20 seconds by an open case page. `here`: looks at it, which keeps one's own claim; `idle`: open, but nobody has
 * touched it for long; `leaving`: the page goes away. A claim of one who left lasts half a minute, so that a reload keeps it.
 */
export const KeepCase = z.strictObject({ presence: z.enum(['here', 'idle', 'leaving']) }).meta({ id: 'KeepCase' });

export const Viewer = z.strictObject({ staffId: StaffId, name: z.string() });

export const CasePresence = z
  .strictObject({
    claim: Claim.nullable(),
    /** Who else has the case open. */
    viewers: z.array(Viewer),
  })
  .meta({ id: 'CasePresence' });
export type CasePresence = z.infer<typeof CasePresence>;

/** Why somebody cannot work on a case. fell: a decision of theirs about it fell on appeal; full: they hold as many as one can. */
export const WorkBar = z.enum(['role', 'limits', 'skills', 'care', 'refused', 'fell', 'full']);
export type WorkBar = z.infer<typeof WorkBar>;

export const Colleague = z
  .strictObject({ staffId: StaffId, name: z.string(), here: z.boolean(), bar: WorkBar.nullable() })
  .meta({ id: 'Colleague' });
export type Colleague = z.infer<typeof Colleague>;

const note = z.string().trim().max(2_000);
export const HandOverCase = z.strictObject({ staffId: StaffId, note }).meta({ id: 'HandOverCase' });
export const AssignCase = z.strictObject({ staffId: StaffId, note }).meta({ id: 'AssignCase' });
/** `staffId` null: any lead. */
export const AskForHelp = z.strictObject({ staffId: StaffId.nullable(), note: note.min(1) }).meta({ id: 'AskForHelp' });

/** Somebody turns to somebody about a case. */
export const Mention = z
  .strictObject({
    mentionId: MentionId,
    kind: z.enum(['handed-over', 'assigned', 'help']),
    case: CaseSummary,
    from: z.strictObject({ staffId: StaffId, name: z.string() }),
    /** Null: any lead. */
    to: z.strictObject({ staffId: StaffId, name: z.string() }).nullable(),
    note: z.string(),
    at: Timestamp,
    /** Until when what was handed over is kept for this person. */
    keptUntil: Timestamp.nullable(),
  })
  .meta({ id: 'Mention' });
export type Mention = z.infer<typeof Mention>;

/** What is this person's in the queue. */
export const Desk = z
  .strictObject({
    claims: z.array(CaseSummary),
    mentions: z.array(Mention),
  })
  .meta({ id: 'Desk' });
export type Desk = z.infer<typeof Desk>;

/** An authority's order that starts a law's own clock. */
export const RecordOrder = z
  .strictObject({
    law: z.literal('eu-tco-3'),
    authority: z.string().trim().min(2).max(200),
    reference: z.string().trim().min(1).max(200),
    receivedAt: Timestamp,
  })
  .meta({ id: 'RecordOrder' });

export const Duty = z
  .strictObject({
    dutyId: z.uuid(),
    staffId: StaffId,
    name: z.string(),
    from: Timestamp,
    to: Timestamp,
  })
  .meta({ id: 'Duty' });
export type Duty = z.infer<typeof Duty>;

export const AddDuty = z
  .strictObject({ staffId: StaffId, from: Timestamp, to: Timestamp })
  .refine(({ from, to }) => Date.parse(to) > Date.parse(from), { path: ['to'], message: 'has to be later' })
  .meta({ id: 'AddDuty' });

export const PageDelivery = z.strictObject({
  /** `webhook`, or an e-mail address. */
  target: z.string(),
  state: z.enum(['pending', 'delivered', 'dropped', 'dead']),
  attempts: z.int(),
  lastError: z.string().nullable(),
  nextAttemptAt: Timestamp.nullable(),
  deliveredAt: Timestamp.nullable(),
});

/** One call to the people on duty, about one case or several. */
export const Page = z
  .strictObject({
    pageId: z.uuid(),
    at: Timestamp,
    cases: z.array(
      z.strictObject({
        caseId: CaseId,
        number: z.string(),
        priority: Priority,
        clock: z.enum(['review', 'decision', 'law']),
        law: z.string().nullable(),
        stage: z.string(),
        dueAt: Timestamp,
      }),
    ),
    /** Beyond those that are listed. */
    more: z.int(),
    deliveries: z.array(PageDelivery),
  })
  .meta({ id: 'Page' });
export type Page = z.infer<typeof Page>;

export const Untaken = z.strictObject({
  queueId: QueueId,
  /** Taxonomy leaf. */
  category: z.string(),
  region: z.string().nullable(),
  since: Timestamp,
  /** Cases; counting stops at a thousand. */
  waiting: z.int(),
  /** When the first of them is due. */
  dueAt: Timestamp.nullable(),
});
export type Untaken = z.infer<typeof Untaken>;

export const Paging = z
  .strictObject({
    /** What the installation has set up. */
    webhook: z.boolean(),
    mail: z.boolean(),
    /** Now and from now on. */
    duties: z.array(Duty),
    /** Who is called at this moment, and why. */
    onDuty: z.array(z.strictObject({ staffId: StaffId, name: z.string() })),
    becauseOf: z.enum(['duty', 'leads']),
    /** Newest first; those that fail first of all. */
    pages: z.array(Page),
    failing: z.int(),
    /** What waits and nobody may take who is on duty or at the console; the leads were called. Why is said to nobody. */
    untaken: z.array(Untaken),
  })
  .meta({ id: 'Paging' });
export type Paging = z.infer<typeof Paging>;

/** Body of the webhook `case.clock`. */
export const PageEvent = z
  .strictObject({
    type: z.literal('case.clock'),
    timestamp: Timestamp,
    data: z.strictObject({
      cases: z.array(
        z.strictObject({
          number: z.string(),
          priority: Priority,
          clock: z.enum(['review', 'decision', 'law']),
          law: z.string().nullable(),
          stage: z.string(),
          dueAt: Timestamp,
          link: z.string(),
        }),
      ),
      more: z.int(),
      /** Of `text`: `WELLHOUSE_PAGE_LANGUAGE`. */
      language: z.string(),
      /** The same in words, for a pager or a chat that shows text. */
      text: z.string(),
    }),
  })
  .meta({ id: 'PageEvent' });
