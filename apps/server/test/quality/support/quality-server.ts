import assert from 'node:assert/strict';
import { type Action, CaseSummary, DecisionView, Problem, QualityReview, QualityView } from '@wellhouse/protocol';
import { drawReviews } from '../../../src/quality/draw-reviews.ts';
import { caseOf, report, startServerWithHub } from '../../support/reporting.ts';
import { createSampleHub, disclose, samplePayload } from '../../support/sample-hub.ts';
import type { TestSession } from '../../support/test-server.ts';

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export const secretReason = 'You broke the rule on threats in the group of the choir.';

/** A server whose plan draws every decision and shows no golden cases, unless told otherwise. */
export async function startQualityServer(plan: { share?: number; goldenEvery?: number } = {}) {
  const hub = createSampleHub();
  const server = await startServerWithHub(hub);
  const { pool } = server.deps.database;
  await pool.query('update quality_plan set share = $1, golden_every = $2', [plan.share ?? 100, plan.goldenEvery ?? 0]);
  const call = (who: TestSession, method: Method, url: string, payload?: object) =>
    server.app.inject({ method, url, headers: who.headers, ...(payload && { payload }) });

  /** A case about a fresh account, decided by this person. */
  async function decided(
    by: TestSession,
    sender: string,
    action: Action = 'suspend',
    given: Parameters<typeof samplePayload>[0] = {},
  ) {
    const message = hub.send({ sender, text: `words of ${sender}` });
    const payload = samplePayload({ evidence: [disclose(message)], ...given });
    await report(server, hub, payload);
    const { case_id: caseId } = await caseOf(server, payload.reportId);
    const claimed = await call(by, 'POST', `/v1/cases/${caseId}/claim`);
    assert.equal(claimed.statusCode, 200, claimed.body);
    const summary = CaseSummary.parse(claimed.json());
    const response = await call(by, 'POST', `/v1/cases/${caseId}/decisions`, {
      action,
      policyId: action === 'no-action' ? null : 'threats',
      reason: secretReason,
      days: action === 'suspend' ? 7 : null,
      reportCount: summary.reportCount,
      departedWhy: 'as the test has it',
    });
    assert.equal(response.statusCode, 201, response.body);
    return { caseId, summary, decision: DecisionView.parse(response.json()), reportId: payload.reportId };
  }

  return {
    hub,
    server,
    call,
    decided,
    codeOf: (response: { json(): unknown }) => Problem.parse(response.json()).code,
    /** Lets the time for undoing pass and draws. */
    async draw() {
      server.advance(11 * 60_000);
      await drawReviews(server.deps);
    },
    async take(who: TestSession) {
      const response = await call(who, 'POST', '/v1/quality/reviews/take-next');
      assert.equal(response.statusCode, 200, response.body);
      return QualityReview.parse(response.json());
    },
    async look(who: TestSession, reviewId: string) {
      const response = await call(who, 'POST', `/v1/quality/reviews/${reviewId}/views`);
      assert.equal(response.statusCode, 201, response.body);
      return QualityView.parse(response.json());
    },
    answer: (who: TestSession, reviewId: string, action: Action, policyId: string | null = 'threats') =>
      call(who, 'POST', `/v1/quality/reviews/${reviewId}/answer`, {
        action,
        policyId: action === 'no-action' ? null : policyId,
        reason: 'The words are a plain threat.',
      }),
  };
}

export type QualityServer = Awaited<ReturnType<typeof startQualityServer>>;
