import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbeddedPostgres } from '../../src/platform/database/embedded-postgres.ts';
import { migrate } from '../../src/platform/database/migrate.ts';
import { type Database, openDatabase } from '../../src/platform/database/open-database.ts';

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
  const server = process.env.TEST_DATABASE_URL ? onServer(process.env.TEST_DATABASE_URL) : embedded();
  const { connectionString, remove } = await server;
  const database = openDatabase({ connectionString, poolSize: 12 });
  if (options.migrated ?? true) await migrate(database);
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

async function onServer(url: string) {
  const name = `wellhouse_test_${randomBytes(6).toString('hex')}`;
  await administer(url, `create database ${name} template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C'`);
  const own = new URL(url);
  own.pathname = `/${name}`;
  return {
    connectionString: own.toString(),
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
