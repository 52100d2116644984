import { type Kysely, sql } from 'kysely';
import type { Migration } from './migration.ts';

const main = JSON.stringify([{ queueId: 'main', name: 'Main', description: '', skills: [] }]);
const paging = JSON.stringify({ percents: [50, 80, 100], againMinutes: 5, lowest: 'P3' });

const statements = [
  sql`create table queue_plan (
    version integer generated always as identity primary key,
    queues jsonb not null,
    rules jsonb not null,
    paging jsonb not null,
    staff_id uuid references staff,
    at timestamptz not null,
    why text not null,
    routed_at timestamptz
  )`,
  sql`insert into queue_plan (queues, rules, paging, at, why, routed_at)
    values (${sql.lit(main)}::jsonb, '[]', ${sql.lit(paging)}::jsonb, now(), '', now())`,
  sql`create table staff_skill (
    staff_id uuid not null references staff,
    skill text not null,
    granted_by uuid not null references staff,
    granted_at timestamptz not null,
    primary key (staff_id, skill)
  )`,

  sql`alter table case_file add column if not exists queue_id text not null default 'main'`,
  sql`alter table case_file add column if not exists region text`,
  sql`alter table case_file add column if not exists language text`,
  sql`alter table case_file add column if not exists surface text not null default 'message'`,
  sql`update case_file file set
    surface = case when subject_kind = 'group' then 'group' when picture_count > 0 then 'album' else surface end,
    language = coalesce(file.language, (select lower(split_part(report.locale, '-', 1)) from report
      where report.case_id = file.case_id order by accepted_at limit 1)),
    region = coalesce(file.region, (select picture.region from album_picture picture
      where picture.case_id = file.case_id order by added_at limit 1))
    where state <> 'decided'`,

  // A heartbeat a page touches no index.
  sql`create table case_viewer (
    case_id uuid not null references case_file,
    staff_id uuid not null references staff,
    since timestamptz not null,
    seen_at timestamptz not null,
    primary key (case_id, staff_id)
  ) with (fillfactor = 60)`,
  sql`create table case_mention (
    mention_id uuid primary key,
    case_id uuid not null references case_file,
    kind text not null check (kind in ('handed-over', 'assigned', 'help')),
    from_staff_id uuid not null references staff,
    to_staff_id uuid references staff,
    sealed_note bytea,
    at timestamptz not null,
    kept_until timestamptz,
    closed_at timestamptz,
    check ((kind = 'help') = (kept_until is null)),
    check (to_staff_id is not null or kind = 'help')
  )`,
  sql`create index case_mention_to on case_mention (to_staff_id, at desc) where closed_at is null`,
  sql`create index case_mention_case on case_mention (case_id) where closed_at is null`,
  sql`create index case_file_claimed on case_file (claim_staff_id) where claim_staff_id is not null and state = 'open'`,

  sql`alter table case_file add column order_at timestamptz`,
  sql`create table case_order (
    order_id uuid primary key,
    case_id uuid not null references case_file,
    law text not null,
    authority text not null,
    reference text not null,
    received_at timestamptz not null,
    recorded_by uuid not null references staff,
    recorded_at timestamptz not null
  )`,
  sql`create index case_order_case on case_order (case_id)`,

  sql`create table on_duty (
    duty_id uuid primary key,
    staff_id uuid not null references staff,
    from_at timestamptz not null,
    to_at timestamptz not null,
    made_by uuid not null references staff,
    check (to_at > from_at)
  )`,
  sql`create index on_duty_end on on_duty (to_at)`,
  sql`create table page (
    page_id uuid primary key,
    at timestamptz not null,
    cases jsonb not null,
    more integer not null
  )`,
  sql`create index page_at on page (at desc)`,
  // No reference to case_file from here on: whoever watches clocks never waits for a case, and no case for it.
  sql`create table page_stage (
    case_id uuid not null,
    clock text not null check (clock in ('review', 'decision', 'law')),
    due_at timestamptz not null,
    stage text not null,
    page_id uuid not null references page deferrable initially deferred,
    primary key (case_id, clock, due_at, stage)
  )`,
  sql`create table page_delivery (
    page_id uuid not null references page,
    target text not null,
    state text not null check (state in ('pending', 'delivered', 'dropped', 'dead')),
    attempts integer not null default 0,
    last_error text,
    next_attempt_at timestamptz,
    delivered_at timestamptz,
    primary key (page_id, target)
  )`,
  sql`create index page_delivery_failing on page_delivery (page_id) where state in ('pending', 'dead') and attempts > 0`,
  sql`create table page_watch (case_id uuid primary key, look_at timestamptz not null) with (fillfactor = 85)`,
  sql`create index page_watch_next on page_watch (look_at)`,
  sql`create function page_watch_case() returns trigger language plpgsql as $$
    begin
      if new.state <> 'decided' and not new.drill then
        insert into page_watch (case_id, look_at) values (new.case_id, 'epoch')
          on conflict (case_id) do update set look_at = 'epoch';
      else
        delete from page_watch where case_id = new.case_id;
      end if;
      return null;
    end $$`,
  sql`create trigger page_watch_new after insert on case_file for each row execute function page_watch_case()`,
  sql`create trigger page_watch_moved after update of state, due_at, priority, order_at on case_file for each row
    when (old.state <> new.state or old.due_at <> new.due_at or old.priority <> new.priority
      or old.order_at is distinct from new.order_at)
    execute function page_watch_case()`,
  sql`insert into page_watch (case_id, look_at)
    select case_id, 'epoch' from case_file where state <> 'decided' and not drill`,
];

/** Queues and who works in them, who has a case open, what is handed over, law clocks, and calls before clocks break. */
export const queuesMigration: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await statement.execute(db);
  },
};
