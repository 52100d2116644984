/**
 * Sealed reports that one server process acknowledges durably a second, on the embedded PostgreSQL with fsync on, for 64
 * clients that run in a process of their own, beside plain INSERTs of the same bytes by the same driver. Rounds alternate,
 * and each side's figure is its median round, so that a machine that gets slower does so for both.
 */
import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createReporterToken } from '@wellhouse/hub';
import { ReportConfig } from '@wellhouse/protocol';
import pg from 'pg';
import { startBenchServer } from './bench-server.ts';
import type { InsertOrder } from './intake/bare-inserts.ts';
import type { LoadOrder, LoadResult } from './intake/load-clients.ts';
import { hubId, sealReports } from './intake/sealed-reports.ts';
import { percentile, tenths } from './percentile.ts';

const clients = 64;
const rounds = 3;
const seconds = 5;

export async function runIntakeBench(): Promise<Record<string, number>> {
  const state = await mkdtemp(join(tmpdir(), 'wh-bench-'));
  const apiSecret = randomBytes(32).toString('base64url');
  const server = await startBenchServer({ state, hubs: [{ hubId, apiSecret }], work: false });
  try {
    const config = ReportConfig.parse(await (await fetch(`${server.url}/v1/report-config`)).json());
    const key = config.sealingKeys[0];
    if (!key) throw new Error('the server names no sealing key');
    process.stderr.write('sealing 256 reports …\n');
    const sealed = (await sealReports(key, 256)).map((report) => report.sealed);
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
