/**
 * Sealed reports that one server process acknowledges durably a second, on the embedded PostgreSQL with fsync on, for 64
 * clients that run in a process of their own, beside plain INSERTs of the same bytes by the same driver. Rounds alternate,
 * and each side's figure is its median round, so that a machine that gets slower does so for both.
 */
import { fork, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createReporterToken } from '@wellhouse/hub';
import { ReportConfig } from '@wellhouse/protocol';
import pg from 'pg';
import type { InsertOrder } from './intake/bare-inserts.ts';
import type { LoadOrder, LoadResult } from './intake/load-clients.ts';
import { hubId, sealReports } from './intake/sealed-reports.ts';

const clients = 64;
const rounds = 3;
const seconds = 5;
const repository = join(import.meta.dirname, '../..');

export async function runIntakeBench(): Promise<Record<string, number>> {
  const state = await mkdtemp(join(tmpdir(), 'wh-bench-'));
  const apiSecret = randomBytes(32).toString('base64url');
  const server = await startServer(state, apiSecret);
  try {
    const config = ReportConfig.parse(await (await fetch(`${server.url}/v1/report-config`)).json());
    const key = config.sealingKeys[0];
    if (!key) throw new Error('the server names no sealing key');
    process.stderr.write('sealing 256 reports …\n');
    const sealed = (await sealReports(key, 256)).map((bytes) => Buffer.from(bytes).toString('base64url'));
    const tokens = Array.from({ length: 64 }, (_, index) =>
      createReporterToken({
        hubId,
        apiSecret,
        accountId: `reporter-${index}@bench.localhost`,
        groups: [],
        now: Date.now(),
        ttlSeconds: 3600,
      }),
    );
    const admin = new pg.Client({ connectionString: server.connectionString });
    await admin.connect();
    await admin.query(
      'create table bare_report (report_id uuid primary key, hub_id text, reporter text, sealed bytea, accepted_at timestamptz)',
    );
    const port = Number(new URL(server.url).port);
    const load = (length: number) =>
      inChild<LoadOrder, LoadResult>('load-clients.ts', { port, tokens, sealed, clients, seconds: length });
    const bare = (connections: number) =>
      inChild<InsertOrder, { inserted: number }>('bare-inserts.ts', {
        connectionString: server.connectionString,
        sealed,
        clients,
        connections,
        seconds,
      });

    process.stderr.write('warming up …\n');
    await load(3);
    const reports: number[] = [];
    const latencies: number[] = [];
    const inserts: number[] = [];
    let accepted = 0;
    const before = await count(admin);
    for (let round = 1; round <= rounds; round++) {
      process.stderr.write(`round ${round} of ${rounds} …\n`);
      const result = await load(seconds);
      if (result.refused > 0) throw new Error(`the server refused ${result.refused} reports: ${result.firstRefusal}`);
      accepted += result.accepted;
      reports.push(result.accepted / seconds);
      for (const latency of result.latenciesMs) latencies.push(latency);
      // the faster of two pool sizes is the limit: the server's own, and one connection for each client
      const few = await bare(12);
      const many = await bare(clients);
      inserts.push(Math.max(few.inserted, many.inserted) / seconds);
    }
    const stored = (await count(admin)) - before;
    if (stored !== accepted) throw new Error(`${accepted} reports were acknowledged and ${stored} are stored`);
    const { rows } = await admin.query<{ fsync: string }>('show fsync');
    if (rows[0]?.fsync !== 'on') throw new Error('fsync is off: the figures would mean nothing');
    await admin.end();
    const reportsPerSecond = median(reports);
    const bareInserts = median(inserts);
    return {
      reports_per_s: Math.round(reportsPerSecond),
      p50_ms: tenths(percentile(latencies, 0.5)),
      p99_ms: tenths(percentile(latencies, 0.99)),
      bare_insert_per_s: Math.round(bareInserts),
      ratio_to_bare_insert: Math.round((reportsPerSecond / bareInserts) * 100) / 100,
    };
  } finally {
    await server.stop();
    await rm(state, { recursive: true, force: true });
  }
}

async function count(admin: pg.Client): Promise<number> {
  const { rows } = await admin.query<{ n: string }>('select count(*) as n from report');
  return Number(rows[0]?.n);
}

interface BenchServer {
  url: string;
  connectionString: string;
  stop(): Promise<void>;
}

async function startServer(state: string, apiSecret: string): Promise<BenchServer> {
  const hubs = join(state, 'hubs.json');
  await writeFile(hubs, JSON.stringify([{ hubId, apiSecret }]));
  const child = spawn(
    process.execPath,
    ['--conditions=wellhouse-src', join(repository, 'apps/server/src/cli/main.ts'), 'serve', '--json', '--no-work'],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: {
        ...process.env,
        DATABASE_URL: '',
        WELLHOUSE_STATE: state,
        WELLHOUSE_PORT: '0',
        WELLHOUSE_HUBS: hubs,
        WELLHOUSE_LOG_LEVEL: 'warn',
        WELLHOUSE_REPORTS_PER_MINUTE: '100000000',
      },
    },
  );
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const url = await new Promise<string>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the server stopped with ${code}`)));
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.includes('"ready"')) resolve(JSON.parse(line).listening);
    });
  });
  const { findEmbeddedPostgres } = await import('../../apps/server/src/platform/database/embedded-postgres.ts');
  const { loadConfig } = await import('../../apps/server/src/platform/config.ts');
  const directory = loadConfig({ WELLHOUSE_STATE: state }).database.embeddedDirectory;
  const connectionString = await findEmbeddedPostgres(directory);
  if (connectionString === null) throw new Error('the embedded database is not running');
  return {
    url,
    connectionString,
    async stop() {
      child.kill('SIGTERM');
      await gone;
    },
  };
}

function inChild<Order extends object, Result>(file: string, order: Order): Promise<Result> {
  return new Promise((resolve, reject) => {
    const child = fork(join(import.meta.dirname, 'intake', file), { execArgv: ['--conditions=wellhouse-src'] });
    child.once('message', (result) => resolve(result as Result));
    child.once('exit', (code) => code !== 0 && reject(new Error(`${file} stopped with ${code}`)));
    child.send(order);
  });
}

function median(values: number[]): number {
  return percentile(values, 0.5);
}

function percentile(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

function tenths(value: number): number {
  return Math.round(value * 10) / 10;
}
