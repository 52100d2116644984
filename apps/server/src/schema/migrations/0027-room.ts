import { type Kysely, sql } from 'kysely';
import type { Migration } from './migration.ts';

const statements = [
  sql`create table untaken_alarm (
    alarm_id uuid primary key,
    queue_id text not null,
    category text not null,
    region text,
    since timestamptz not null,
    page_id uuid not null references page,
    ended_at timestamptz
  )`,
  sql`create unique index untaken_alarm_open on untaken_alarm (queue_id, category, region) nulls not distinct
    where ended_at is null`,
  sql`create table staff_change (
    change_id uuid primary key,
    kind text not null check (kind in ('member', 'role', 'reset')),
    subject text not null,
    change jsonb not null,
    gives jsonb not null,
    state text not null check (state in ('waiting', 'done', 'refused', 'withdrawn', 'outdated')),
    made_by uuid not null references staff,
    made_at timestamptz not null,
    answered_by uuid references staff,
    answered_at timestamptz,
    reason text,
    check ((state = 'waiting') = (answered_at is null)),
    check (state <> 'done' or (answered_by is not null and answered_by <> made_by))
  )`,
  sql`create unique index staff_change_waiting on staff_change (kind, subject) where state = 'waiting'`,
  sql`create index staff_change_at on staff_change (made_at desc)`,
  sql`alter table staff add column second_from timestamptz, add column counted_until timestamptz`,
];

/** Leads are called for what nobody there may take, and two people give power over what cannot be undone. */
export const roomMigration: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await statement.execute(db);
  },
};
