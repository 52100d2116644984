import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbeddedPostgres } from '../../src/platform/database/embedded-postgres.ts';
import { migrate } from '../../src/platform/database/migrate.ts';
import { type Database, openDatabase } from '../../src/platform/database/open-database.ts';
import { createEmpty, onDatabase, templateOn } from './test-template.ts';

export interface TestDatabase {
  readonly database: Database;
  readonly connectionString: string;
  /** Ends connections and removes the database. */
  close(): Promise<void>;
}

/**
 * An empty database with the newest schema, for one test file. `TEST_DATABASE_URL` names a server to create it on (the
 * role must be allowed to); without it an embedded PostgreSQL starts in a temporary folder.
 */
export async function startTestDatabase(options: { migrated?: boolean } = {}): Promise<TestDatabase> {
  const migrated = options.migrated ?? true;
  const url = process.env.TEST_DATABASE_URL;
  const { connectionString, remove } = await (url ? onServer(url, migrated) : embedded());
  const database = openDatabase({ connectionString, poolSize: 12 });
  if (migrated && !url) await migrate(database);
  return {
    database,
    connectionString,
    async close() {
      await database.close();
      await remove();
    },
  };
}

async function embedded() {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'wellhouse-test-'));
  const postgres = await startEmbeddedPostgres({ dataDirectory });
  return {
    connectionString: postgres.connectionString,
    async remove() {
      await postgres.stop();
      await rm(dataDirectory, { recursive: true, force: true });
    },
  };
}

async function onServer(url: string, migrated: boolean) {
  const name = `wellhouse_test_${randomBytes(6).toString('hex')}`;
  await administer(url, migrated ? `create database ${name} template ${await templateOn(url)}` : createEmpty(name));
  return {
    connectionString: onDatabase(url, name),
    remove: () => administer(url, `drop database ${name} with (force)`),
  };
}

async function administer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
