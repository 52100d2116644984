import { type Kysely, sql } from 'kysely';
import type { Migration } from './migration.ts';

const statements = [
  sql`create table album_picture (
    picture_id uuid primary key,
    hub_id text not null,
    album_id text not null,
    account_id text not null,
    region text not null,
    form text not null check (form in ('upload', 'fetch')),
    url text,
    body_digest bytea not null check (length(body_digest) = 32),
    size integer not null check (size >= 0),
    announced_sha256 bytea check (length(announced_sha256) = 32),
    state text not null check (state in
      ('receiving', 'checking', 'released', 'held', 'removed', 'refused', 'withdrawn')),
    version integer not null default 1,
    told_version integer not null default 0,
    why text,
    received integer not null default 0 check (received between 0 and size),
    key_wrapped bytea,
    check_attempts integer not null default 0,
    checked boolean,
    list_versions jsonb,
    md5 bytea check (length(md5) = 16),
    sha1 bytea check (length(sha1) = 20),
    sha256 bytea check (length(sha256) = 32),
    pdq bytea check (length(pdq) = 32),
    quality integer,
    media_type text,
    case_id uuid references case_file,
    case_reason text check (case_reason in ('matched', 'unreadable')),
    shown_width integer,
    shown_height integer,
    answer text check (answer in ('confirmed', 'cleared')),
    answered_by uuid references staff,
    answered_at timestamptz,
    answer_reason text,
    reopened_at timestamptz,
    looks integer[],
    added_at timestamptz not null,
    complete_at timestamptz,
    settled_at timestamptz,
    check ((form = 'fetch') = (url is not null)),
    check ((case_id is null) = (case_reason is null)),
    check ((answer is null) = (answered_by is null)),
    check (reopened_at is null or answer = 'confirmed'),
    -- Nobody but a person removes a picture, and nothing is held without a case in which a person finds it.
    check (state <> 'removed' or answer = 'confirmed'),
    check (state <> 'held' or case_id is not null),
    -- No picture is visible unmatched.
    check (state <> 'released' or checked is not null)
  )`,
  sql`create index album_picture_open on album_picture (added_at) where state in ('receiving', 'checking')`,
  sql`create index album_picture_account on album_picture (hub_id, account_id) where state in ('receiving', 'checking')`,
  sql`create index album_picture_case on album_picture (case_id, added_at) where case_id is not null`,
  // What a person may have seen or decided before, by its bytes and by its looks.
  sql`create index album_picture_sha256 on album_picture (sha256) where looks is not null`,
  sql`create index album_picture_looks on album_picture using gin (looks)
    with (fastupdate = off) where looks is not null`,
  sql`create index album_picture_untold on album_picture (picture_id) where told_version < version`,
  sql`create table album_chunk (
    picture_id uuid not null references album_picture,
    chunk_offset integer not null,
    length integer not null check (length > 0),
    primary key (picture_id, chunk_offset)
  )`,
  sql`create table album_match (
    picture_id uuid not null references album_picture,
    entry_id bigint not null references list_entry,
    list_id text not null references list,
    kind text not null,
    distance integer,
    variant text,
    effect text not null,
    matched_at timestamptz not null,
    withdrawn_at timestamptz,
    primary key (picture_id, entry_id)
  )`,
  sql`create index album_match_entry on album_match (entry_id)`,
  sql`create table album_picture_view (
    view_id uuid not null references evidence_view,
    picture_id uuid not null references album_picture,
    staff_id uuid not null references staff,
    fetched_at timestamptz not null,
    uncovered_ms integer not null default 0,
    primary key (view_id, picture_id)
  )`,
  sql`create index album_picture_view_staff on album_picture_view (staff_id, picture_id)`,
  sql`create index list_feedback_entry on list_feedback (entry_id, created_at)`,
  sql`alter table case_file add column picture_count integer not null default 0`,
  sql`alter table case_file add column match_sources integer not null default 0`,
  sql`alter table case_file add column exact_match boolean not null default false`,
];

export const albumsMigration: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await statement.execute(db);
  },
};
