import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { generateHubKey } from '@wellhouse/franking';
import { createReporterToken } from '@wellhouse/hub';
import { ReportConfig } from '@wellhouse/protocol';
import pg from 'pg';
import type { BenchServer } from '../bench-server.ts';
import { hubId, sealReports } from '../intake/sealed-reports.ts';

const dayMs = 86_400_000;

/** Hands in real reports about this many accounts, and waits until the server has verified and filed them. */
export async function fileCases(server: BenchServer, apiSecret: string, count: number): Promise<void> {
  const hubKey = generateHubKey({ keyId: 1, notBefore: Date.now() - dayMs, notAfter: Date.now() + 30 * dayMs });
  await send(`${server.url}/v1/hubs/${hubId}/keys`, 'PUT', apiSecret, {
    keys: [
      {
        keyId: hubKey.keyId,
        macKey: Buffer.from(hubKey.macKey).toString('base64url'),
        publicKey: hubKey.publicKey && Buffer.from(hubKey.publicKey).toString('base64url'),
        notBefore: new Date(hubKey.notBefore).toISOString(),
        notAfter: new Date(hubKey.notAfter).toISOString(),
      },
    ],
    retired: [],
  });
  const config = ReportConfig.parse(await (await fetch(`${server.url}/v1/report-config`)).json());
  const key = config.sealingKeys[0];
  if (!key) throw new Error('the server names no sealing key');
  const reports = await sealReports(key, count, { hubKey, apart: true });
  for (const [index, { reportId, sealed }] of reports.entries()) {
    const accountId = `reporter-${index}@bench.localhost`;
    const token = createReporterToken({ hubId, apiSecret, accountId, groups: [], now: Date.now(), ttlSeconds: 3600 });
    const body = { reportId, sealed, attachments: [], locale: 'en' };
    await send(`${server.url}/v1/reports`, 'POST', token, body, { 'idempotency-key': reportId });
  }
  await inDatabase(server, async (client) => {
    for (let found = 0; found < count; await sleep(200)) {
      const { rows } = await client.query<{ n: number }>(
        `select count(*)::int as n from case_file where state = 'open'`,
      );
      found = rows[0]?.n ?? 0;
    }
    await client.query('analyze');
  });
}

/** A session of a reviewer whose first login is behind them; its cookie's value. */
export async function logInReviewer(server: BenchServer): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  const staffId = randomUUID();
  await inDatabase(server, async (client) => {
    await client.query(
      `insert into staff (staff_id, name, email, roles, active, password_hash)
       values ($1, 'Bench', 'bench@team.example', array['reviewer'], true, 'none')`,
      [staffId],
    );
    await client.query(
      `insert into staff_session (session_id, token_hash, staff_id, csrf_token, way, created_at, last_used_at, expires_at)
       values ($1, $2, $3, $4, 'password', now(), now(), now() + interval '8 hours')`,
      [randomUUID(), createHash('sha256').update(token).digest(), staffId, randomBytes(32).toString('base64url')],
    );
  });
  return token;
}

/** How many decisions stand. */
export async function countDecisions(server: BenchServer): Promise<number> {
  return inDatabase(server, async (client) => {
    const { rows } = await client.query<{ n: number }>(
      `select count(*)::int as n from decision where state = 'in-force'`,
    );
    return rows[0]?.n ?? 0;
  });
}

async function inDatabase<T>(server: BenchServer, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: server.connectionString });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function send(url: string, method: string, bearer: string, body: unknown, more: object = {}): Promise<void> {
  const headers = { authorization: `Bearer ${bearer}`, 'content-type': 'application/json', ...more };
  const response = await fetch(url, { method, headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${method} ${url}: ${response.status} ${await response.text()}`);
}
