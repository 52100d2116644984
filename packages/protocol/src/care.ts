import { z } from 'zod';
import { StaffId, Timestamp } from './primitives.ts';
import { StaffName } from './staff.ts';

/**
 * What looking at a kind of case asks of a person, heaviest first: `child` all abuse of children · `graphic` what is mostly
 * pictures of harm · `text` words that hurt · `other` the rest.
 */
export const careKinds = ['child', 'graphic', 'text', 'other'] as const;
export const CareKind = z.enum(careKinds);
export type CareKind = z.infer<typeof CareKind>;

const graphic = ['adult.', 'self.harm', 'self.suicide', 'terror.', 'threat.violence'];
const text = ['threat.', 'harass.', 'hate.', 'privacy.', 'self.'];

/** Pure: the class of a leaf of the taxonomy. What is not known is `other`. */
export function careKindOf(category: string): CareKind {
  const isIn = (begins: readonly string[]): boolean => begins.some((begin) => category.startsWith(begin));
  if (category.startsWith('child.')) return 'child';
  return isIn(graphic) ? 'graphic' : isIn(text) ? 'text' : 'other';
}

/** Minutes a day and within seven days that nobody can go beyond, whatever a lead sets. */
export const careCaps: Readonly<Record<CareKind, CareBudget>> = {
  child: { dayMinutes: 120, weekMinutes: 480 },
  graphic: { dayMinutes: 240, weekMinutes: 960 },
  text: { dayMinutes: 360, weekMinutes: 1_500 },
  other: { dayMinutes: 480, weekMinutes: 2_400 },
};

export interface CareBudget {
  dayMinutes: number;
  weekMinutes: number;
}

function eachKind<T extends z.ZodType>(of: (kind: CareKind) => T) {
  return z.strictObject({ child: of('child'), graphic: of('graphic'), text: of('text'), other: of('other') });
}

const budgetWithin = (kind: CareKind) =>
  z.strictObject({
    dayMinutes: z.int().min(5).max(careCaps[kind].dayMinutes),
    weekMinutes: z.int().min(5).max(careCaps[kind].weekMinutes),
  });
const BreakAfter = z.int().min(10).max(90);
const BreakMinutes = z.int().min(5).max(60);

/** What holds for the whole team. */
export const CareSettings = z
  .strictObject({
    budgets: eachKind(budgetWithin),
    /** A break is proposed after so many minutes with the two heavier classes. */
    breakAfterMinutes: BreakAfter,
    breakMinutes: BreakMinutes,
    /** Whom the team can talk to; shown to everyone on the page to breathe. */
    helpText: z.string().max(2_000),
  })
  .meta({ id: 'CareSettings' });
export type CareSettings = z.infer<typeof CareSettings>;

export const TimeZone = z
  .string()
  .max(64)
  .refine((zone) => {
    try {
      new Intl.DateTimeFormat('en', { timeZone: zone });
      return true;
    } catch {
      return false;
    }
  }, 'no time zone');

/** What a person has chosen for themselves; null: as the team. A budget only counts where it is lower than the team's. */
export const OwnCare = z
  .strictObject({
    budgets: eachKind((kind) =>
      z.strictObject({
        dayMinutes: budgetWithin(kind).shape.dayMinutes.nullable(),
        weekMinutes: budgetWithin(kind).shape.weekMinutes.nullable(),
      }),
    ),
    /** Kinds that are not given to this person any more. No reason is asked for. */
    withoutCategories: z.array(z.string().min(1).max(80)).max(200),
    /** In which their days begin and end. */
    timeZone: TimeZone,
    breakAfterMinutes: BreakAfter.nullable(),
    breakMinutes: BreakMinutes.nullable(),
    /** Leads may see this person's minutes. */
    shares: z.boolean(),
  })
  .meta({ id: 'OwnCare' });
export type OwnCare = z.infer<typeof OwnCare>;

/** Minutes by class; two looks at once count once, for the heavier class. */
export const CareMinutes = eachKind(() => z.number().min(0)).meta({ id: 'CareMinutes' });
export type CareMinutes = z.infer<typeof CareMinutes>;

