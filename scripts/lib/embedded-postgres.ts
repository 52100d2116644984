import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestPostgres } from './debian-postgres.ts';
import { unsafeButFast } from './unsafe-but-fast.ts';

/**
 * Starts the PostgreSQL 18 that npm installed, for all test files together, or says why it cannot. What starts it is
 * loaded here and not before: a fault in the server's sources is for lint and types to tell.
 */
export async function startSharedPostgres(): Promise<TestPostgres | string> {
  try {
    return await start();
  } catch (error) {
    return `the embedded PostgreSQL did not start: ${error instanceof Error ? error.message : String(error)}`;
  }
}

async function start(): Promise<TestPostgres> {
  const { startEmbeddedPostgres } = await import('../../apps/server/src/platform/database/embedded-postgres.ts');
  const { openDatabase } = await import('../../apps/server/src/platform/database/open-database.ts');
  const dataDirectory = await mkdtemp(join(tmpdir(), 'wellhouse-pg18-'));
  const postgres = await startEmbeddedPostgres({ dataDirectory, maxConnections: 200 });
  const { pool, close } = openDatabase({ connectionString: postgres.connectionString, poolSize: 1 });
  for (const [name, value] of unsafeButFast) await pool.query(`alter system set ${name} = ${value}`);
  await pool.query('select pg_reload_conf()');
  await close();
  return {
    url: postgres.connectionString,
    async stop() {
      await postgres.stop();
      await rm(dataDirectory, { recursive: true, force: true, maxRetries: 10 });
    },
  };
}
