import { Kysely, PostgresDialect } from 'kysely';
import { Migrator } from 'kysely/migration';
import pg from 'pg';
import { migrations } from '../../schema/migrations/index.ts';
import type { Tables } from '../../schema/tables.ts';
import type { Database } from './open-database.ts';

export interface MigrationStatus {
  readonly name: string;
  readonly appliedAt: Date | null;
}

export class MigrationError extends Error {
  override readonly name = 'MigrationError';
  readonly code = 'migration-failed';
}

/**
 * Brings the schema to the newest step and names the steps it applied. All steps run in one transaction under an
 * advisory lock, so servers that start together wait for each other and one failing step leaves nothing behind.
 * @throws MigrationError with the failing step
 */
export async function migrate(database: Database): Promise<string[]> {
  // A step may take long, and so may the wait for another server that is applying it: no statement timeout here.
  const pool = new pg.Pool({ ...database.pool.options, statement_timeout: 0, max: 2 });
  pool.on('error', () => {});
  const kysely = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  const { error, results } = await migratorOf(kysely)
    .migrateToLatest()
    .finally(() => kysely.destroy());
  const failed = results?.find((result) => result.status === 'Error');
  if (error !== undefined) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new MigrationError(`apply ${failed?.migrationName ?? 'the migrations'}: ${reason}`, { cause: error });
  }
  return (results ?? []).filter((result) => result.status === 'Success').map((result) => result.migrationName);
}

/** Every known step, in order, with when it was applied. */
export async function migrationStatus(database: Database): Promise<MigrationStatus[]> {
  const known = await migratorOf(database.kysely).getMigrations();
  return known.map(({ name, executedAt }) => ({ name, appliedAt: executedAt ?? null }));
}

function migratorOf(db: Kysely<Tables>): Migrator {
  return new Migrator({
    db,
    provider: { getMigrations: async () => migrations },
    migrationTableName: 'wellhouse_migration',
    migrationLockTableName: 'wellhouse_migration_lock',
  });
}
