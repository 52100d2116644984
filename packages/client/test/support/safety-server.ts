import { fromBase64Url, type HubKey, sha256, toBase64Url } from '@wellhouse/franking';
import { ReportConfig, ReportPayload, type ReportReceipt, type ReportView, SubmitReport } from '@wellhouse/protocol';
import { generateSealingKeyPair, openReport, type SealingKeyPair } from '@wellhouse/sealing';
import { hubId, startOfTime } from './hub.ts';
import { questionTree } from './question-tree.ts';

export type Fault = (request: { operation: string; attempt: number }) => Response | 'network' | null;

export interface ReceivedReport {
  payload: ReportPayload;
  bytes: Uint8Array;
  sealed: string;
  submissions: number;
  uploads: Map<string, Uint8Array>;
  receipt: ReportReceipt;
  view: ReportView;
}

/** The intake of a safety server, in memory: real schemas, real opening of what was sealed. */
export async function createSafetyServer(hubKey: HubKey) {
  const sealingKeys: SealingKeyPair[] = [await generateSealingKeyPair({ keyId: 'seal-1' })];
  const reports = new Map<string, ReceivedReport>();
  const calls: string[] = [];
  const state = {
    fault: (() => null) as Fault,
    validToken: 'reporter-token-1',
    hubKeys: [hubKey] as (HubKey & { retired?: boolean })[],
    configOverrides: {} as Partial<ReportConfig>,
  };
  const attempts = new Map<string, number>();

  const config = (locale: string, audience: string): ReportConfig =>
    ReportConfig.parse({
      taxonomyVersion: '1.0.0',
      locale,
      audience,
      readers: 'the Example safety team',
      tree: questionTree,
      helplines: [],
      emergencyNumbers: [],
      limits: {
        contextBefore: 4,
        contextMaximum: 10,
        statementCharacters: 1_000,
        attachments: 5,
        attachmentBytes: 1_000_000,
      },
      disappearing: { graceSeconds: 3_600 },
      sealingKeys: sealingKeys.map(({ keyId, suite, publicKey }) => ({
        ...{ keyId, suite, publicKey: toBase64Url(publicKey), notAfter: '2027-11-01T00:00:00.000Z' },
      })),
      hubs: [
        {
          hubId,
          keys: state.hubKeys.map(({ keyId, publicKey, notBefore, notAfter, retired = false }) => ({
            ...{ keyId, publicKey: publicKey && toBase64Url(publicKey), retired },
            ...{ notBefore: new Date(notBefore).toISOString(), notAfter: new Date(notAfter).toISOString() },
          })),
        },
      ],
      ...state.configOverrides,
    });

  async function submit(request: Request): Promise<Response> {
    if (request.headers.get('authorization') !== `Bearer ${state.validToken}`) return problem(401, 'token-expired');
    const body = SubmitReport.parse(await request.json());
    if (request.headers.get('idempotency-key') !== body.reportId) return problem(400, 'idempotency-key-missing');
    const known = reports.get(body.reportId);
    if (known) {
      known.submissions++;
      if (known.sealed !== body.sealed) return problem(422, 'idempotency-key-reused');
      known.receipt.missing = body.attachments.map(({ sha256 }) => sha256).filter((hash) => !known.uploads.has(hash));
      return Response.json(known.receipt, { status: 201 });
    }
    const sealed = fromBase64Url(body.sealed);
    const bytes = await openReport({ keys: sealingKeys, hubId, reportId: body.reportId, sealed });
    const payload = ReportPayload.parse(JSON.parse(new TextDecoder().decode(bytes)));
    const reference = `WH-7K3F-9${String(reports.size).padStart(3, '0')}`;
    const missing = body.attachments.map((attachment) => attachment.sha256);
    const acceptedAt = new Date(startOfTime + 3_600_000).toISOString();
    const { reportId } = body;
    const receipt = { reportId, reference, receiptToken: `receipt-of-${reportId}`, acceptedAt, missing };
    const view: ReportView = {
      ...{ reportId, reference, status: 'submitted' as const, acceptedAt, missing },
      ...{ problem: null, decision: null },
    };
    reports.set(reportId, { payload, bytes, sealed: body.sealed, submissions: 1, uploads: new Map(), receipt, view });
    return Response.json(receipt, { status: 201 });
  }

  async function handle(request: Request): Promise<Response> {
    const url = new URL(request.url);
    const [, , resource, reportId = '', , sha = ''] = url.pathname.split('/');
    const operation = sha ? 'putReportAttachment' : `${request.method} ${resource}`;
    calls.push(operation);
    const attempt = (attempts.get(operation) ?? 0) + 1;
    attempts.set(operation, attempt);
    const fault = state.fault({ operation, attempt });
    if (fault === 'network') throw new TypeError('Failed to fetch');
    if (fault) return fault;
    if (resource === 'report-config') {
      return Response.json(config(url.searchParams.get('locale') ?? '', url.searchParams.get('audience') ?? ''));
    }
    if (operation === 'POST reports') return submit(request);
    const report = reports.get(reportId);
    if (!report) return problem(404, 'not-found');
    if (request.headers.get('authorization') !== `Bearer ${report.receipt.receiptToken}`) {
      return problem(401, 'unauthenticated');
    }
    if (operation !== 'putReportAttachment') return Response.json(report.view);
    const bytes = new Uint8Array(await request.arrayBuffer());
    const digest = Array.from(sha256(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');
    if (digest !== sha) return problem(422, 'digest-mismatch');
    report.uploads.set(sha, bytes);
    return new Response(null, { status: 204 });
  }

  return {
    ...{ reports, calls, sealingKeys, state },
    fetch: ((input: RequestInfo | URL, init?: RequestInit) => {
      // an absolute URL; `redirect: 'error'` and `signal` mean nothing here
      return handle(
        new Request(input, { method: init?.method, headers: init?.headers, body: init?.body } as RequestInit),
      );
    }) as typeof globalThis.fetch,
    only(): ReceivedReport {
      const [report] = reports.values();
      if (!report || reports.size !== 1) throw new Error(`expected one report, found ${reports.size}`);
      return report;
    },
  };
}
export type SafetyServer = Awaited<ReturnType<typeof createSafetyServer>>;

export function problem(status: number, code: string, headers: Record<string, string> = {}): Response {
  const body = { type: `https://wellhouse.dev/problems/${code}`, title: code, status, code, detail: `because ${code}` };
  return Response.json(body, { status, headers: { 'content-type': 'application/problem+json', ...headers } });
}
