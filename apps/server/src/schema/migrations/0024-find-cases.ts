import { type Kysely, sql } from 'kysely';
import type { Migration } from './migration.ts';

const statements = [
  // Byte by byte: what begins alike lies together whatever the database's collation is.
  sql`create index case_file_subject_begins on case_file (lower(subject_id) text_pattern_ops, opened_at desc, case_id)`,
];

/** The way from the first letters of an account to its cases. */
export const findCasesMigration: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await statement.execute(db);
  },
};
