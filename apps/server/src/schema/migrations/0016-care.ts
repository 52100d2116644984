import { type Kysely, sql } from 'kysely';
import type { Migration } from './migration.ts';

const settings = JSON.stringify({
  budgets: {
    child: { dayMinutes: 60, weekMinutes: 240 },
    graphic: { dayMinutes: 120, weekMinutes: 480 },
    text: { dayMinutes: 240, weekMinutes: 960 },
    other: { dayMinutes: 480, weekMinutes: 2_400 },
  },
  breakAfterMinutes: 25,
  breakMinutes: 10,
  helpText: '',
});

const kindOf = sql`case
    when category like 'child.%' then 'child'
    when category like 'adult.%' or category like 'terror.%' or category in ('self.harm', 'self.suicide', 'threat.violence')
      then 'graphic'
    when category like 'threat.%' or category like 'harass.%' or category like 'hate.%' or category like 'privacy.%'
      or category like 'self.%' then 'text'
    else 'other' end`;

const statements = [
  sql`create table if not exists staff_preference (
    staff_id uuid not null references staff,
    key text not null,
    value jsonb not null,
    primary key (staff_id, key)
  )`,
  sql`create table care_plan (
    version integer generated always as identity primary key,
    settings jsonb not null,
    staff_id uuid references staff,
    at timestamptz not null,
    why text not null
  )`,
  sql`insert into care_plan (settings, at, why) values (${sql.lit(settings)}::jsonb, now(), 'Came with the installation.')`,
  sql`create table staff_care (
    staff_id uuid primary key references staff,
    own jsonb not null,
    paused_until timestamptz,
    last_break_at timestamptz
  )`,
  sql`create table evidence_exposure (
    exposure_id bigint generated always as identity primary key,
    view_id uuid not null references evidence_view,
    staff_id uuid not null references staff,
    kind text not null check (kind in ('child', 'graphic', 'text', 'other')),
    heavy boolean not null,
    from_at timestamptz not null,
    to_at timestamptz not null,
    check (to_at >= from_at)
  )`,
  sql`create index evidence_exposure_staff on evidence_exposure (staff_id, to_at)`,
  sql`create index evidence_exposure_view on evidence_exposure (view_id, to_at)`,
  // A look from before is taken as one stretch from its beginning.
  sql`insert into evidence_exposure (view_id, staff_id, kind, heavy, from_at, to_at)
    select view_id, staff_id, ${kindOf}, false, started_at, started_at + visible_ms * interval '1 millisecond'
    from evidence_view join case_file using (case_id) where visible_ms > 0`,
  sql`alter table evidence_view_picture add column reason text`,
  sql`alter table evidence_picture add column sha256 bytea check (octet_length(sha256) = 32)`,
  sql`alter table evidence_picture add column pdq bytea check (octet_length(pdq) = 32)`,
  sql`alter table evidence_picture add column quality integer`,
  sql`create index evidence_picture_sha256 on evidence_picture (sha256) where sha256 is not null`,
];

/** Minutes with evidence, budgets and breaks, what each person chooses, and how pictures of reports look. */
export const careMigration: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await statement.execute(db);
  },
};
