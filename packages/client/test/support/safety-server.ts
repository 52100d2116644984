import { fromBase64Url, type HubKey, sha256, toBase64Url } from '@wellhouse/franking';
import {
  type AppealView,
  MakeAppeal,
  type OwnAppeal,
  ReportConfig,
  type ReportingStanding,
  ReportPayload,
  type ReportReceipt,
  type ReportView,
  SubmitReport,
} from '@wellhouse/protocol';
import { generateSealingKeyPair, openReport, type SealingKeyPair } from '@wellhouse/sealing';
import type { z } from 'zod';
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
    standing: {
      report: { warning: null, pause: null, lifted: null },
      appeal: { warning: null, pause: null, lifted: null },
      complaints: 'Write to appeals@safety.example',
    } as ReportingStanding,
    /** The reporter's account is paused. */
    paused: false,
  };
  const attempts = new Map<string, number>();
  /** Appeals by what they are against: `reports/<id>` or `decisions/<id>`. */
  const appeals = new Map<string, { bodies: MakeAppeal[]; own: z.input<typeof OwnAppeal> }>();

  function appealTo(key: string) {
    const known = appeals.get(key);
    if (known !== undefined) return known;
    const own = { appeal: null, until: '2027-05-04T10:00:00.000Z', refusal: null };
    const fresh = { bodies: [] as MakeAppeal[], own: own as z.input<typeof OwnAppeal> };
    appeals.set(key, fresh);
    return fresh;
  }

  async function appeal(request: Request, key: string): Promise<Response> {
    const found = appealTo(key);
    if (request.method === 'GET') return Response.json(found.own);
    const body = MakeAppeal.parse(await request.json());
    found.bodies.push(body);
    if (found.own.appeal !== null && found.own.appeal.appealId !== body.appealId) return problem(409, 'appeal-made');
    const view: z.input<typeof AppealView> = {
      ...{ appealId: body.appealId, reference: 'A-7K3F-92QD', status: 'received' as const, outcome: null },
      ...{ receivedAt: '2026-11-05T10:00:00.000Z', answerBy: '2026-11-12T10:00:00.000Z' },
    };
    found.own = { ...found.own, appeal: found.own.appeal ?? view, refusal: 'appeal-made' };
    return Response.json(found.own.appeal, { status: 201 });
  }

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
    if (state.paused && body.urgent !== true) return problem(403, 'reporting-paused');
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
      ...{ problem: null, decision: null, notes: [] },
    };
    reports.set(reportId, { payload, bytes, sealed: body.sealed, submissions: 1, uploads: new Map(), receipt, view });
    return Response.json(receipt, { status: 201 });
  }

  async function handle(request: Request): Promise<Response> {
    const url = new URL(request.url);
    const [, , resource, reportId = '', part, sha = ''] = url.pathname.split('/');
    const isAppeal = part === 'appeal';
    const operation = sha ? 'putReportAttachment' : `${request.method} ${isAppeal ? 'appeal' : resource}`;
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
    if (resource === 'reporting-standing' || resource === 'decisions') {
      if (request.headers.get('authorization') !== `Bearer ${state.validToken}`) return problem(401, 'token-expired');
      if (!isAppeal) return Response.json(state.standing);
      return appeal(request, `${resource === 'decisions' ? 'decisions' : 'measures'}/${reportId}`);
    }
    const report = reports.get(reportId);
    if (!report) return problem(404, 'not-found');
    if (request.headers.get('authorization') !== `Bearer ${report.receipt.receiptToken}`) {
      return problem(401, 'unauthenticated');
    }
    if (isAppeal) return appeal(request, `reports/${reportId}`);
    if (operation !== 'putReportAttachment') return Response.json(report.view);
    const bytes = new Uint8Array(await request.arrayBuffer());
    const digest = Array.from(sha256(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');
    if (digest !== sha) return problem(422, 'digest-mismatch');
    report.uploads.set(sha, bytes);
    return new Response(null, { status: 204 });
  }

  return {
    ...{ reports, calls, sealingKeys, state, appealTo },
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
