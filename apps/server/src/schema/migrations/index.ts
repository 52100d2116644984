import { platformMigration } from './0001-platform.ts';
import { listsMigration } from './0006-lists.ts';
import { domainMigrations } from './domain-migrations.ts';
import type { Migration } from './migration.ts';

/** Every step, run in order of its name. */
export const migrations: Record<string, Migration> = {
  '0001-platform': platformMigration,
  ...domainMigrations,
  '0006-lists': listsMigration,
};
