import { type Kysely, sql } from 'kysely';
import type { Migration } from './migration.ts';

const limits = sql`
  limit_categories text[] check (cardinality(limit_categories) > 0),
  limit_regions text[] check (cardinality(limit_regions) > 0)`;

const statements = [
  sql`create table staff_role (
    role_id text primary key check (role_id not in ('viewer', 'reviewer', 'lead', 'admin')),
    name text not null,
    permissions text[] not null check (cardinality(permissions) > 0),
    ${limits},
    created_at timestamptz not null
  )`,
  sql`create unique index staff_role_name on staff_role (lower(name))`,
  sql`alter table staff drop constraint staff_roles_check`,
  sql`alter table staff add column limit_categories text[] check (cardinality(limit_categories) > 0)`,
  sql`alter table staff add column limit_regions text[] check (cardinality(limit_regions) > 0)`,
  sql`alter table staff add column sso_issuer text`,
  sql`alter table staff add column sso_subject text`,
  sql`alter table staff add constraint staff_sso check ((sso_issuer is null) = (sso_subject is null))`,
  sql`create unique index staff_sso on staff (sso_issuer, sso_subject) where sso_subject is not null`,

  sql`alter table staff_session add column way text not null default 'password'`,
  sql`alter table staff_session alter column way drop default`,
  sql`alter table staff_session add constraint staff_session_way
    check (way in ('link', 'password', 'password-totp', 'password-recovery', 'passkey', 'sso'))`,
  sql`alter table staff_session add column device text`,
  sql`alter table staff_session add column fresh_at timestamptz`,

  sql`create table staff_passkey (
    passkey_id uuid primary key,
    staff_id uuid not null references staff,
    credential_id bytea not null unique,
    public_key bytea not null,
    counter bigint not null,
    transports text[] not null,
    synced boolean not null,
    name text not null,
    created_at timestamptz not null,
    last_used_at timestamptz
  )`,
  sql`create index staff_passkey_staff on staff_passkey (staff_id)`,
  sql`create table staff_totp (
    totp_id uuid primary key,
    staff_id uuid not null references staff,
    secret_wrapped bytea not null,
    created_at timestamptz not null,
    confirmed_at timestamptz,
    last_step bigint not null
  )`,
  sql`create unique index staff_totp_staff on staff_totp (staff_id) where confirmed_at is not null`,
  sql`create index staff_totp_begun on staff_totp (staff_id) where confirmed_at is null`,
  sql`create table staff_recovery_code (
    code_hash bytea primary key check (length(code_hash) = 32),
    staff_id uuid not null references staff,
    created_at timestamptz not null,
    used_at timestamptz
  )`,
  sql`create index staff_recovery_code_staff on staff_recovery_code (staff_id)`,
  sql`create table login_challenge (
    challenge_hash bytea primary key check (length(challenge_hash) = 32),
    kind text not null,
    staff_id uuid references staff,
    expects jsonb not null,
    expires_at timestamptz not null
  )`,
  sql`create index login_challenge_expires on login_challenge (expires_at)`,

  sql`alter table evidence_view add column items integer not null default 0`,
  sql`create index evidence_view_started on evidence_view (started_at desc, view_id)`,
  sql`create index evidence_view_staff on evidence_view (staff_id, started_at desc)`,
  sql`create table audit_key (
    key_id text primary key,
    public_key bytea not null check (length(public_key) = 32),
    private_key_wrapped bytea not null,
    created_at timestamptz not null
  )`,
];

/** Second factors, single sign-on, roles with limits, and what the audit log's head is signed with. */
export const staffMigration: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await statement.execute(db);
  },
};
