import { type Kysely, sql } from 'kysely';
import type { Migration } from './migration.ts';

/** Clocks as they are on this day, in minutes: of the decision, and until somebody has looked. */
const decision = sql`case when danger then 60 when category in ('adult.ncii', 'adult.ncii_ai') then 1440
  else case priority when 'P0' then 60 when 'P1' then 240 when 'P2' then 4320 else 21600 end end`;
const look = sql`case priority when 'P0' then 15 when 'P1' then 60 when 'P2' then 1440 else 7200 end`;

const statements = [
  sql`alter table case_file add column review_due_at timestamptz`,
  sql`update case_file set review_due_at =
    least(due_at, greatest(opened_at, due_at - ${decision} * interval '1 minute') + ${look} * interval '1 minute')`,
  sql`alter table case_file alter column review_due_at set not null`,
  sql`drop index case_file_backlog`,
  // No column that a sign of life changes; the first look at a case changes one, once.
  sql`create index case_file_backlog on case_file (priority)
    include (state, opened_at, due_at, review_due_at, first_review_at) where state <> 'decided' and not drill`,
];

/** The end of the first look's clock stands in the row, so that figures measure each clock by itself. */
export const firstLookMigration: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await statement.execute(db);
  },
};
