import { type Kysely, sql } from 'kysely';
import type { Migration } from './migration.ts';

const statements = [
  sql`alter table case_event
    add column said jsonb,
    drop constraint case_event_check,
    drop constraint case_event_check1,
    -- A line is in codes, in words of before there were codes, or sealed.
    add constraint case_event_words check (num_nonnulls(said, text, sealed_text) = 1)`,
  // A message's number outlives what it is counted by.
  sql`alter table evidence_item add column number integer`,
  // What somebody reported before, and how it ended.
  sql`create index case_reporter_who on case_reporter (hub_id, reporter)`,
];

/** Timelines in codes, numbers of messages that stay, and the way from a person to what they have reported. */
export const peopleMigration: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await statement.execute(db);
  },
};
