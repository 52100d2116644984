import { z } from 'zod';
import {
  dsaCategories,
  dsaKeywords,
  msc4456Harms,
  ncmecAnnotations,
  ncmecFileAnnotations,
  ncmecIncidentTypes,
  XarfType,
} from './vocabularies.ts';

export const Audience = z.enum(['adult', 'child']);
export type Audience = z.infer<typeof Audience>;

/** A duty that sets or explains a clock. Not legal advice; the operator's counsel decides which apply. */
export const Law = z.strictObject({
  title: z.string().min(1),
  /** What it asks for, in one or two sentences. */
  says: z.string().min(1),
  /** Hours that the law itself counts, or null where it only says "promptly". */
  hours: z.int().positive().nullable(),
  /** What starts the count. Only `report` binds the clock of a reported leaf. */
  startsWith: z.enum(['report', 'knowledge', 'removal-order']),
});
export type Law = z.infer<typeof Law>;

export const Leaf = z.strictObject({
  /** Stable: never renamed, never reused. */
  id: z
    .string()
    .regex(/^[a-z]+(\.[a-z_]+)?$/)
    .max(64),
  /** 0 to 100; the first of the inputs to a case's score. */
  severity: z.int().min(0).max(100),
  /** A child is harmed or at risk. */
  childInvolved: z.boolean(),
  /** Somebody's life or bodily safety may depend on the answer. */
  lifeDanger: z.boolean(),
  clock: z.strictObject({
    priority: z.enum(['P0', 'P1', 'P2', 'P3']),
    /** From acceptance of the report to a person's decision. */
    firstReviewMinutes: z.int().positive(),
    /** The shortest legal limit that a report starts, in hours. */
    hardHours: z.int().positive().nullable(),
    /** Keys of `laws`. */
    law: z.array(z.string()),
  }),
  /** DSA Transparency Database, schema v2. */
  dsa: z.strictObject({
    category: z.enum(dsaCategories),
    /** Null where no keyword of the category fits. */
    keyword: z.enum(dsaKeywords).nullable(),
    additionalCategories: z.array(z.enum(dsaCategories)),
  }),
  /** NCMEC CyberTipline, or null where it takes no report of this. */
  ncmec: z
    .strictObject({
      incidentType: z.enum(ncmecIncidentTypes),
      annotations: z.array(z.enum(ncmecAnnotations)),
      fileAnnotations: z.array(z.enum(ncmecFileAnnotations)),
    })
    .nullable(),
  /** XARF v4 category and type. `exploitationType` belongs to type `csem`. */
  xarf: XarfType.nullable(),
  /** Matrix MSC4456 harm in its stable spelling; see `unstableHarm`. */
  msc4456: z.enum(msc4456Harms),
});
export type Leaf = z.infer<typeof Leaf>;

/** A node of the question tree without its words. */
export interface Question {
  id: string;
  outcome: 'report' | 'help-first' | 'no-report';
  category: string | null;
  children: Question[];
}
export const Question: z.ZodType<Question> = z.lazy(() =>
  z.strictObject({
    id: z
      .string()
      .regex(/^[a-z]+(\/[a-z]+)*$/)
      .max(64),
    outcome: z.enum(['report', 'help-first', 'no-report']),
    category: z.string().nullable(),
    children: z.array(Question).max(7),
  }),
);

export const Taxonomy = z.strictObject({
  /** Semantic version; a report carries the one that it was asked with. */
  version: z.string().regex(/^\d+\.\d+\.\d+$/),
  laws: z.record(z.string(), Law),
  /** Worst first is not implied; sort by `severity`. */
  leaves: z.array(Leaf).min(1),
  /** Leaves that an audience is not asked about, and why. */
  notAsked: z.array(z.strictObject({ leaf: z.string(), audience: Audience, reason: z.string().min(1) })),
  questions: z.strictObject({ adult: Question, child: Question }),
});
export type Taxonomy = z.infer<typeof Taxonomy>;
