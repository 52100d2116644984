import { type Kysely, sql } from 'kysely';
import type { Migration } from './migration.ts';

const statements = [
  sql`create table job (
    job_id bigint generated always as identity primary key,
    kind text not null,
    payload jsonb not null,
    order_key text,
    state text not null default 'ready' check (state in ('ready', 'running', 'done', 'dead')),
    run_at timestamptz not null default now(),
    attempts integer not null default 0,
    max_attempts integer not null default 20 check (max_attempts > 0),
    lease_until timestamptz,
    lease_id uuid,
    last_error text,
    created_at timestamptz not null default now(),
    finished_at timestamptz,
    check ((state = 'running') = (lease_until is not null and lease_id is not null)),
    check ((state in ('done', 'dead')) = (finished_at is not null))
  )`,
  // Small partial indexes: finished jobs, the bulk of the table, stand in none of them.
  sql`create index job_ready on job (run_at, job_id) where state = 'ready'`,
  sql`create index job_lease on job (lease_until) where state = 'running'`,
  sql`create index job_order on job (order_key, job_id) where state in ('ready', 'running') and order_key is not null`,
  sql`create index job_finished on job (finished_at) where state = 'done'`,
  sql`create index job_dead on job (job_id) where state = 'dead'`,
  // Commits that notify wait for each other inside PostgreSQL, which would end its group commit. So of the transactions
  // that enqueue at one time only the first notifies; the others' jobs are found by it or by the poll.
  sql`create function job_wake() returns trigger language plpgsql as $$
    begin
      if pg_try_advisory_xact_lock(8600, 2) then
        notify wellhouse_job;
      end if;
      return null;
    end $$`,
  sql`create trigger job_wake after insert on job for each statement execute function job_wake()`,

  sql`create table staff (
    staff_id uuid primary key,
    name text not null,
    email text not null unique check (email = lower(email)),
    roles text[] not null check (roles <@ array['viewer', 'reviewer', 'lead', 'admin']),
    active boolean not null,
    password_hash text,
    created_at timestamptz not null default now()
  )`,
  sql`create table staff_session (
    session_id uuid primary key,
    token_hash bytea not null unique check (length(token_hash) = 32),
    staff_id uuid not null references staff,
    csrf_token text not null,
    created_at timestamptz not null default now(),
    last_used_at timestamptz not null,
    expires_at timestamptz not null,
    revoked_at timestamptz
  )`,
  sql`create index staff_session_staff on staff_session (staff_id) where revoked_at is null`,
  sql`create table staff_link (
    link_id uuid primary key,
    token_hash bytea not null unique check (length(token_hash) = 32),
    staff_id uuid references staff,
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    used_at timestamptz
  )`,
  sql`create table login_attempt (
    throttle_key bytea primary key,
    failures integer not null,
    window_started_at timestamptz not null,
    blocked_until timestamptz
  )`,

  sql`create table audit_entry (
    entry_id bigint primary key check (entry_id > 0),
    at timestamptz not null,
    staff_id uuid references staff,
    action text not null,
    object text,
    details jsonb not null,
    previous_hash bytea not null unique check (length(previous_hash) = 32),
    hash bytea not null unique check (length(hash) = 32)
  )`,
  sql`create index audit_entry_object on audit_entry (object, entry_id) where object is not null`,
  sql`create function audit_refuse() returns trigger language plpgsql as $$
    begin
      raise exception 'the audit log is append-only' using errcode = 'restrict_violation';
    end $$`,
  sql`create trigger audit_append_only before update or delete on audit_entry
    for each row execute function audit_refuse()`,
  sql`create trigger audit_no_truncate before truncate on audit_entry
    for each statement execute function audit_refuse()`,

  sql`create table sealing_key (
    key_id text primary key,
    suite text not null,
    public_key bytea not null,
    private_key_wrapped bytea not null,
    created_at timestamptz not null default now(),
    not_after timestamptz not null
  )`,
];

export const platformMigration: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await statement.execute(db);
  },
};
