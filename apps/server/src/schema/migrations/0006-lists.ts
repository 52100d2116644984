import { type Kysely, sql } from 'kysely';
import type { Migration } from './migration.ts';

const statements = [
  sql`create table list (
    list_id text primary key check (list_id ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
    kind text not null check (kind in ('known', 'negative')),
    source text not null check (source in ('ncmec', 'stopncii', 'threatexchange', 'tech-against-terrorism', 'file')),
    connection_id text,
    state text not null default 'shadow' check (state in ('shadow', 'active', 'withdrawn')),
    title text not null,
    purpose text not null,
    agreement text not null,
    legal_basis jsonb not null,
    surfaces text[] not null,
    radius integer not null check (radius between 0 and 31),
    quality_floor integer not null check (quality_floor between 0 and 100),
    minimum_sources integer not null check (minimum_sources between 1 and 20),
    flood_limit integer not null check (flood_limit >= 1),
    version bigint not null default 1,
    counts jsonb not null,
    checkpoint jsonb,
    sync_state text not null default 'never' check (sync_state in ('never', 'ok', 'failed', 'refused')),
    sync_started_at timestamptz,
    synced_at timestamptz,
    next_sync_at timestamptz,
    sync_error text,
    created_at timestamptz not null,
    created_by uuid references staff,
    check ((source = 'file') = (connection_id is null))
  )`,
  sql`create table list_version (
    list_id text not null references list,
    version bigint not null,
    at timestamptz not null,
    staff_id uuid references staff,
    kind text not null,
    details jsonb not null,
    primary key (list_id, version)
  )`,

  sql`create table list_entry (
    entry_id bigint generated always as identity primary key,
    list_id text not null references list,
    source_id text not null,
    kind text not null,
    digest bytea not null check (length(digest) = 16),
    value bytea,
    media text not null check (media in ('image', 'video', 'other')),
    class text,
    source_status text,
    contributors text[] not null,
    feedback_ref text,
    status text not null check (status in ('live', 'quarantined', 'excluded', 'withdrawn')),
    version bigint not null,
    added_at timestamptz not null,
    withdrawn_at timestamptz,
    withdrawn_why text,
    flood_released boolean not null default false,
    ruled_out boolean not null default false,
    unique (list_id, source_id, kind, digest),
    -- What is withdrawn is gone: its fingerprint is not kept.
    check ((status = 'withdrawn') = (withdrawn_at is not null)),
    check ((status = 'withdrawn') = (withdrawn_why is not null)),
    check (status <> 'withdrawn' or value is null)
  )`,
  // What an index asks for: everything of a list that changed after the version it has.
  sql`create index list_entry_version on list_entry (list_id, version, entry_id)`,
  sql`create index list_entry_set_aside on list_entry (list_id, entry_id) where status = 'quarantined'`,

  // One row an item of the window or file that is being read. Applied or dropped as a whole.
  sql`create unlogged table list_staged (
    sync_id uuid not null,
    n bigint generated always as identity,
    list_id text not null,
    staged_at timestamptz not null,
    source_id text not null,
    stamp timestamptz,
    deleted boolean not null,
    media text not null,
    class text,
    source_status text,
    contributors text[] not null,
    feedback_ref text,
    fingerprints jsonb not null,
    primary key (sync_id, n)
  )`,

  sql`create table list_change (
    change_id uuid primary key,
    list_id text not null references list,
    kind text not null check (kind in ('activate', 'withdraw', 'settings', 'shrink', 'import')),
    body jsonb not null,
    state text not null check (state in ('held', 'in-force', 'refused')),
    asked_at timestamptz not null,
    first_staff_id uuid references staff,
    first_reason text,
    second_staff_id uuid references staff,
    second_at timestamptz,
    second_reason text,
    used_at timestamptz,
    check (first_staff_id is null or first_staff_id is distinct from second_staff_id),
    -- Nothing about a list takes effect on one person's word.
    check (state <> 'in-force' or (first_staff_id is not null and second_staff_id is not null))
  )`,
  sql`create unique index list_change_held on list_change (list_id, kind) where state = 'held'`,
  sql`create index list_change_list on list_change (list_id, asked_at)`,

  sql`create table list_event (
    event_id bigint generated always as identity primary key,
    at timestamptz not null,
    kind text not null check (kind in
      ('list-entry-withdrawn', 'list-entry-quarantined', 'list-entry-released', 'list-entry-excluded')),
    list_id text not null references list,
    entry_id bigint not null references list_entry,
    why text not null,
    handled_at timestamptz
  )`,
  sql`create index list_event_open on list_event (event_id) where handled_at is null`,

  // Different pictures that an entry matched on a day; kept for two days.
  sql`create table list_entry_match (
    entry_id bigint not null references list_entry,
    day date not null,
    picture bytea not null check (length(picture) = 32),
    primary key (entry_id, day, picture)
  )`,
  sql`create index list_entry_match_day on list_entry_match (day)`,
  sql`create table list_match_count (
    list_id text not null references list,
    day date not null,
    effect text not null,
    matches bigint not null,
    primary key (list_id, day, effect)
  )`,

  sql`create table list_feedback (
    feedback_id uuid primary key,
    list_id text not null references list,
    entry_id bigint not null references list_entry,
    opinion text not null check (opinion in ('seen', 'confirmed', 'refuted')),
    state text not null default 'pending' check (state in ('pending', 'sent', 'dead')),
    attempts integer not null default 0,
    last_error text,
    created_at timestamptz not null,
    sent_at timestamptz,
    check ((state = 'sent') = (sent_at is not null))
  )`,
  sql`create index list_feedback_pending on list_feedback (created_at) where state <> 'sent'`,
];

export const listsMigration: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await statement.execute(db);
  },
};
