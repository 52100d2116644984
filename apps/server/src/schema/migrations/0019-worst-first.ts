import { type Kysely, sql } from 'kysely';
import type { Migration } from './migration.ts';

const upheldDays = 180;
const dismissedDays = 14;
/** Standings and clocks as they are on this day, with the pace of their cases and what these have ahead. */
const lanes = [
  { standing: 'first', clock: 60, pace: 60, ahead: 1_000_000 },
  ...[60, 240, 1_440].map((clock) => ({ standing: 'said', clock, pace: 4_320, ahead: aheadBy(clock) })),
  ...[240, 1_440, 4_320, 21_600].map((clock) => ({ standing: 'usual', clock, pace: clock, ahead: aheadBy(clock) })),
];

function aheadBy(minutes: number): number {
  return Math.floor(0.6 * Math.log2(21_600 / minutes) * 2 ** 20) / 2 ** 20;
}

const tables = [
  sql`create table queue_lane (
    lane_id integer generated always as identity primary key,
    queue_id text not null,
    category text not null,
    region text,
    standing text not null check (standing in ('first', 'said', 'usual')),
    clock_minutes integer not null check (clock_minutes > 0),
    pace_minutes integer not null check (pace_minutes > 0),
    head_start double precision not null,
    unique nulls not distinct (queue_id, category, region, standing, clock_minutes, pace_minutes)
  )`,
  sql`alter table case_file
    add column lane_id integer references queue_lane,
    add column trusted_reporters integer not null default 0,
    add column doubted_reporters integer not null default 0,
    add column strong_voices double precision not null default 0,
    add column weak_voices double precision not null default 0`,
  sql`create table reporter_record (
    hub_id text not null,
    reporter text not null,
    upheld double precision not null check (upheld >= 0),
    dismissed double precision not null check (dismissed >= 0),
    as_of timestamptz not null,
    primary key (hub_id, reporter)
  ) with (fillfactor = 85)`,
  sql`create table case_outcome (
    case_id uuid primary key references case_file,
    outcome text not null check (outcome in ('upheld', 'dismissed')),
    at timestamptz not null
  )`,
  // What was decided before counts as if it had been counted then.
  sql`insert into case_outcome (case_id, outcome, at)
    select distinct on (case_id) case_id, case when action = 'no-action' then 'dismissed' else 'upheld' end, in_force_at
    from decision join case_file using (case_id)
    where decision.state = 'in-force' and in_force_at is not null and not drill
    order by case_id, in_force_at desc`,
  sql`insert into reporter_record (hub_id, reporter, upheld, dismissed, as_of)
    select hub_id, reporter,
      coalesce(sum(0.5 ^ (days / ${sql.lit(upheldDays)})) filter (where outcome = 'upheld'), 0),
      coalesce(sum(0.5 ^ (days / ${sql.lit(dismissedDays)})) filter (where outcome = 'dismissed'), 0), now()
    from (select hub_id, reporter, outcome, greatest(0, extract(epoch from now() - at) / 86400)::float8 as days
      from case_outcome join case_reporter using (case_id)) ended
    group by hub_id, reporter`,
  sql`update case_file set weak_voices = reporter_count * 0.55 where state <> 'decided'`,
];

/** What waited gets its lane, its rank and its reasons; a report that joins computes them anew. */
const places = [
  sql`create temporary table place on commit drop as
    select case_id, queue_id, category, region, score,
      case when level = 'ASSERTED' and priority in ('P0', 'P1') then 'said' when priority = 'P0' then 'first'
        else 'usual' end as standing,
      case when level <> 'ASSERTED' and priority = 'P0' then greatest(opened_at, due_at - interval '1 hour')
        else opened_at end as since,
      -- A clock that was brought closer is none of the taxonomy's: the nearest of those it is.
      case when priority = 'P0' then 60 when due_at - opened_at <= interval '4 hours' then 240
        when due_at - opened_at <= interval '1 day' then 1440 when due_at - opened_at <= interval '3 days' then 4320
        else 21600 end as clock_minutes
    from case_file where state <> 'decided'`,
  sql`update place set clock_minutes = 1440 where standing = 'said' and clock_minutes > 1440`,
];

const filling = [
  sql`update case_file file set lane_id = lane.lane_id,
      rank = floor((log(2, greatest(0.1, place.score)::numeric)::float8
        - 12 * extract(epoch from place.since)::float8 / (lane.pace_minutes * 60)) * 1048576) / 1048576
    from place join queue_lane lane on lane.queue_id = place.queue_id and lane.category = place.category
      and lane.region is not distinct from place.region and lane.standing = place.standing
      and lane.clock_minutes = place.clock_minutes
    where file.case_id = place.case_id`,
  sql`update case_file set why = jsonb_build_array(
      jsonb_build_object('code', 'harm', 'gravity', case when danger or category like 'child.%' then 'gravest'
        when priority in ('P0', 'P1') then 'grave' when priority = 'P2' then 'serious' else 'lesser' end))
    || case when danger then '[{"code": "danger-now"}]'::jsonb else '[]' end
    || case when child or category like 'child.%' then '[{"code": "child"}]'::jsonb else '[]' end
    || jsonb_build_array(jsonb_build_object('code', 'proof', 'proof', case when level = 'VERIFIED' then 'words'
        when level = 'ATTESTED' then case when picture_count > 0 then 'pictures' else 'sent' end
        when reporter_count = 0 then 'nothing' else 'said' end),
      jsonb_build_object('code', 'reported', 'count', reporter_count))`,
  // The value of a case is its rank and what its lane gains: one index a lane, in the lane's order for ever.
  sql`drop index case_file_queue`,
  sql`drop index case_file_held`,
  sql`create index case_file_lane on case_file (lane_id, rank desc, case_id) where state = 'open'`,
  sql`create index case_file_held on case_file (case_id) where state = 'held'`,
];

/** Places in the queue that change with time and are written once, and the records of those who report. */
export const worstFirstMigration: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of [...tables, ...places]) await statement.execute(db);
    for (const { standing, clock, pace, ahead } of lanes) {
      await sql`insert into queue_lane (queue_id, category, region, standing, clock_minutes, pace_minutes, head_start)
        select distinct queue_id, category, region, standing, clock_minutes, ${pace}::integer, ${ahead}::float8 from place
        where standing = ${standing} and clock_minutes = ${clock}`.execute(db);
    }
    for (const statement of filling) await statement.execute(db);
  },
};
