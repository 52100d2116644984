import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../../../src/platform/database/embedded-postgres.ts';
import { startDatabaseProxy } from '../../support/database-proxy.ts';
import { startTestDatabase } from '../../support/test-database.ts';

/** A database that a test can take away. */
export interface Outage {
  readonly connectionString: string;
  down(): Promise<void>;
  up(): Promise<void>;
  close(): Promise<void>;
}

/** PostgreSQL itself stops, as for an upgrade, and starts again. The embedded one, whatever TEST_DATABASE_URL says. */
export async function stoppingPostgres(): Promise<Outage> {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'wellhouse-down-'));
  let postgres = await startEmbeddedPostgres({ dataDirectory });
  return {
    connectionString: postgres.connectionString,
    down: () => postgres.stop(),
    async up() {
      postgres = await startEmbeddedPostgres({ dataDirectory });
    },
    async close() {
      await postgres.stop();
      await rm(dataDirectory, { recursive: true, force: true });
    },
  };
}

/** The network between server and database breaks, in the middle of whatever was under way. */
export async function cutConnections(): Promise<Outage> {
  const direct = await startTestDatabase({ migrated: false });
  const proxy = await startDatabaseProxy(direct.connectionString);
  return {
    connectionString: proxy.connectionString,
    down: async () => proxy.cut(),
    up: async () => proxy.restore(),
    async close() {
      await proxy.close();
      await direct.close();
    },
  };
}
