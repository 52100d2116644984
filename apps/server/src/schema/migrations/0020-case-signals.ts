import { type Kysely, sql } from 'kysely';
import type { Migration } from './migration.ts';

const statements = [
  sql`create table case_signal (
    case_id uuid not null references case_file on delete cascade,
    kind text not null check (kind in ('picture', 'text', 'link')),
    value bytea not null check (length(value) = 16),
    at timestamptz not null,
    primary key (case_id, kind, value)
  )`,
  sql`create index case_signal_value on case_signal (kind, value, at desc, case_id)`,
];

/** What cases share, without what it is. */
export const caseSignalsMigration: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await statement.execute(db);
  },
};
