import { type CareKind, type CareMinutes, CareSettings, careKindOf, careKinds, OwnCare } from '@wellhouse/protocol';
import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import type { Executor } from '../platform/database/open-database.ts';
import { lastDaysIn } from './day-in-zone.ts';
import { type Budgets, budgetsInForce, minutesBetween, type Stretch, spentKinds } from './exposure.ts';

const asTeam = { dayMinutes: null, weekMinutes: null };

export const nothingChosen: OwnCare = {
  budgets: { child: asTeam, graphic: asTeam, text: asTeam, other: asTeam },
  withoutCategories: [],
  timeZone: 'UTC',
  breakAfterMinutes: null,
  breakMinutes: null,
  shares: false,
};

export interface CareState {
  readonly team: CareSettings;
  readonly own: OwnCare;
  readonly budgets: Budgets;
  readonly days: readonly {
    readonly day: string;
    readonly from: Date;
    readonly to: Date;
    readonly minutes: CareMinutes;
  }[];
  readonly today: CareMinutes;
  readonly week: CareMinutes;
  readonly spent: readonly CareKind[];
  readonly stretches: readonly Stretch[];
  readonly pausedUntil: Date | null;
  readonly lastBreakAt: Date | null;
}

/** SQL over a row of staff: all that `careOf` reads of a person, as JSON. No calendar day begins more than eight days before the week that ends today. */
export function careSql(now: Date): RawBuilder<CareRow> {
  const since = new Date(now.getTime() - 8 * 86_400_000);
  return sql<CareRow>`jsonb_build_object(
    'team', (select settings from care_plan order by version desc limit 1),
    'person', (select to_jsonb(care) from staff_care care where care.staff_id = staff.staff_id),
    'stretches', (select coalesce(jsonb_agg(jsonb_build_object('kind', seen.kind, 'heavy', seen.heavy, 'from', seen.from_at,
      'to', seen.to_at, 'ended', look.ended_at is not null)), '[]') from evidence_exposure seen join evidence_view look using (view_id)
      where seen.staff_id = staff.staff_id and seen.to_at > ${since}))`;
}

const asDate = z.coerce.date();
const CareRow = z.object({
  team: CareSettings,
  person: z.object({ own: OwnCare, paused_until: asDate.nullable(), last_break_at: asDate.nullable() }).nullable(),
  stretches: z.array(
    z.object({ kind: z.enum(careKinds), heavy: z.boolean(), from: asDate, to: asDate, ended: z.boolean() }),
  ),
});
type CareRow = z.input<typeof CareRow>;

export async function loadTeamCare(executor: Executor) {
  const row = await executor
    .selectFrom('care_plan')
    .leftJoin('staff', 'staff.staff_id', 'care_plan.staff_id')
    .select(['version', 'settings', 'at', 'why', 'staff.name'])
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow();
  return { ...row, settings: CareSettings.parse(row.settings) };
}

/** Where a person stands: minutes of the last seven days, budgets in force, breaks. */
export async function loadCare(executor: Executor, staffId: string, now: Date): Promise<CareState> {
  const row = await executor
    .selectFrom('staff')
    .select(careSql(now).as('care'))
    .where('staff_id', '=', staffId)
    .executeTakeFirstOrThrow();
  return careOf(row.care, now);
}

/** Pure: the same of what `careSql` found. */
export function careOf(found: CareRow, now: Date): CareState {
  const { team, person, stretches: lately } = CareRow.parse(found);
  const own = person?.own ?? nothingChosen;
  const windows = lastDaysIn(now, own.timeZone, 7);
  const first = windows[0]?.from ?? now;
  const stretches = lately.filter(({ to }) => to > first);
  const days = windows.map((one) => ({ ...one, minutes: minutesBetween(stretches, one.from, one.to) }));
  const today = days.at(-1)?.minutes ?? minutesBetween([], now, now);
  const week = minutesBetween(stretches, first, now);
  const budgets = budgetsInForce(team.budgets, own.budgets);
  const pausedUntil = person?.paused_until ?? null;
  return {
    team,
    own,
    budgets,
    days,
    today,
    week,
    spent: spentKinds(budgets, today, week),
    stretches,
    pausedUntil: pausedUntil !== null && pausedUntil > now ? pausedUntil : null,
    lastBreakAt: person?.last_break_at ?? null,
  };
}

/** Minutes in which pictures lay uncovered, by class. A look counts on the day on which it began. */
export async function loadPictureMinutes(executor: Executor, staffId: string, since: Date): Promise<CareMinutes> {
  const { rows } = await sql<{ category: string; ms: number }>`
    select category, sum(ms)::double precision as ms from (
      select case_id, picture.uncovered_ms as ms from evidence_view join evidence_view_picture picture using (view_id)
        where evidence_view.staff_id = ${staffId} and started_at >= ${since}
      union all
      select case_id, picture.uncovered_ms from evidence_view join album_picture_view picture using (view_id)
        where evidence_view.staff_id = ${staffId} and started_at >= ${since}
    ) seen join case_file using (case_id) group by category`.execute(executor);
  const minutes: CareMinutes = { child: 0, graphic: 0, text: 0, other: 0 };
  for (const { category, ms } of rows) minutes[careKindOf(category)] += ms / 60_000;
  return minutes;
}
