import { type Kysely, sql } from 'kysely';
import type { Migration } from './migration.ts';

const statements = [
  // A last version under which nothing is decided: a policy ends as it began, by what two people agreed to.
  sql`alter table policy_version add column ends boolean not null default false`,

  sql`create table measure_appeal (
    appeal_id uuid primary key,
    measure_id uuid not null unique references misuse_measure,
    reference text not null unique,
    body_digest bytea not null,
    data_key_wrapped bytea not null,
    statement bytea not null,
    locale text not null,
    received_at timestamptz not null,
    due_at timestamptz not null,
    outcome text check (outcome in ('uphold', 'overturn')),
    heard_by uuid references staff,
    heard_at timestamptz,
    reason text,
    figures jsonb,
    check ((outcome is null) = (heard_by is null)),
    check ((outcome is null) = (heard_at is null)),
    check ((outcome is null) = (reason is null)),
    check ((outcome is null) = (figures is null))
  )`,
  sql`create index measure_appeal_queue on measure_appeal (due_at, appeal_id) where outcome is null`,
  sql`create index measure_appeal_heard on measure_appeal (heard_at desc, appeal_id) where outcome is not null`,
  sql`create function measure_appeal_independent() returns trigger language plpgsql as $$
    begin
      if new.heard_by is not null and exists (select from misuse_measure measure
        where measure.measure_id = new.measure_id and measure.taken_by = new.heard_by) then
        raise exception 'an appeal against a measure is never heard by who took it'
          using errcode = 'check_violation', constraint = 'measure_appeal_independent';
      end if;
      return new;
    end $$`,
  sql`create trigger measure_appeal_independent before insert or update of heard_by on measure_appeal
    for each row execute function measure_appeal_independent()`,
];

/** Policies that end, and appeals against a pause for misuse. */
export const justiceMigration: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await statement.execute(db);
  },
};
