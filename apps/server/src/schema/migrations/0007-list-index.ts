import { type Kysely, sql } from 'kysely';
import type { Migration } from './migration.ts';

/** Why pictures shared in the EU are not matched until two people say on what ground they may be. */
const euReason = `Regulation (EU) 2021/1232, which let providers look for known material in spite of the ePrivacy
 Directive, expired on 3 April 2026. Whether a shared album falls under that directive, and on what other ground it may be
 checked, is for counsel to say first.`.replaceAll('\n', '');

const statements = [
  // The switch of a region. Without a row a region is as the lists say: on where an active one has a legal basis for it.
  sql`create table album_region (
    region text primary key check (region ~ '^[A-Z]{2}(-[A-Z0-9]{1,3})?$'),
    state text not null check (state in ('on', 'off')),
    legal_basis text,
    reason text not null,
    version bigint not null default 1,
    changed_at timestamptz not null,
    check ((state = 'on') = (legal_basis is not null))
  )`,
  sql`create table album_region_change (
    change_id uuid primary key,
    region text not null,
    to_state text not null check (to_state in ('on', 'off')),
    legal_basis text,
    state text not null check (state in ('held', 'in-force', 'refused')),
    asked_at timestamptz not null,
    first_staff_id uuid not null references staff,
    first_reason text not null,
    second_staff_id uuid references staff,
    second_at timestamptz,
    second_reason text,
    check ((to_state = 'on') = (legal_basis is not null)),
    check (first_staff_id is distinct from second_staff_id),
    -- One person may stop the matching of a region; to start it takes two.
    check (state <> 'in-force' or to_state = 'off' or second_staff_id is not null)
  )`,
  sql`create unique index album_region_change_held on album_region_change (region) where state = 'held'`,
  sql`insert into album_region (region, state, legal_basis, reason, changed_at)
    values ('EU', 'off', null, ${sql.lit(euReason)}, now())`,

  // The kind of abuse that a list's entries stand for: a leaf of the taxonomy.
  sql`alter table list add column category text`,
  sql`update list set category = case when kind = 'negative' then 'other' when source = 'ncmec' then 'child.csam_known'
    when source = 'stopncii' then 'adult.ncii' when source = 'tech-against-terrorism' then 'terror.content'
    else 'other' end`,
  sql`alter table list alter column category set not null`,
  sql`update list_change set body = body || jsonb_build_object('category', list.category)
    from list where list.list_id = list_change.list_id and list_change.kind = 'settings'`,

  // What a process loads its index from. Without done_at it is being written, or its writer died.
  sql`create table list_index_snapshot (
    snapshot_id uuid primary key,
    begun_at timestamptz not null,
    done_at timestamptz,
    positions jsonb not null,
    blobs integer not null default 0,
    chunks jsonb not null default '[]'
  )`,
];

export const listIndexMigration: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await statement.execute(db);
  },
};
