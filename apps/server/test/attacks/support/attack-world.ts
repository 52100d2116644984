import assert from 'node:assert/strict';
import { EvidenceView, type ReportPayload, ReportReceipt } from '@wellhouse/protocol';
import type { z } from 'zod';
import { assertProblem, bearer } from '../../faults/support/call.ts';
import { caseOf, seal, startServerWithHub } from '../../support/reporting.ts';
import { ana, createSampleHub, group, type SampleHub, type TokenGroups } from '../../support/sample-hub.ts';
import type { TestServerOptions } from '../../support/test-server.ts';

interface Attempt {
  /** The account that the hub vouches for; Ana. */
  readonly reporter?: string;
  readonly groups?: TokenGroups;
  /** Instead of a token of the hub. */
  readonly authorization?: string;
  /** Instead of the sealed payload. */
  readonly sealed?: Uint8Array;
  readonly sealedFor?: string;
}

export type AttackWorld = Awaited<ReturnType<typeof startAttackWorld>>;

/** A server on a socket of its own, a hub whose keys it knows, and a worker that runs when a test lets it. */
export async function startAttackWorld(options: TestServerOptions & { hub?: SampleHub } = {}) {
  const hub = options.hub ?? createSampleHub();
  const server = await startServerWithHub(hub, options);
  const url = await server.listen();

  async function handIn(payload: z.input<typeof ReportPayload>, attempt: Attempt = {}): Promise<Response> {
    const { reporter = ana, groups = [group] } = attempt;
    const sealed = attempt.sealed ?? (await seal(server, attempt.sealedFor ?? hub.hubId, payload.reportId, payload));
    const token = hub.token(reporter, { groups, now: server.deps.clock().getTime() });
    const body = JSON.stringify({
      reportId: payload.reportId,
      sealed: Buffer.from(sealed).toString('base64url'),
      attachments: [],
      locale: 'en',
    });
    return send(body, { ...bearer(token), ...attempt, 'idempotency-key': payload.reportId });
  }

  /** Any bytes as the body of a submission. */
  function send(body: string | Uint8Array<ArrayBuffer>, given: Attempt & { 'idempotency-key'?: string } = {}) {
    const token = hub.token(given.reporter ?? ana, { now: server.deps.clock().getTime() });
    const headers: Record<string, string> = {
      'content-type': 'application/json',
      authorization: given.authorization ?? bearer(token).authorization,
    };
    if (given['idempotency-key'] !== undefined) headers['idempotency-key'] = given['idempotency-key'];
    return fetch(`${url}/v1/reports`, { method: 'POST', headers, body });
  }

  async function accepted(payload: z.input<typeof ReportPayload>, attempt: Attempt = {}): Promise<ReportReceipt> {
    const response = await handIn(payload, attempt);
    const text = await response.text();
    assert.equal(response.status, 201, text);
    return ReportReceipt.parse(JSON.parse(text));
  }

  return {
    hub,
    server,
    url,
    handIn,
    send,
    accepted,
    /** Refused with problem details, and nothing is stored under this id. */
    async refused(payload: z.input<typeof ReportPayload>, code: Parameters<typeof assertProblem>[1], attempt: Attempt) {
      await assertProblem(await handIn(payload, attempt), code);
      const { kysely } = server.deps.database;
      const rows = await kysely
        .selectFrom('report')
        .select('reporter')
        .where('report_id', '=', payload.reportId)
        .execute();
      assert.deepEqual(rows, []);
    },
    status: (receipt: ReportReceipt) =>
      fetch(`${url}/v1/reports/${receipt.reportId}`, { headers: bearer(receipt.receiptToken) }),
    caseOf: (reportId: string) => caseOf(server, reportId),
    /** What a reviewer sees of one report's messages: level and reasons, in order of their numbers. */
    async seen(reportId: string): Promise<[sequence: number | null, level: string, ...codes: string[]][]> {
      const { headers } = await server.logIn('reviewer');
      const { case_id: caseId } = await caseOf(server, reportId);
      const body = { caseId, purpose: 'review', reason: 'a test' };
      const answer = await server.app.inject({ method: 'POST', url: '/v1/evidence-views', headers, payload: body });
      const view = EvidenceView.parse(answer.json());
      return view.conversation.flatMap((entry) =>
        entry.type === 'message' && entry.reportIds.some((id) => id === reportId)
          ? [[entry.sequence, entry.level, ...entry.problems.map(({ code }) => code)]]
          : [],
      );
    },
  };
}
