import { domainMigration } from './0002-domain.ts';
import { stampIndexMigration } from './0004-stamp-index.ts';
import { hubKeyLifeMigration } from './0005-hub-key-life.ts';
import type { Migration } from './migration.ts';

/** Steps of the tables in domain-tables.ts; names start with their number. */
export const domainMigrations: Record<string, Migration> = {
  '0002-domain': domainMigration,
  '0004-stamp-index': stampIndexMigration,
  '0005-hub-key-life': hubKeyLifeMigration,
};
