import { ReportReceipt, ReportView } from '@wellhouse/protocol';
import { sealReport } from '@wellhouse/sealing';
import { ana, group, type SampleHub, type TokenGroups } from './sample-hub.ts';
import { startTestServer, type TestServer, type TestServerOptions } from './test-server.ts';

/** Seals anything as a device seals a report: also what no device would send. */
export async function seal(server: TestServer, hubId: string, reportId: string, payload: unknown): Promise<Uint8Array> {
  const [key] = server.deps.keys.sealingPublicKeys();
  if (key === undefined) throw new Error('find no sealing key');
  const bytes = payload instanceof Uint8Array ? payload : new TextEncoder().encode(JSON.stringify(payload));
  return sealReport({
    key: { keyId: key.keyId, suite: key.suite, publicKey: Buffer.from(key.publicKey, 'base64url') },
    hubId,
    reportId,
    payload: bytes,
  });
}

export interface Submission {
  readonly reporter?: string;
  readonly groups?: TokenGroups;
  readonly token?: string;
  readonly attachments?: readonly { sha256: string; size: number }[];
  readonly locale?: string;
  /** Instead of sealing the payload. */
  readonly sealed?: Uint8Array;
  readonly headers?: Record<string, string>;
}

/** One submission, answered or refused. */
export async function post(
  server: TestServer,
  hub: SampleHub,
  payload: { reportId: string },
  submission: Submission = {},
) {
  const { reportId } = payload;
  const sealed = submission.sealed ?? (await seal(server, hub.hubId, reportId, payload));
  const token =
    submission.token ??
    hub.token(submission.reporter ?? ana, { groups: submission.groups ?? [group], now: server.deps.clock().getTime() });
  return server.app.inject({
    method: 'POST',
    url: '/v1/reports',
    headers: { authorization: `Bearer ${token}`, 'idempotency-key': reportId, ...submission.headers },
    payload: {
      reportId,
      sealed: Buffer.from(sealed).toString('base64url'),
      attachments: submission.attachments ?? [],
      locale: submission.locale ?? 'en',
    },
  });
}

/** Submits, expects a receipt, and lets the worker work. */
export async function report(
  server: TestServer,
  hub: SampleHub,
  payload: { reportId: string },
  submission: Submission = {},
): Promise<ReportReceipt> {
  const response = await post(server, hub, payload, submission);
  if (response.statusCode !== 201) throw new Error(`submit a report: ${response.statusCode} ${response.body}`);
  await server.worker.drain();
  return ReportReceipt.parse(response.json());
}

export async function readReport(server: TestServer, receipt: ReportReceipt): Promise<ReportView> {
  const response = await server.app.inject({
    url: `/v1/reports/${receipt.reportId}`,
    headers: { authorization: `Bearer ${receipt.receiptToken}` },
  });
  if (response.statusCode !== 200) throw new Error(`read a report: ${response.statusCode} ${response.body}`);
  return ReportView.parse(response.json());
}

/** The case that a report was filed in. */
export async function caseOf(server: TestServer, reportId: string) {
  const { kysely } = server.deps.database;
  const report = await kysely
    .selectFrom('report')
    .select('case_id')
    .where('report_id', '=', reportId)
    .executeTakeFirstOrThrow();
  return kysely
    .selectFrom('case_file')
    .selectAll()
    .where('case_id', '=', report.case_id ?? '')
    .executeTakeFirstOrThrow();
}

/** A server that knows the hub and its key. */
export async function startServerWithHub(
  hub: SampleHub,
  options: TestServerOptions & { webhook?: { url: string; secret: string } } = {},
): Promise<TestServer> {
  const { webhook, ...rest } = options;
  const config = { ...hub.config, webhookUrl: webhook?.url ?? null, webhookSecret: webhook?.secret ?? null };
  const server = await startTestServer({ ...rest, hubs: [config, ...(options.hubs ?? [])] });
  const response = await server.app.inject({
    method: 'PUT',
    url: `/v1/hubs/${hub.hubId}/keys`,
    headers: { authorization: `Bearer ${hub.apiSecret}` },
    payload: { keys: [hub.verifyKey()] },
  });
  if (response.statusCode !== 200) throw new Error(`publish hub keys: ${response.statusCode} ${response.body}`);
  return server;
}
