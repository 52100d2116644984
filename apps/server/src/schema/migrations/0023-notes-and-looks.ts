import { type Kysely, sql } from 'kysely';
import type { Migration } from './migration.ts';

const statements = [
  sql`create table reporter_note (
    note_id uuid primary key,
    case_id uuid not null references case_file on delete cascade,
    staff_id uuid not null references staff,
    body_digest bytea not null check (length(body_digest) = 32),
    sealed bytea not null,
    sent_at timestamptz not null
  )`,
  sql`create index reporter_note_case on reporter_note (case_id, sent_at)`,
  sql`create table reporter_note_report (
    note_id uuid not null references reporter_note on delete cascade,
    report_id uuid not null references report on delete cascade,
    fetched_at timestamptz,
    primary key (report_id, note_id)
  )`,
  sql`create index reporter_note_report_note on reporter_note_report (note_id)`,
  // Whom the texts of the team are written to.
  sql`alter table macro add column audience text not null default 'person' check (audience in ('person', 'reporter'))`,

  sql`create table case_look (
    look_id bigint generated always as identity primary key,
    case_id uuid not null references case_file on delete cascade,
    pdq bytea not null check (length(pdq) = 32),
    unique (case_id, pdq)
  )`,
  sql`create table case_look_part (
    part integer not null,
    look_id bigint not null references case_look on delete cascade,
    primary key (part, look_id)
  )`,
  sql`create index case_look_part_look on case_look_part (look_id)`,
  // Pictures that came before, oldest first.
  sql`insert into case_look (case_id, pdq)
    select case_id, pdq from (
      -- A report's stands there with its bytes the other way round.
      select picture.case_id, turned.pdq, min(picture.updated_at) as at from evidence_picture picture
      join case_file file on file.case_id = picture.case_id and file.erased_at is null
      cross join lateral (
        select decode(string_agg(lpad(to_hex(get_byte(picture.pdq, at)), 2, '0'), '' order by at desc), 'hex') as pdq
        from generate_series(0, 31) at
      ) turned
      where picture.pdq is not null and picture.quality >= 50 group by 1, 2
      union
      select picture.case_id, picture.pdq, min(file.opened_at) from album_picture picture
      join case_file file on file.case_id = picture.case_id and file.erased_at is null
      where picture.pdq is not null and picture.quality >= 50 group by 1, 2
    ) known order by at
    on conflict do nothing`,
  sql`insert into case_look_part (part, look_id)
    select place * 65536 + get_byte(pdq, place * 2) * 256 + get_byte(pdq, place * 2 + 1), look_id
    from case_look, generate_series(0, 15) place`,
];

/** Notes to people who reported, texts of the team for them, and how pictures of cases look. */
export const notesAndLooksMigration: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await statement.execute(db);
  },
};
