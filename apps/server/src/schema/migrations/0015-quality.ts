import { type Kysely, sql } from 'kysely';
import type { Migration } from './migration.ts';

const statements = [
  sql`create table quality_plan (
    version integer generated always as identity primary key,
    share double precision not null check (share between 0 and 100),
    rules jsonb not null,
    golden_every integer not null check (golden_every between 0 and 100),
    staff_id uuid references staff,
    at timestamptz not null,
    reason text not null
  )`,
  sql`insert into quality_plan (share, rules, golden_every, at, reason) values (7, '[]', 10, now(), 'Came with the installation.')`,
  sql`create table quality_draw (
    decision_id uuid primary key references decision,
    plan_version integer not null references quality_plan,
    share double precision not null,
    outcome text not null check (outcome in ('drawn', 'not-drawn', 'pictures')),
    at timestamptz not null
  )`,
  sql`create index quality_draw_at on quality_draw (at)`,
  sql`create table golden_case (
    golden_id uuid primary key,
    category text not null,
    messages jsonb not null,
    statement text,
    action text not null check (action in ('no-action', 'warn', 'remove-message', 'limit', 'suspend', 'ban')),
    policy_id text,
    reasoning text not null,
    state text not null default 'proposed' check (state in ('proposed', 'agreed', 'refused', 'retired')),
    proposed_by uuid not null references staff,
    proposed_at timestamptz not null,
    answered_by uuid references staff,
    answered_at timestamptz,
    answer_reason text,
    check ((answered_by is null) = (answered_at is null)),
    -- Nobody marks a golden case alone.
    check (state <> 'agreed' or (answered_by is not null and answered_by <> proposed_by))
  )`,
  sql`create table quality_review (
    review_id uuid primary key,
    decision_id uuid unique references decision,
    case_id uuid references case_file,
    author_id uuid references staff,
    golden_id uuid references golden_case,
    state text not null check (state in ('waiting', 'taken', 'answered', 'withdrawn')),
    pictures boolean not null,
    drawn_at timestamptz not null,
    staff_id uuid references staff,
    taken_at timestamptz,
    left_by uuid[] not null default '{}',
    viewed_at timestamptz,
    answered_at timestamptz,
    action text check (action in ('no-action', 'warn', 'remove-message', 'limit', 'suspend', 'ban')),
    policy_id text,
    reason text,
    same_action boolean,
    same_policy boolean,
    outcome text check (outcome in ('first-stands', 'second-right', 'policy-unclear')),
    outcome_note text,
    settled_by uuid references staff,
    settled_at timestamptz,
    check ((decision_id is null) <> (golden_id is null)),
    check ((decision_id is null) = (case_id is null) and (decision_id is null) = (author_id is null)),
    check ((staff_id is null) = (taken_at is null)),
    check (state not in ('taken', 'answered') or staff_id is not null),
    check (state <> 'answered' or (answered_at is not null and action is not null and same_action is not null)),
    check ((outcome is null) = (settled_by is null) and (outcome is null) = (settled_at is null)),
    check (staff_id is null or staff_id <> author_id),
    check (staff_id is null or not staff_id = any(left_by)),
    -- Whoever is one of the two does not say who was right.
    check (settled_by is null or (settled_by <> author_id and settled_by <> staff_id))
  )`,
  // One at a time for each person.
  sql`create unique index quality_review_taken on quality_review (staff_id) where state = 'taken'`,
  sql`create unique index quality_review_golden on quality_review (golden_id, staff_id) where golden_id is not null`,
  sql`create index quality_review_waiting on quality_review (drawn_at, review_id) where state = 'waiting'`,
  sql`create index quality_review_author on quality_review (author_id) where state in ('waiting', 'taken')`,
  sql`create index quality_review_answered on quality_review (answered_at desc) where state = 'answered'`,
  sql`create index quality_review_own on quality_review (staff_id, answered_at desc) where state = 'answered'`,
  sql`create index quality_review_case on quality_review (case_id) where case_id is not null`,
  sql`create function quality_review_independent() returns trigger language plpgsql as $$
    begin
      if new.staff_id is not null and new.decision_id is not null and exists (
        select from decision where decision.case_id = new.case_id
          and new.staff_id in (decision.decided_by, decision.second_staff_id, decision.ended_by)
      ) and new.state = 'taken' then
        raise exception 'a second review is never by somebody with a part in the decision'
          using errcode = 'check_violation', constraint = 'quality_review_independent';
      end if;
      return new;
    end $$`,
  sql`create trigger quality_review_independent before insert or update of staff_id on quality_review
    for each row execute function quality_review_independent()`,
];

/** Second reviews of a sampled share, golden cases, and the plan that says how much is drawn. */
export const qualityMigration: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await statement.execute(db);
  },
};
