import { type Kysely, sql } from 'kysely';
import type { Migration } from './migration.ts';

const statements = [
  // Finds the same number of a group under another statement of its hub, in whatever report (docs/adr/0049).
  sql`alter table evidence_item
    add column place bytea check (length(place) = 16),
    add column statement bytea check (length(statement) = 16),
    add column contradicted boolean not null default false,
    add check ((place is null) = (statement is null)),
    add check (not contradicted or level = 'ASSERTED')`,
  sql`create index evidence_item_place on evidence_item (place) where place is not null`,
  // Tokens named groups without epochs: what waits is verified by what its token said, "is or was a member".
  sql`update report set reporter_groups = (
      select coalesce(jsonb_agg(case jsonb_typeof(entry)
        when 'string' then jsonb_build_object('groupId', entry, 'spans', '[{"from": 0, "to": null}]'::jsonb)
        else entry end), '[]'::jsonb)
      from jsonb_array_elements(reporter_groups) as entry)
    where state = 'submitted'`,
];

export const stampIndexMigration: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await statement.execute(db);
  },
};
