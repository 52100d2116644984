import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { CaseSummary, DecisionView, Me, StaffInvitation } from '@wellhouse/protocol';
import { lookAt } from '../support/look-at.ts';
import { caseOf, report, startServerWithHub } from '../support/reporting.ts';
import { createSampleHub, disclose, samplePayload } from '../support/sample-hub.ts';
import type { TestServer, TestSession } from '../support/test-server.ts';

const hub = createSampleHub();
let server: TestServer;
/** Runs the team and decides with it, as the first of a team does. */
let boss: TestSession;
let lead: TestSession;
before(async () => {
  server = await startServerWithHub(hub);
  boss = await server.logIn('admin', 'lead', 'reviewer');
  lead = await server.logIn('lead', 'admin');
});
after(() => server.close());

type Who = Pick<TestSession, 'headers'>;
const call = (who: Who, method: 'GET' | 'POST', url: string, payload?: object) =>
  server.app.inject({ method, url, headers: who.headers, ...(payload && { payload }) });

/** A colleague who does not exist: the one who invited them uses the link. */
async function puppetOf(who: TestSession): Promise<Who> {
  const email = `${randomUUID()}@team.example`;
  const invited = await call(who, 'POST', '/v1/staff', { name: 'Sam', email, roles: ['reviewer'] });
  const { link } = StaffInvitation.parse(invited.json());
  const token = new URL(link).hash.replace('#token=', '');
  const body = { token, name: 'Sam', email, password: 'a long enough password' };
  const entered = await server.app.inject({ method: 'POST', url: '/v1/staff/first-login', payload: body });
  const me = Me.parse(entered.json());
  const cookie = entered.cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  return { headers: { cookie, 'x-csrf-token': me.csrfToken } };
}

async function bans(who: Who): Promise<string> {
  const payload = samplePayload({ evidence: [disclose(hub.send({ sender: `${randomUUID()}@x` }))] });
  await report(server, hub, payload);
  const { case_id: caseId } = await caseOf(server, payload.reportId);
  CaseSummary.parse((await call(who, 'POST', `/v1/cases/${caseId}/claim`)).json());
  const made = await call(who, 'POST', `/v1/cases/${caseId}/decisions`, {
    ...{ action: 'ban', policyId: 'threats', days: null, reason: 'I want this account gone.', reportCount: 1 },
    departedWhy: 'as the test has it',
  });
  return DecisionView.parse(made.json()).decisionId;
}

test('whoever invites a colleague is not the second person of what that colleague wants within a week; another one is', async () => {
  const puppet = await puppetOf(boss);
  const decisionId = await bans(puppet);
  const approve = (who: Who) =>
    call(who, 'POST', `/v1/decisions/${decisionId}/answer`, { answer: 'approve', reason: 'So it is.' });
  await lookAt(server, boss, decisionId);
  const refused = await approve(boss);
  assert.equal(refused.json().code, 'not-independent', refused.body);
  await lookAt(server, lead, decisionId);
  assert.equal((await approve(lead)).statusCode, 200);
  // Refusing one harms nobody.
  const other = await bans(puppet);
  const no = { answer: 'refuse', reason: 'Too hard.' };
  assert.equal((await call(boss, 'POST', `/v1/decisions/${other}/answer`, no)).statusCode, 200);
});
