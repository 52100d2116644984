import { type Kysely, sql } from 'kysely';
import type { Migration } from './migration.ts';

const statements = [
  // MAC-only keys have no public key; retired ones may have their private key published (docs/spec/franking.md §4.2).
  sql`alter table hub_key
    alter column public_key drop not null,
    add column retired_at timestamptz,
    add column private_key bytea check (length(private_key) = 32),
    add check (private_key is null or (public_key is not null and retired_at is not null))`,
  // Messages that wait for a key which their hub has not published yet: few, and found by the key that comes in.
  sql`alter table evidence_item add column awaits_key bigint`,
  sql`create index evidence_item_awaits_key on evidence_item (awaits_key) where awaits_key is not null`,
];

export const hubKeyLifeMigration: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await statement.execute(db);
  },
};
