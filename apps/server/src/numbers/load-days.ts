import type { Numbers } from '@wellhouse/protocol';
import { type RawBuilder, sql } from 'kysely';
import type { Executor } from '../platform/database/open-database.ts';
import { backlogByDay, type DayRange } from './days.ts';

type Day = Numbers['days'][number];

/** Fewer people than this would be told apart by their minutes. */
const fewestPeople = 3;

interface DayCount {
  day: string;
  count: number;
}

/** What came and went on each of these days of UTC; drills are left out. */
export async function loadDays(executor: Executor, { from, to, days }: DayRange, undecidedNow: number): Promise<Day[]> {
  const day = (column: RawBuilder<unknown>) => sql`to_char(${column} at time zone 'utc', 'YYYY-MM-DD')`;
  const counts = async (table: RawBuilder<unknown>, column: RawBuilder<unknown>, only: RawBuilder<unknown>) => {
    // Written out once a day, not once a row.
    const { rows } = await sql<DayCount>`select to_char(day, 'YYYY-MM-DD') as day, count from (
        select (${column} at time zone 'utc')::date as day, count(*)::integer as count from ${table}
        where ${column} >= ${from} and ${column} <= ${to} and ${only} group by 1
      ) daily`.execute(executor);
    return new Map(rows.map((row) => [row.day, row.count]));
  };
  const opened = await counts(sql`case_file`, sql`opened_at`, sql`not drill`);
  const decided = await counts(sql`case_file`, sql`decided_at`, sql`state = 'decided' and not drill`);
  const reports = await counts(sql`report`, sql`accepted_at`, sql`true`);
  const { rows: looks } = await sql<{ day: string; people: number; minutes: number }>`
    select ${day(sql`started_at`)} as day, count(distinct staff_id)::integer as people,
      (sum(visible_ms) / 60000.0)::double precision as minutes
    from evidence_view where started_at >= ${from} and started_at <= ${to} and visible_ms > 0
    group by 1`.execute(executor);
  const flows = days.map((each) => ({ opened: opened.get(each) ?? 0, decided: decided.get(each) ?? 0 }));
  const backlog = backlogByDay(undecidedNow, flows);
  return days.map((each, index) => {
    const look = looks.find((row) => row.day === each);
    return {
      day: each,
      opened: flows[index]?.opened ?? 0,
      decided: flows[index]?.decided ?? 0,
      backlog: backlog[index] ?? 0,
      reports: reports.get(each) ?? 0,
      exposureMinutes: look === undefined || look.people < fewestPeople ? null : Math.round(look.minutes * 10) / 10,
    };
  });
}
