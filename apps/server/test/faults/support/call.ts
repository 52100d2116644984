import assert from 'node:assert/strict';
import { Problem, type ProblemCode, problems, ReportReceipt, ReportView } from '@wellhouse/protocol';
import type { SampleReport } from './sample-report.ts';

/** One request over a real socket, as a device sends it. */
export function createCaller(serverUrl: string) {
  function submit(report: Pick<SampleReport, 'reportId' | 'body'>, headers: Record<string, string>) {
    return fetch(`${serverUrl}/v1/reports`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': report.reportId, ...headers },
      body: report.body,
    });
  }
  return {
    submit,
    async accepted(report: Pick<SampleReport, 'reportId' | 'body'>, token: string): Promise<ReportReceipt> {
      const response = await submit(report, bearer(token));
      const text = await response.text();
      assert.equal(response.status, 201, text);
      return ReportReceipt.parse(JSON.parse(text));
    },
    upload(receipt: ReportReceipt, sha256: string, bytes: Uint8Array, token: string = receipt.receiptToken) {
      return fetch(`${serverUrl}/v1/reports/${receipt.reportId}/attachments/${sha256}`, {
        method: 'PUT',
        headers: { 'content-type': 'application/octet-stream', ...bearer(token) },
        body: Buffer.from(bytes),
      });
    },
    /** What the reporter sees. */
    async read(receipt: ReportReceipt): Promise<ReportView> {
      const response = await fetch(`${serverUrl}/v1/reports/${receipt.reportId}`, {
        headers: bearer(receipt.receiptToken),
      });
      return ReportView.parse(await response.json());
    },
  };
}

export function bearer(token: string): { authorization: string } {
  return { authorization: `Bearer ${token}` };
}

/** The answer is a problem (RFC 9457) with this code, and names the field where one is to blame. */
export async function assertProblem(response: Response, code: ProblemCode, field?: string): Promise<Problem> {
  const text = await response.text();
  assert.match(response.headers.get('content-type') ?? '', /^application\/problem\+json/, text);
  const problem = Problem.parse(JSON.parse(text));
  assert.equal(problem.code, code, text);
  assert.equal(response.status, problems[code].status);
  assert.ok(problem.detail.length > 0 && problem.requestId !== undefined, text);
  if (field !== undefined) assert.equal(problem.fields?.[0]?.field, field, text);
  return problem;
}
