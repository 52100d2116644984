import { type Kysely, sql } from 'kysely';
import type { Migration } from './migration.ts';

const statements = [
  sql`alter table case_file add column first_review_at timestamptz`,
  sql`update case_file file set first_review_at = least(file.decided_at, (
    select min(started_at) from evidence_view look where look.case_id = file.case_id
  ))`,
  sql`create index case_file_reviewed on case_file (first_review_at) where first_review_at is not null`,
  sql`create index case_file_opened on case_file (opened_at, case_id)`,
  sql`alter table report add column told_at timestamptz`,
  sql`create index report_accepted on report (accepted_at, report_id)`,
  sql`create index decision_decided on decision (decided_at, decision_id)`,
];

/** When a case was first looked at, when an outcome reached its reporter, and the orders in which tables are taken out. */
export const numbersMigration: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await statement.execute(db);
  },
};
