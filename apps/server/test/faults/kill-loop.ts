/**
 * `kill -9` of the server, again and again, while clients hand in reports: every acknowledged report must be there exactly
 * once and must have been verified exactly once. Run by hand: node --conditions=wellhouse-src kill-loop.ts --kills 200
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { ReportConfig, ReportReceipt } from '@wellhouse/protocol';
import { sealReport } from '@wellhouse/sealing';
import { ana, createSampleHub, disclose, group, samplePayload } from '../support/sample-hub.ts';
import { startTestDatabase, type TestDatabase } from '../support/test-database.ts';

export interface KillLoopResult {
  readonly kills: number;
  /** Kills while a client waited for an answer. */
  readonly killsDuringIntake: number;
  /** Kills while the worker held a verification. */
  readonly killsDuringVerification: number;
  readonly acknowledged: number;
  /** Submissions that had to be sent again because the server died. */
  readonly resent: number;
  /** Acknowledged reports that are not there. */
  readonly lost: number;
  /** Acknowledged reports whose second receipt differed from the first. */
  readonly differentReceipts: number;
  /** Reports without exactly one verification, one filing and their one message. */
  readonly notVerifiedOnce: number;
  /** Difference between the cases' counts and the reports filed in them. */
  readonly miscounted: number;
}

const clients = 12;
const main = join(import.meta.dirname, '../../src/cli/main.ts');

export async function runKillLoop(kills: number, log: (line: string) => void = () => {}): Promise<KillLoopResult> {
  const state = await mkdtemp(join(tmpdir(), 'wellhouse-kill-'));
  const db = await startTestDatabase();
  try {
    return await loop(state, db, kills, log);
  } finally {
    await db.close();
    await rm(state, { recursive: true, force: true });
  }
}

