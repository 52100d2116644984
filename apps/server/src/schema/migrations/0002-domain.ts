import { type Kysely, sql } from 'kysely';
import type { Migration } from './migration.ts';

const statements = [
  sql`create table hub_key (
    hub_id text not null,
    key_id bigint not null check (key_id between 0 and 4294967295),
    mac_key_wrapped bytea not null,
    public_key bytea not null check (length(public_key) = 32),
    fingerprint bytea not null check (length(fingerprint) = 32),
    not_before timestamptz not null,
    not_after timestamptz not null,
    created_at timestamptz not null default now(),
    primary key (hub_id, key_id)
  )`,

  sql`create sequence case_number start 1001`,
  // Room in each page, so that a claim touches no index.
  sql`create table case_file (
    case_id uuid primary key,
    case_number bigint not null unique default nextval('case_number'),
    hub_id text not null,
    subject_kind text not null check (subject_kind in ('account', 'group')),
    subject_id text not null,
    category text not null,
    state text not null default 'open' check (state in ('open', 'held', 'decided')),
    level text not null check (level in ('VERIFIED', 'ATTESTED', 'ASSERTED')),
    score double precision not null,
    rank double precision not null,
    why jsonb not null,
    priority text not null check (priority in ('P0', 'P1', 'P2', 'P3')),
    due_at timestamptz not null,
    report_count integer not null,
    reporter_count integer not null,
    danger boolean not null,
    child boolean not null,
    drill boolean not null,
    opened_at timestamptz not null,
    decided_at timestamptz,
    claim_staff_id uuid references staff,
    claim_until timestamptz,
    erased_at timestamptz,
    check ((state = 'decided') = (decided_at is not null)),
    check ((claim_staff_id is null) = (claim_until is null))
  ) with (fillfactor = 85)`,
  // One undecided case a subject and kind: what reports race for.
  sql`create unique index case_file_undecided on case_file (hub_id, subject_kind, subject_id, category)
    where state <> 'decided'`,
  // The queue. Decided cases, the bulk of the table, do not stand in it.
  sql`create index case_file_queue on case_file (rank desc, case_id) where state = 'open'`,
  sql`create index case_file_held on case_file (rank desc, case_id) where state = 'held'`,
  sql`create index case_file_decided on case_file (decided_at desc, case_id) where state = 'decided'`,
  sql`create index case_file_subject on case_file (hub_id, subject_id, opened_at desc)`,
  sql`create table case_key (
    case_id uuid primary key references case_file,
    data_key_wrapped bytea not null
  )`,
  sql`create table case_reporter (
    case_id uuid not null references case_file,
    hub_id text not null,
    reporter text not null,
    primary key (case_id, hub_id, reporter)
  )`,
  sql`create table case_event (
    event_id bigint generated always as identity primary key,
    case_id uuid not null references case_file,
    at timestamptz not null,
    kind text not null,
    staff_id uuid references staff,
    text text,
    sealed_text bytea,
    check ((kind = 'note') = (text is null)),
    check ((kind = 'note') = (sealed_text is not null))
  )`,
  sql`create index case_event_case on case_event (case_id, event_id)`,

  sql`create table report (
    report_id uuid primary key,
    hub_id text not null,
    reporter text not null,
    reporter_groups jsonb not null,
    reference text not null unique,
    body_digest bytea not null check (length(body_digest) = 32),
    sealed bytea,
    locale text not null,
    announced jsonb not null,
    accepted_at timestamptz not null,
    state text not null default 'submitted' check (state in ('submitted', 'filed', 'unreadable')),
    problem_code text,
    problem_detail text,
    case_id uuid references case_file,
    payload bytea,
    wants_notices boolean,
    verified_at timestamptz,
    check ((state = 'submitted') = (verified_at is null)),
    check ((state = 'unreadable') = (problem_code is not null)),
    check ((state = 'filed') = (case_id is not null)),
    -- Nothing is ever neither sealed nor filed.
    check (state = 'filed' or sealed is not null)
  )`,
  // Sealed bytes are ciphertext: trying to compress them costs time and saves nothing.
  sql`alter table report alter column sealed set storage external`,
  sql`create index report_case on report (case_id, accepted_at) where case_id is not null`,
  sql`create index report_unreadable on report (accepted_at) where state = 'unreadable'`,
  sql`create table report_attachment (
    report_id uuid not null references report,
    sha256 text not null check (length(sha256) = 64),
    size integer not null,
    stored_at timestamptz not null,
    primary key (report_id, sha256)
  )`,

  sql`create table evidence_item (
    item_id uuid primary key,
    case_id uuid not null references case_file,
    report_id uuid not null references report,
    item_index integer not null,
    role text not null check (role in ('reported', 'context')),
    level text not null check (level in ('VERIFIED', 'ATTESTED', 'ASSERTED')),
    content bytea not null,
    unique (report_id, item_index)
  )`,
  sql`create index evidence_item_case on evidence_item (case_id, report_id, item_index)`,
  sql`create table evidence_picture (
    attachment_id uuid primary key,
    case_id uuid not null references case_file,
    report_id uuid not null references report,
    item_id uuid not null references evidence_item,
    part_index integer not null,
    ciphertext_sha256 text not null,
    state text not null check (state in ('missing', 'available', 'unreadable', 'mismatch')),
    problem jsonb,
    width integer,
    height integer,
    updated_at timestamptz not null,
    unique (item_id, part_index),
    check ((state = 'available') = (width is not null and height is not null))
  )`,
  sql`create index evidence_picture_report on evidence_picture (report_id, ciphertext_sha256)`,
  sql`create index evidence_picture_case on evidence_picture (case_id)`,

  sql`create table evidence_view (
    view_id uuid primary key,
    case_id uuid not null references case_file,
    staff_id uuid not null references staff,
    purpose text not null,
    reason text,
    started_at timestamptz not null,
    visible_ms integer not null default 0,
    ended_at timestamptz
  )`,
  sql`create index evidence_view_case on evidence_view (case_id, started_at)`,
  sql`create table evidence_view_picture (
    view_id uuid not null references evidence_view,
    attachment_id uuid not null references evidence_picture,
    fetched_at timestamptz,
    uncovered_ms integer not null default 0,
    primary key (view_id, attachment_id)
  )`,

  sql`create table decision (
    decision_id uuid primary key,
    reference text not null unique,
    case_id uuid not null references case_file,
    action text not null check (action in ('no-action', 'warn', 'remove-message', 'suspend', 'ban')),
    policy_id text,
    policy_version text,
    policy_title text,
    reason text not null,
    until timestamptz,
    state text not null check (state in ('held', 'in-force', 'refused')),
    report_count integer not null,
    decided_by uuid not null references staff,
    decided_at timestamptz not null,
    second_staff_id uuid references staff,
    second_at timestamptz,
    second_reason text,
    check ((action = 'suspend') = (until is not null)),
    check (action = 'no-action' or (policy_id is not null and policy_version is not null and policy_title is not null)),
    check (second_staff_id is distinct from decided_by),
    -- A ban takes effect only with its second person.
    check (action <> 'ban' or state <> 'in-force' or second_staff_id is not null)
  )`,
  sql`create unique index decision_standing on decision (case_id) where state in ('held', 'in-force')`,
  sql`create index decision_held on decision (decided_at) where state = 'held'`,
  sql`create index decision_case on decision (case_id, decided_at)`,

  sql`create table account_sequence (
    hub_id text not null,
    account_id text not null,
    last_sequence integer not null,
    primary key (hub_id, account_id)
  )`,
  sql`create table delivery (
    delivery_id uuid primary key,
    hub_id text not null,
    account_id text not null,
    decision_id uuid not null references decision,
    case_id uuid not null references case_file,
    type text not null,
    sequence integer not null,
    body text not null,
    state text not null default 'pending' check (state in ('pending', 'delivered', 'dead')),
    attempts integer not null default 0,
    next_attempt_at timestamptz,
    last_error text,
    created_at timestamptz not null,
    delivered_at timestamptz,
    unique (hub_id, account_id, sequence),
    check ((state = 'delivered') = (delivered_at is not null))
  )`,
  sql`create index delivery_pending on delivery (created_at) where state <> 'delivered'`,
  sql`create index delivery_decision on delivery (decision_id)`,
  sql`create index delivery_recent on delivery (created_at desc)`,
];

export const domainMigration: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await statement.execute(db);
  },
};
