import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { CasePeople, EvidenceView } from '@wellhouse/protocol';
import { caseOf, report } from '../support/reporting.ts';
import { ana, disclose, samplePayload } from '../support/sample-hub.ts';
import type { TestSession } from '../support/test-server.ts';
import { type QualityServer, startQualityServer } from './support/quality-server.ts';

let quality: QualityServer;
let kim: TestSession;
let lou: TestSession;
before(async () => {
  quality = await startQualityServer();
  kim = await quality.server.logIn('reviewer');
  lou = await quality.server.logIn('reviewer');
});
after(() => quality.server.close());

test('no number about people tells a second reviewer how the case was decided that they review blind', async () => {
  const { decided, draw, take, look, answer, call, hub, server } = quality;
  const { caseId: veiled } = await decided(kim, 'mal@x', 'suspend');
  // The same person has reported somebody else, and shows along what the other one wrote.
  const evidence = [disclose(hub.send({ sender: 'bob@x' })), disclose(hub.send({ sender: 'mal@x' }), 'context')];
  const payload = samplePayload({ evidence });
  await report(server, hub, payload);
  const { case_id: caseId } = await caseOf(server, payload.reportId);
  const begin = { caseId, purpose: 'review', reason: 'my own work' };
  const { viewId } = EvidenceView.parse((await call(lou, 'POST', '/v1/evidence-views', begin)).json());

  const told = async () => {
    const response = await call(lou, 'GET', `/v1/cases/${caseId}/people?viewId=${viewId}`);
    const people = CasePeople.parse(response.json());
    const reporter = people.reporters.find(({ accountId }) => accountId === ana);
    const writer = people.writers?.find(({ accountId }) => accountId === 'mal@x');
    const seen = [reporter?.record.upheld, writer?.about.total, writer?.about.acted, writer?.about.strikes];
    return { seen, named: response.body.includes(veiled) };
  };
  await draw();
  assert.deepEqual(await told(), { seen: [1, 1, 1, 2], named: true });
  const review = await take(lou);
  await look(lou, review.reviewId);
  assert.deepEqual(await told(), { seen: [0, 0, 0, 0], named: false });
  assert.equal(quality.codeOf(await call(lou, 'GET', `/v1/cases/${veiled}/people`)), 'under-blind-review');
  await answer(lou, review.reviewId, 'suspend');
  assert.deepEqual(await told(), { seen: [1, 1, 1, 2], named: true });
});
