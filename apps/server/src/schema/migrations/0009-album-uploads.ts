import { type Kysely, sql } from 'kysely';
import type { Migration } from './migration.ts';

const statements = [
  sql`alter table album_picture add column append_id uuid`,
  sql`alter table album_picture add column append_until timestamptz`,
  sql`alter table album_picture add constraint album_picture_append check ((append_id is null) = (append_until is null))`,
  sql`alter table album_picture add column withdrawn_at timestamptz`,
  // No row was written before this step.
  sql`alter table album_chunk add column blob text not null`,
];

/** Who is sending bytes, what was taken out, and where a chunk lies. */
export const albumUploadsMigration: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await statement.execute(db);
  },
};
