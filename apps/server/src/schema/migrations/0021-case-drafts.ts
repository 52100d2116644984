import { type Kysely, sql } from 'kysely';
import type { Migration } from './migration.ts';

const statements = [
  sql`create table case_draft (
    case_id uuid not null references case_file on delete cascade,
    staff_id uuid not null references staff,
    sealed bytea not null,
    at timestamptz not null,
    primary key (case_id, staff_id)
  )`,
];

/** Decisions half written, so that a reload or another browser loses none. */
export const caseDraftsMigration: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await statement.execute(db);
  },
};
