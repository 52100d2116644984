import { type Kysely, sql } from 'kysely';
import policies from './0012-policies.json' with { type: 'json' };
import type { Migration } from './migration.ts';

const statements = [
  sql`alter table decision drop constraint decision_action_check`,
  sql`alter table decision drop constraint decision_state_check`,
  sql`alter table decision drop constraint decision_check`,
  sql`alter table decision
    add constraint decision_action_check
      check (action in ('no-action', 'warn', 'remove-message', 'limit', 'suspend', 'ban')),
    add constraint decision_state_check
      check (state in ('held', 'scheduled', 'in-force', 'refused', 'undone', 'overturned')),
    add constraint decision_until check ((action in ('limit', 'suspend')) = (until is not null)),
    add column starts_at timestamptz,
    add column in_force_at timestamptz,
    add column ended_at timestamptz,
    add column ended_why text check (ended_why in ('undo', 'cancelled', 'reversed', 'appeal', 'expired')),
    add column ended_by uuid references staff,
    add column ended_reason text,
    add column proposed_action text,
    add column proposed_days integer,
    add column departed boolean not null default false,
    add column departed_why text,
    add column batch_id uuid,
    add column rests_on jsonb,
    add constraint decision_ended check ((ended_at is null) = (ended_why is null)),
    add constraint decision_taken_back check ((state in ('undone', 'overturned')) = (ended_why is not null and ended_why <> 'expired')),
    -- Only what has an end of its own can begin later.
    add constraint decision_scheduled check (state <> 'scheduled' or (starts_at is not null and action in ('limit', 'suspend'))),
    add constraint decision_departed check (departed or departed_why is null)`,
  sql`update decision set in_force_at = coalesce(second_at, decided_at) where state = 'in-force'`,
  sql`alter table decision add constraint decision_in_force check (state <> 'in-force' or in_force_at is not null)`,
  sql`drop index decision_standing`,
  sql`create unique index decision_standing on decision (case_id) where state in ('held', 'scheduled', 'in-force')`,
  sql`create index decision_batch_cases on decision (batch_id) where batch_id is not null`,

  sql`alter table delivery drop constraint delivery_state_check`,
  sql`alter table delivery add constraint delivery_state_check
    check (state in ('pending', 'delivered', 'dead', 'withdrawn'))`,
  sql`drop index delivery_pending`,
  sql`create index delivery_pending on delivery (created_at) where state in ('pending', 'dead')`,

  sql`create table policy_version (
    policy_id text not null check (policy_id ~ '^[a-z][a-z0-9-]{1,40}$'),
    version text not null,
    titles jsonb not null,
    summaries jsonb not null,
    texts jsonb not null,
    categories jsonb not null,
    ladder jsonb not null,
    strike_rule jsonb not null,
    state text not null check (state in ('proposed', 'approved', 'refused')),
    effective_from timestamptz not null,
    change_note text not null,
    proposed_by uuid references staff,
    proposed_at timestamptz not null,
    answered_by uuid references staff,
    answered_at timestamptz,
    answer_reason text,
    primary key (policy_id, version),
    check (answered_by is null or answered_by is distinct from proposed_by),
    check ((state = 'proposed') = (answered_at is null)),
    -- Without a proposer it came with the installation.
    check (state <> 'approved' or (proposed_by is null) = (answered_by is null))
  )`,
  sql`create index policy_version_in_force on policy_version (policy_id, effective_from desc) where state = 'approved'`,
  // One proposal at a time, so that a second one is written against what the first became.
  sql`create unique index policy_version_proposed on policy_version (policy_id) where state = 'proposed'`,

  sql`create table strike (
    decision_id uuid primary key references decision,
    case_id uuid not null references case_file,
    hub_id text not null,
    account_id text not null,
    policy_id text not null,
    weight integer not null check (weight between 1 and 10),
    at timestamptz not null,
    expires_at timestamptz,
    ended_at timestamptz,
    ended_why text,
    check ((ended_at is null) = (ended_why is null))
  )`,
  sql`create index strike_account on strike (hub_id, account_id, at)`,

  sql`create table macro (
    macro_id uuid primary key,
    title text not null,
    policy_id text,
    categories jsonb not null,
    texts jsonb not null,
    active boolean not null default true,
    created_by uuid not null references staff,
    created_at timestamptz not null,
    updated_by uuid not null references staff,
    updated_at timestamptz not null
  )`,
  sql`create unique index macro_title on macro (lower(title)) where active`,

  sql`create table decision_batch (
    batch_id uuid primary key,
    staff_id uuid not null references staff,
    at timestamptz not null,
    body jsonb not null,
    undone_by uuid references staff,
    undone_at timestamptz,
    undo_reason text,
    check ((undone_by is null) = (undone_at is null))
  )`,
  sql`create table decision_batch_case (
    batch_id uuid not null references decision_batch,
    case_id uuid not null references case_file,
    report_count integer not null,
    state text not null default 'waiting' check (state in ('waiting', 'decided', 'refused', 'stopped', 'undone', 'kept')),
    code text,
    primary key (batch_id, case_id),
    check ((state in ('refused', 'kept')) = (code is not null))
  )`,
  sql`alter table decision add constraint decision_batch_exists foreign key (batch_id) references decision_batch`,
];

/** Policies as versions, strikes, timed and scheduled decisions, what takes one back, and cases decided together. */
export const decisionsMigration: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await statement.execute(db);
    await sql`insert into policy_version (policy_id, version, titles, summaries, texts, categories, ladder, strike_rule, state,
        effective_from, change_note, proposed_at, answered_at)
      select one->>'policyId', one->>'version', one->'titles', one->'summaries', one->'texts', one->'categories', one->'ladder',
        one->'strikeRule', 'approved', '2026-01-01T00:00:00Z', 'Came with the installation.', now(), now()
      from jsonb_array_elements(${JSON.stringify(policies)}::jsonb) one
      on conflict do nothing`.execute(db);
  },
};
