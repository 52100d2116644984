import { type Kysely, sql } from 'kysely';
import type { Migration } from './migration.ts';

const statements = [
  sql`create table appeal_hearing (
    hearing_id uuid primary key,
    reference text not null unique,
    decision_id uuid not null references decision,
    case_id uuid not null references case_file,
    state text not null default 'open' check (state in ('open', 'decided')),
    opened_at timestamptz not null,
    due_at timestamptz not null,
    appeal_count integer not null default 0,
    claim_staff_id uuid references staff,
    claim_until timestamptz,
    outcome text check (outcome in ('uphold', 'milder', 'overturn', 'reopen')),
    heard_by uuid references staff,
    heard_at timestamptz,
    reason_person text,
    reason_reporter text,
    new_decision_id uuid references decision,
    check ((state = 'decided') = (outcome is not null)),
    check ((outcome is null) = (heard_by is null)),
    check ((outcome is null) = (heard_at is null)),
    check (outcome is null or reason_person is not null or reason_reporter is not null),
    check ((claim_staff_id is null) = (claim_until is null)),
    check (new_decision_id is null or outcome = 'milder')
  )`,
  // Who appeals while a decision is being heard joins that hearing.
  sql`create unique index appeal_hearing_open on appeal_hearing (decision_id) where state = 'open'`,
  sql`create index appeal_hearing_queue on appeal_hearing (due_at, hearing_id) where state = 'open'`,
  sql`create index appeal_hearing_heard on appeal_hearing (heard_at desc, hearing_id) where state = 'decided'`,
  // Nobody hears two appeals of one case.
  sql`create unique index appeal_hearing_hearer on appeal_hearing (case_id, heard_by) where heard_by is not null`,
  sql`create function appeal_hearing_independent() returns trigger language plpgsql as $$
    begin
      if new.heard_by is not null and (
        exists (select from decision where decision.case_id = new.case_id
          and new.heard_by in (decision.decided_by, decision.second_staff_id, decision.ended_by))
        or exists (select from album_picture where album_picture.case_id = new.case_id
          and album_picture.answer = 'confirmed' and album_picture.answered_by = new.heard_by)
      ) then
        raise exception 'a hearing is never heard by somebody with a part in the decision'
          using errcode = 'check_violation', constraint = 'appeal_hearing_independent';
      end if;
      return new;
    end $$`,
  sql`create trigger appeal_hearing_independent before insert or update of heard_by on appeal_hearing
    for each row execute function appeal_hearing_independent()`,
  sql`create table appeal (
    appeal_id uuid primary key,
    hearing_id uuid not null references appeal_hearing,
    decision_id uuid not null references decision,
    case_id uuid not null references case_file,
    side text not null check (side in ('person', 'reporter')),
    hub_id text not null,
    account_id text not null,
    report_id uuid references report,
    body_digest bytea not null,
    statement bytea not null,
    locale text not null,
    received_at timestamptz not null,
    check ((side = 'reporter') = (report_id is not null)),
    unique (decision_id, side, hub_id, account_id)
  )`,
  sql`create index appeal_hearing_appeals on appeal (hearing_id, received_at)`,
  sql`create index appeal_account on appeal (hub_id, account_id, received_at)`,
  sql`create index appeal_report on appeal (report_id, received_at desc) where report_id is not null`,

  // How many reports an account has made lately: the share of those that were unfounded is over all of them.
  sql`create index if not exists report_reporter on report (hub_id, reporter, accepted_at)`,
  sql`create table misuse_mark (
    of text not null check (of in ('report', 'appeal')),
    object_id uuid not null,
    case_id uuid not null references case_file,
    hub_id text not null,
    account_id text not null,
    gravity text not null check (gravity in ('minor', 'grave')),
    intention text not null check (intention in ('unclear', 'deliberate')),
    reason text not null,
    marked_by uuid not null references staff,
    marked_at timestamptz not null,
    primary key (of, object_id)
  )`,
  sql`create index misuse_mark_account on misuse_mark (hub_id, account_id, marked_at)`,
  sql`create index misuse_mark_lately on misuse_mark (marked_at)`,
  sql`create table misuse_measure (
    measure_id uuid primary key,
    hub_id text not null,
    account_id text not null,
    of text not null check (of in ('report', 'appeal')),
    kind text not null check (kind in ('warn', 'pause')),
    reason text not null,
    taken_by uuid not null references staff,
    taken_at timestamptz not null,
    until timestamptz not null,
    figures jsonb not null,
    after_warning uuid references misuse_measure,
    ended_at timestamptz,
    ended_by uuid references staff,
    ended_reason text,
    -- A pause follows a warning, and is never longer than ninety days.
    check ((kind = 'pause') = (after_warning is not null)),
    check (kind = 'warn' or until <= taken_at + interval '90 days'),
    check ((ended_at is null) = (ended_by is null)),
    check ((ended_at is null) = (ended_reason is null))
  )`,
  sql`create index misuse_measure_account on misuse_measure (hub_id, account_id, taken_at desc)`,
  sql`create index misuse_measure_pauses on misuse_measure (until) where kind = 'pause' and ended_at is null`,
];

/** Appeals and who hears them, and what misuses reporting and appealing. */
export const appealsMigration: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await statement.execute(db);
  },
};