export const CarePage = z
  .strictObject({
    at: Timestamp,
    team: CareSettings,
    own: OwnCare,
    /** What is in force: the lower of team and own. */
    budgets: eachKind(() => z.strictObject({ dayMinutes: z.int(), weekMinutes: z.int() })),
    /** Today and the six days before, oldest first, as days of `own.timeZone`. */
    days: z.array(z.strictObject({ day: z.iso.date(), minutes: CareMinutes })).length(7),
    week: CareMinutes,
    /** Of these seven days: minutes in which a picture lay uncovered. */
    pictures: CareMinutes,
    /** Classes of which no new case is given now. */
    spent: z.array(CareKind),
    pausedUntil: Timestamp.nullable(),
    breakMinutes: z.int(),
    /** A break is proposed: for minutes on end, or after a heavy case. */
    breakDue: z.enum(['minutes', 'case']).nullable(),
    /** Kinds this person has opted out of and that nobody else takes. */
    nobodyElse: z.array(z.string()),
  })
  .meta({ id: 'CarePage' });
export type CarePage = z.infer<typeof CarePage>;

export const CareTeam = z
  .strictObject({
    settings: CareSettings,
    version: z.int(),
    by: StaffName.nullable(),
    at: Timestamp,
    why: z.string(),
    /** How many people come near to a budget of today or this week, or have reached one; null: too few to tell no one apart. */
    budgets: eachKind(() => z.strictObject({ near: z.int(), reached: z.int() }).nullable()),
    /** Kinds that no one takes. Not who opted out. */
    untaken: z.array(z.string()),
    /** Only of those who share them. */
    shared: z.array(z.strictObject({ staffId: StaffId, name: StaffName, week: CareMinutes })),
  })
  .meta({ id: 'CareTeam' });
export type CareTeam = z.infer<typeof CareTeam>;

export const PutCareTeam = z
  .strictObject({ settings: CareSettings, baseVersion: z.int(), why: z.string().trim().min(3).max(500) })
  .meta({ id: 'PutCareTeam' });

/** 0: no break now, or the end of one. */
export const SetBreak = z.strictObject({ minutes: z.int().min(0).max(720) }).meta({ id: 'SetBreak' });

const PreferenceKey = z
  .string()
  .max(60)
  .regex(/^[a-z][a-zA-Z0-9.-]*$/);

/** Key of the language that a person reads the console in: calls are written in it. */
export const localePreference = 'locale';

/** Of one person, all together: what does not fit into an answer is not kept. `depth`: objects and lists within each other. */
export const preferenceLimits = { keys: 50, characters: 50_000, depth: 12 } as const;

function isShallow(value: unknown, left: number = preferenceLimits.depth): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return left > 0 && Object.values(value).every((one) => isShallow(one, left - 1));
}

/** What the console keeps for a person, wherever they log in; by key. */
export const Preferences = z
  .strictObject({ preferences: z.record(PreferenceKey, z.unknown()) })
  .refine(({ preferences }) => isShallow(preferences), {
    error: `at most ${preferenceLimits.depth} deep`,
    abort: true,
  })
  .refine(({ preferences }) => Object.keys(preferences).length <= preferenceLimits.keys, 'at most 50 keys')
  .refine(
    ({ preferences }) => JSON.stringify(preferences).length <= preferenceLimits.characters,
    'at most 50,000 characters',
  )
  .meta({ id: 'Preferences' });

/** How pictures and words of one class are shown while they are held open. */
export const CarePreset = z.strictObject({
  greyscale: z.boolean(),
  /** 0 none, 3 strongest. */
  blur: z.int().min(0).max(3),
  /** Less detail: 0 none, 3 fewest squares. */
  coarse: z.int().min(0).max(3),
  small: z.boolean(),
  /** Words stay covered until they are asked for. */
  coverText: z.boolean(),
});
export type CarePreset = z.infer<typeof CarePreset>;
export const CarePresets = eachKind(() => CarePreset).extend({
  /** The words of a message above its pictures. */
  textFirst: z.boolean(),
});
export type CarePresets = z.infer<typeof CarePresets>;
export const carePresetsKey = 'care.presets';
export const defaultPresets: CarePresets = {
  child: { greyscale: true, blur: 2, coarse: 1, small: true, coverText: false },
  graphic: { greyscale: true, blur: 1, coarse: 0, small: true, coverText: false },
  text: { greyscale: true, blur: 0, coarse: 0, small: true, coverText: false },
  other: { greyscale: true, blur: 0, coarse: 0, small: false, coverText: false },
  textFirst: true,
};

export const OpenKnownPicture = z
  .strictObject({ reason: z.string().trim().min(3).max(500) })
  .meta({ id: 'OpenKnownPicture' });