async function loop(state: string, db: TestDatabase, kills: number, log: (line: string) => void) {
  const hub = createSampleHub();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  await writeFile(join(state, 'hubs.json'), JSON.stringify([{ hubId: hub.hubId, apiSecret: hub.apiSecret }]));
  const start = () => startServer(state, db.connectionString, port);

  let server = await start();
  const config = ReportConfig.parse(await (await fetch(`${url}/v1/report-config`)).json());
  const [key] = config.sealingKeys;
  if (key === undefined) throw new Error('find no sealing key');
  const published = await fetch(`${url}/v1/hubs/${hub.hubId}/keys`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${hub.apiSecret}`, 'content-type': 'application/json' },
    body: JSON.stringify({ keys: [hub.verifyKey()] }),
  });
  if (!published.ok) throw new Error(`publish hub keys: ${published.status}`);

  const receipts = new Map<string, ReportReceipt>();
  const counts = { waiting: 0, resent: 0, differentReceipts: 0, killsDuringIntake: 0, killsDuringVerification: 0 };
  const stopping = new AbortController();
  const token = hub.token(ana, { ttlSeconds: 7_200 });

  /** A receipt, however often it takes; the report stays the same, as a device's queue keeps it. */
  async function handIn(reportId: string, body: string): Promise<ReportReceipt> {
    for (;;) {
      try {
        counts.waiting += 1;
        const response = await fetch(`${url}/v1/reports`, {
          method: 'POST',
          headers: {
            authorization: `Bearer ${token}`,
            'content-type': 'application/json',
            'idempotency-key': reportId,
          },
          body,
        });
        if (response.status === 201) return ReportReceipt.parse(await response.json());
        if (response.status !== 503) throw new Error(`refused: ${response.status} ${await response.text()}`);
      } catch (error) {
        if (error instanceof Error && error.message.startsWith('refused')) throw error;
      } finally {
        counts.waiting -= 1;
      }
      counts.resent += 1;
      await sleep(100);
    }
  }

  async function client(name: number): Promise<void> {
    while (!stopping.signal.aborted) {
      const sender = `sender-${randomInt(20)}@messenger.test`;
      const payload = samplePayload({
        subject: { kind: 'message', accountId: sender, groupId: group },
        evidence: [disclose(hub.send({ sender, text: `client ${name}` }))],
      });
      const sealed = await sealReport({
        key: { ...key, keyId: key?.keyId ?? '', suite: key?.suite ?? '', publicKey: publicKeyOf(key) },
        hubId: hub.hubId,
        reportId: payload.reportId,
        payload: new TextEncoder().encode(JSON.stringify(payload)),
      });
      const body = JSON.stringify({
        reportId: payload.reportId,
        sealed: Buffer.from(sealed).toString('base64url'),
        attachments: [],
        locale: 'en',
      });
      const receipt = await handIn(payload.reportId, body);
      receipts.set(payload.reportId, receipt);
      if (randomInt(4) === 0) {
        const again = await handIn(payload.reportId, body);
        if (JSON.stringify(again) !== JSON.stringify(receipt)) counts.differentReceipts += 1;
      }
    }
  }

  const load = Promise.all(Array.from({ length: clients }, (_, name) => client(name)));
  for (let kill = 1; kill <= kills; kill += 1) {
    // Anywhere between the first breath of a process and full load.
    await sleep(randomInt(kill % 5 === 0 ? 20 : 400));
    if (counts.waiting > 0) counts.killsDuringIntake += 1;
    const gone = once(server, 'exit');
    server.kill('SIGKILL');
    await gone;
    const { rows } = await db.database.pool.query<{ n: string }>(
      "select count(*) as n from job where state = 'running'",
    );
    if (Number(rows[0]?.n) > 0) counts.killsDuringVerification += 1;
    // As if the dead worker's lease had run out, which takes half a minute.
    await db.database.pool.query("update job set lease_until = now() where state = 'running'");
    server = await start();
    if (kill % 20 === 0) log(`${kill} kills, ${receipts.size} reports acknowledged`);
  }
  stopping.abort();
  await load;
  await untilWorkedOff(db);
  const end = once(server, 'exit');
  server.kill('SIGTERM');
  await end;
  const { waiting: _waiting, ...counted } = counts;
  return { kills, ...counted, acknowledged: receipts.size, ...(await inspect(db, receipts)) };
}

function publicKeyOf(key: { publicKey: string } | undefined): Uint8Array {
  return Buffer.from(key?.publicKey ?? '', 'base64url');
}

async function untilWorkedOff(db: TestDatabase): Promise<void> {
  for (;;) {
    const { rows } = await db.database.pool.query<{ n: string }>(
      "select count(*) as n from job where state in ('ready', 'running')",
    );
    if (Number(rows[0]?.n) === 0) return;
    await sleep(100);
  }
}

async function inspect(db: TestDatabase, receipts: ReadonlyMap<string, ReportReceipt>) {
  const { pool } = db.database;
  const { rows } = await pool.query<{ report_id: string; reference: string; once: boolean }>(`
    select r.report_id, r.reference,
      r.state = 'filed' and r.sealed is null
      and (select count(*) from evidence_item i where i.report_id = r.report_id and i.level = 'VERIFIED') = 1
      and (select count(*) from evidence_item i where i.report_id = r.report_id) = 1
      and (select count(*) from job j where j.kind = 'verify-report' and j.payload->>'reportId' = r.report_id::text
        and j.state = 'done') = 1
      and (select count(*) from job j where j.kind = 'verify-report' and j.payload->>'reportId' = r.report_id::text) = 1
      and (select count(*) from case_event e where e.text like 'Report ' || r.reference || ' %') = 1
      as once
    from report r`);
  const stored = new Map(rows.map((row) => [row.report_id, row.reference]));
  const lost = [...receipts].filter(([id, receipt]) => stored.get(id) !== receipt.reference).length;
  const counted = await pool.query<{ difference: string }>(`
    select (select sum(report_count) from case_file) - (select count(*) from report where state = 'filed') as difference`);
  return {
    lost,
    notVerifiedOnce: rows.filter((row) => !row.once).length,
    miscounted: Math.abs(Number(counted.rows[0]?.difference)),
  };
}

async function startServer(state: string, databaseUrl: string, port: number): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['--conditions=wellhouse-src', main, 'serve', '--json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      PATH: process.env.PATH,
      DATABASE_URL: databaseUrl,
      WELLHOUSE_STATE: state,
      WELLHOUSE_PORT: String(port),
      WELLHOUSE_HUBS: join(state, 'hubs.json'),
      WELLHOUSE_LOG_LEVEL: 'fatal',
      WELLHOUSE_REPORTS_PER_MINUTE: '10000000',
    },
  });
  await new Promise<void>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)));
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.includes('"ready"')) resolve();
    });
  });
  return child;
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('find a free port');
  return address.port;
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { kills: { type: 'string', default: '200' } } });
  const result = await runKillLoop(Number(values.kills), (line) => console.log(line));
  console.log(JSON.stringify(result, null, 2));
  const bad = result.lost + result.differentReceipts + result.notVerifiedOnce + result.miscounted;
  process.exit(bad === 0 ? 0 : 1);
}
