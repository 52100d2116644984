import { type Kysely, sql } from 'kysely';
import type { Migration } from './migration.ts';

const statements = [
  // The lock comes first, and the count is of what is committed by then: each statement of a volatile function has its own snapshot.
  sql`create function live_claims(who uuid, at timestamptz) returns integer language plpgsql volatile as $$
    begin
      perform pg_advisory_xact_lock(hashtextextended('claims:' || who::text, 0));
      return (select count(*) from case_file where claim_staff_id = who and state = 'open' and claim_until > at);
    end $$`,
  sql`create index decision_fallen on decision (case_id) where ended_why = 'appeal'`,
  sql`create index decision_scheduled on decision (starts_at) where state = 'scheduled'`,
];

/** How many cases somebody holds, counted by one at a time; whose decision fell on appeal, and what is yet to begin. */
export const liveClaimsMigration: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await statement.execute(db);
  },
};
