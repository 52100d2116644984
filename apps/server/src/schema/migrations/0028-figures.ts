import { type Kysely, sql } from 'kysely';
import type { Migration } from './migration.ts';

const statements = [
  // No column that changes while somebody works on a case: a sign of life writes to no index.
  sql`create index case_file_backlog on case_file (priority) include (state, opened_at, due_at)
    where state <> 'decided' and not drill`,
  sql`create index case_file_opened_days on case_file (opened_at) where not drill`,
];

/** The team's figures out of indexes alone (ADR 0102). */
export const figuresMigration: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await statement.execute(db);
  },
};
