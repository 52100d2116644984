import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ReportView } from '@wellhouse/protocol';
import { loadConfig } from '../../../src/platform/config.ts';
import { findEmbeddedPostgres } from '../../../src/platform/database/embedded-postgres.ts';
import { type Database, openDatabase } from '../../../src/platform/database/open-database.ts';
import { startTestDatabase } from '../../support/test-database.ts';
import type { Ledger } from './ledger.ts';
import type { SampleHub } from './sample-hub.ts';
import { freePort, type ServerProcess, startServerProcess, writeHubsFile } from './server-process.ts';
import { settle } from './settle.ts';
import { startTripwireProxy, type TripwireProxy } from './tripwire-proxy.ts';

/** An installation whose server can be killed and started again. */
export interface KilledWorld {
  readonly url: string;
  /** Between server and database; null where the server runs its own. */
  readonly proxy: TripwireProxy | null;
  start(): ServerProcess;
  /** Process id of the embedded PostgreSQL; null where it is not running, or not the server's own. */
  postmaster(): Promise<number | null>;
  /** Ends every lease and every pause, as half an hour does; a worker that still holds a job loses it. */
  letTimePass(): Promise<void>;
  /** With a server running: waits until no job is left, then checks what was promised. */
  settle(ledger: Ledger): Promise<string[]>;
  close(): Promise<void>;
}

/** @param kind `separate`: the database outlives the server; `embedded`: it is the server's own and dies with it */
export async function createKilledWorld(kind: 'separate' | 'embedded', hub: SampleHub, onLog: (line: string) => void) {
  const state = await mkdtemp(join(tmpdir(), 'wellhouse-kill-'));
  const hubsFile = join(state, 'hubs.json');
  await writeHubsFile(hubsFile, [hub.listed]);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const own = kind === 'separate' ? await startTestDatabase() : null;
  const proxy = own === null ? null : await startTripwireProxy(own.connectionString);
  const config = loadConfig({ WELLHOUSE_STATE: state });
  const { embeddedDirectory } = config.database;

  async function withDatabase<T>(use: (database: Database) => Promise<T>): Promise<T> {
    if (own !== null) return use(own.database);
    const connectionString = await findEmbeddedPostgres(embeddedDirectory);
    if (connectionString === null) throw new Error('the embedded database is not running');
    const database = openDatabase({ connectionString, poolSize: 4 });
    try {
      return await use(database);
    } finally {
      await database.close();
    }
  }

  const world: KilledWorld = {
    url,
    proxy,
    start: () => startServerProcess(['serve'], { state, hubsFile, port, databaseUrl: proxy?.connectionString, onLog }),
    async postmaster() {
      if (kind === 'separate') return null;
      const file = await readFile(join(embeddedDirectory, '18/postmaster.pid'), 'utf8').catch(() => '');
      return Number(file.split('\n')[0]) || null;
    },
    async letTimePass() {
      await withDatabase(({ pool }) =>
        pool.query(`update job set run_at = now(), state = 'ready', lease_id = null, lease_until = null
          where state in ('ready', 'running')`),
      );
    },
    settle: (ledger) =>
      withDatabase(async (database) => [
        ...(await settle(state, database, ledger)),
        ...(await receiptsHold(url, ledger)),
      ]),
    async close() {
      await proxy?.close();
      await own?.close();
      await rm(state, { recursive: true, force: true });
    },
  };
  return world;
}

/** Asks the server, as the reporters do, where the first hundred acknowledged reports stand. */
async function receiptsHold(url: string, { entries }: Ledger): Promise<string[]> {
  const violations: string[] = [];
  const acknowledged = [...entries.values()].flatMap(({ receipt }) => receipt ?? []);
  for (const { reportId, receiptToken, reference } of acknowledged.slice(0, 100)) {
    const response = await fetch(`${url}/v1/reports/${reportId}`, {
      headers: { authorization: `Bearer ${receiptToken}` },
    });
    const view = ReportView.safeParse(await response.json());
    const kept = view.success && view.data.status === 'in-review' && view.data.reference === reference;
    if (!kept) violations.push(`${reportId}: its reporter reads ${response.status} ${JSON.stringify(view.data)}`);
  }
  return violations;
}
