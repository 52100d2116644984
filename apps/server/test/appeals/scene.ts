import { randomBytes, randomUUID } from 'node:crypto';
import {
  AppealView,
  CaseSummary,
  DecisionView,
  HearingPage,
  HearingSummary,
  OwnAppeal,
  Problem,
  type ReportReceipt,
} from '@wellhouse/protocol';
import { caseOf, report, startServerWithHub } from '../support/reporting.ts';
import { ana, createSampleHub, disclose, type SampleHub, samplePayload } from '../support/sample-hub.ts';
import type { TestServer, TestSession } from '../support/test-server.ts';

export const statement = 'I was quoting what he wrote to me.';
export const reasonForPerson = 'You quoted a threat that another person had made.';
export const reasonForReporter = 'We read the whole conversation again and see it as before.';
const why = 'You broke the rules that everybody agreed to.';

type Answer = Awaited<ReturnType<TestServer['app']['inject']>>;

export const codeOf = (answer: Answer): string => Problem.parse(answer.json()).code;

const unanswered = { url: 'http://127.0.0.1:9/hook', secret: `whsec_${randomBytes(32).toString('base64')}` };

/** A server with a hub whose webhook nobody answers unless one is named, and what appeals need from it. */
export async function startScene(webhook: { url: string; secret: string } = unanswered) {
  const hub: SampleHub = createSampleHub();
  const server = await startServerWithHub(hub, { webhook });
  const call = (who: TestSession, method: 'GET' | 'POST' | 'DELETE', url: string, payload?: object) =>
    server.app.inject({ method, url, headers: who.headers, ...(payload && { payload }) });
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
  const tokenOf = (accountId: string) => hub.token(accountId, { now: server.deps.clock().getTime() });
  const appealBody = (more: object = {}) => ({ appealId: randomUUID(), statement, locale: 'de', ...more });

  return {
    hub,
    server,
    call,
    /** One reported message of a fresh account, decided by the member. */
    async decided(
      who: TestSession,
      action: string,
      given: { sender?: string; reporters?: readonly string[]; category?: string; days?: number } = {},
    ) {
      const sender = given.sender ?? `${randomUUID()}@x`;
      const message = hub.send({ sender });
      const receipts: ReportReceipt[] = [];
      let caseId = '';
      for (const reporter of given.reporters ?? [ana]) {
        const payload = samplePayload({ evidence: [disclose(message)], category: given.category ?? 'threat.violence' });
        receipts.push(await report(server, hub, payload, { reporter }));
        caseId = (await caseOf(server, payload.reportId)).case_id;
      }
      CaseSummary.parse((await call(who, 'POST', `/v1/cases/${caseId}/claim`)).json());
      const none = action === 'no-action';
      const made = await call(who, 'POST', `/v1/cases/${caseId}/decisions`, {
        action,
        policyId: none ? null : 'threats',
        reason: why,
        days: action === 'suspend' || action === 'limit' ? (given.days ?? 7) : null,
        reportCount: receipts.length,
        departedWhy: none ? null : 'as the test has it',
      });
      if (made.statusCode !== 201) throw new Error(`decide: ${made.statusCode} ${made.body}`);
      const decision = DecisionView.parse(made.json());
      const [receipt] = receipts;
      if (receipt === undefined) throw new Error('report nothing');
      return { sender, caseId, decision, receipt, receipts };
    },
    appealAs: (accountId: string, decisionId: string, more: object = {}) =>
      server.app.inject({
        method: 'POST',
        url: `/v1/decisions/${decisionId}/appeal`,
        headers: bearer(tokenOf(accountId)),
        payload: appealBody(more),
      }),
    ownAppeal: async (accountId: string, decisionId: string) =>
      OwnAppeal.parse(
        (
          await server.app.inject({
            url: `/v1/decisions/${decisionId}/appeal`,
            headers: bearer(tokenOf(accountId)),
          })
        ).json(),
      ),
    appealReport: (receipt: ReportReceipt, more: object = {}) =>
      server.app.inject({
        method: 'POST',
        url: `/v1/reports/${receipt.reportId}/appeal`,
        headers: bearer(receipt.receiptToken),
        payload: appealBody(more),
      }),
    ownReportAppeal: async (receipt: ReportReceipt) =>
      OwnAppeal.parse(
        (
          await server.app.inject({
            url: `/v1/reports/${receipt.reportId}/appeal`,
            headers: bearer(receipt.receiptToken),
          })
        ).json(),
      ),
    async hearingOf(decisionId: string): Promise<string> {
      const row = await server.deps.database.kysely
        .selectFrom('appeal_hearing')
        .select('hearing_id')
        .where('decision_id', '=', decisionId)
        .orderBy('opened_at', 'desc')
        .executeTakeFirstOrThrow();
      return row.hearing_id;
    },
    async claim(who: TestSession, hearingId: string): Promise<HearingSummary> {
      const answer = await call(who, 'POST', `/v1/hearings/${hearingId}/claim`);
      if (answer.statusCode !== 200) throw new Error(`claim: ${answer.statusCode} ${answer.body}`);
      return HearingSummary.parse(answer.json());
    },
    decide: (who: TestSession, hearingId: string, more: object) =>
      call(who, 'POST', `/v1/hearings/${hearingId}/outcome`, {
        milder: null,
        reasons: { person: reasonForPerson, reporter: null },
        appealCount: 1,
        ...more,
      }),
    pageOf: async (who: TestSession, hearingId: string) =>
      HearingPage.parse((await call(who, 'GET', `/v1/hearings/${hearingId}`)).json()),
    deliveriesOf: (caseId: string) =>
      server.deps.database.kysely
        .selectFrom('delivery')
        .select(['type', 'account_id', 'body'])
        .where('case_id', '=', caseId)
        .where('state', '<>', 'withdrawn')
        .orderBy('sequence')
        .execute(),
    /** As if the first attempt had been made: from then on somebody can have heard. */
    tell: (caseId: string) =>
      server.deps.database.kysely
        .updateTable('delivery')
        .set({ state: 'delivered', attempts: 1, delivered_at: server.deps.clock(), next_attempt_at: null })
        .where('case_id', '=', caseId)
        .execute(),
    made: (answer: Answer) => AppealView.parse(answer.json()),
  };
}
export type Scene = Awaited<ReturnType<typeof startScene>>;
