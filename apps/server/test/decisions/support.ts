import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CaseSummary, DecisionView, EnforcementEvent, Problem } from '@wellhouse/protocol';
import { sql } from 'kysely';
import { type AccountStanding, goodStanding, standingAfter } from '../../src/enforcement/account-standing.ts';
import { caseOf, report, startServerWithHub } from '../support/reporting.ts';
import { createSampleHub, disclose, samplePayload } from '../support/sample-hub.ts';
import type { TestServerOptions, TestSession } from '../support/test-server.ts';

export const reason = 'You broke the rules that everybody agreed to.';

/** A server, a hub that takes what it is told, and a few words for what a team does. */
export async function startTeam(options: TestServerOptions = {}) {
  const heard: EnforcementEvent[] = [];
  const target = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    heard.push(EnforcementEvent.parse(JSON.parse(body)));
    response.writeHead(204).end();
  });
  await new Promise<void>((done) => target.listen(0, '127.0.0.1', done));
  const url = `http://127.0.0.1:${(target.address() as AddressInfo).port}/hook`;
  const hub = createSampleHub();
  const secret = `whsec_${randomBytes(32).toString('base64')}`;
  const server = await startServerWithHub(hub, { ...options, webhook: { url, secret } });
  const { kysely } = server.deps.database;

  const call = (who: TestSession, method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, payload?: object) =>
    server.app.inject({ method, url: path, headers: who.headers, ...(payload && { payload }) });

  /** A case about an account, with a proven message. */
  async function opened(sender: string, more: Parameters<typeof samplePayload>[0] = {}): Promise<string> {
    const payload = samplePayload({ evidence: [disclose(hub.send({ sender }))], ...more });
    await report(server, hub, payload);
    return (await caseOf(server, payload.reportId)).case_id;
  }

  async function claimed(who: TestSession, sender: string): Promise<string> {
    const caseId = await opened(sender);
    CaseSummary.parse((await call(who, 'POST', `/v1/cases/${caseId}/claim`)).json());
    return caseId;
  }

  const body = (action: string, more: object = {}) => ({
    action,
    policyId: 'threats',
    reason,
    days: action === 'suspend' || action === 'limit' ? 7 : null,
    reportCount: 1,
    departedWhy: 'as the test has it',
    ...more,
  });

  async function decide(who: TestSession, caseId: string, action: string, more: object = {}): Promise<DecisionView> {
    const response = await call(who, 'POST', `/v1/cases/${caseId}/decisions`, body(action, more));
    if (response.statusCode !== 201) throw new Error(`decide: ${response.body}`);
    return DecisionView.parse(response.json());
  }

  /** Lets the worker do what is due by the server's clock, which the queue's own does not know. */
  async function work(): Promise<void> {
    await sql`update job set run_at = now() where state = 'ready' and run_at <= ${server.deps.clock()}`.execute(kysely);
    await server.worker.drain();
  }

  /** Days go by, and the team logs in again each morning. */
  async function advance(ms: number): Promise<void> {
    server.advance(ms);
    const now = server.deps.clock();
    const expires_at = new Date(now.getTime() + 3_600_000);
    await kysely
      .updateTable('staff_session')
      .set({ expires_at, created_at: now, last_used_at: now, fresh_at: now })
      .execute();
  }

  /** How the hub has the account stand by what it was told, ends that have passed being over. */
  function hubStanding(accountId: string): AccountStanding {
    const own = heard.filter((event) => event.data.accountId === accountId).sort((a, b) => a.sequence - b.sequence);
    const told = own.reduce(standingAfter, goodStanding);
    const now = server.deps.clock();
    const over = (until: Date | null) => (until !== null && until > now ? until : null);
    return { ...told, suspendedUntil: over(told.suspendedUntil), limitedUntil: over(told.limitedUntil) };
  }

  return {
    server,
    hub,
    heard,
    kysely,
    call,
    opened,
    claimed,
    body,
    decide,
    work,
    advance,
    hubStanding,
    types: (accountId: string) => heard.filter((one) => one.data.accountId === accountId).map((one) => one.type),
    stateOf: async (caseId: string) =>
      (await kysely.selectFrom('case_file').select('state').where('case_id', '=', caseId).executeTakeFirstOrThrow())
        .state,
    async close() {
      await server.close();
      target.closeAllConnections();
      await new Promise((done) => target.close(done));
    },
  };
}

export type Team = Awaited<ReturnType<typeof startTeam>>;

export const codeOf = (response: { json(): unknown }) => Problem.parse(response.json()).code;
