import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { CasePresence, Problem } from '@wellhouse/protocol';
import { caseOf, report, startServerWithHub } from '../support/reporting.ts';
import { createSampleHub, disclose, samplePayload } from '../support/sample-hub.ts';
import type { TestServer, TestSession } from '../support/test-server.ts';

const hub = createSampleHub();
let server: TestServer;
let kim: TestSession;
let lou: TestSession;

before(async () => {
  server = await startServerWithHub(hub);
  server.stopClock();
  kim = await server.logIn('reviewer');
  lou = await server.logIn('reviewer');
});
after(() => server.close());

const call = (who: TestSession, url: string, payload?: object, method: 'POST' | 'DELETE' = 'POST') =>
  server.app.inject({ method, url, headers: who.headers, ...(payload && { payload }) });
const codeOf = (answer: { json(): unknown }) => Problem.parse(answer.json()).code;

async function heldByKim(sender: string): Promise<string> {
  const payload = samplePayload({ evidence: [disclose(hub.send({ sender }))] });
  await report(server, hub, payload);
  const { case_id: caseId } = await caseOf(server, payload.reportId);
  assert.equal((await call(kim, `/v1/cases/${caseId}/claim`)).statusCode, 200);
  return caseId;
}

const keep = async (caseId: string, presence: 'here' | 'leaving') =>
  CasePresence.parse((await call(kim, `/v1/cases/${caseId}/presence`, { presence })).json());

test('a page that closes right after its sign of life gives the case to another half a minute later, not at the end of the claim', async () => {
  const caseId = await heldByKim('leave-one@x');
  const here = await keep(caseId, 'here');
  const now = server.deps.clock().getTime();
  assert.ok(Date.parse(here.claim?.expiresAt ?? '') - now > 80_000, 'the claim had more than a minute to go');
  await keep(caseId, 'leaving');
  server.advance(29_999);
  assert.equal(codeOf(await call(lou, `/v1/cases/${caseId}/claim`)), 'already-claimed');
  server.advance(2);
  assert.equal((await call(lou, `/v1/cases/${caseId}/claim`)).statusCode, 200);
});

test('what somebody left in time is the next that another is given, and theirs no more to decide', async () => {
  const caseId = await heldByKim('leave-two@x');
  await keep(caseId, 'here');
  await keep(caseId, 'leaving');
  server.advance(31_000);
  const next = await call(lou, '/v1/queue/claim-next');
  assert.equal(next.json().caseId, caseId, next.body);
  const body = { action: 'no-action', policyId: null, reason: 'A greeting.', days: null, reportCount: 1 };
  assert.equal(codeOf(await call(kim, `/v1/cases/${caseId}/decisions`, body)), 'already-claimed');
});

test('a case that is given back is anybody’s at once', async () => {
  const caseId = await heldByKim('leave-three@x');
  const released = await call(kim, `/v1/cases/${caseId}/claim`, undefined, 'DELETE');
  assert.equal(released.statusCode, 204, released.body);
  assert.equal((await call(lou, `/v1/cases/${caseId}/claim`)).statusCode, 200);
});
