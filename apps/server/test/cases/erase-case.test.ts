import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { CasePage } from '@wellhouse/protocol';
import { eraseCase } from '../../src/cases/erase-case.ts';
import { openCaseVault } from '../../src/platform/case-vault.ts';
import { caseOf, report, startServerWithHub } from '../support/reporting.ts';
import { createSampleHub, disclose, samplePayload } from '../support/sample-hub.ts';
import type { TestServer, TestSession } from '../support/test-server.ts';

const hub = createSampleHub();
let server: TestServer;
let reviewer: TestSession;
before(async () => {
  server = await startServerWithHub(hub);
  reviewer = await server.logIn('reviewer');
});
after(() => server.close());

test('a case in the queue is never erased', async () => {
  const payload = samplePayload({ evidence: [disclose(hub.send({ sender: 'open@x' }))] });
  await report(server, hub, payload);
  const { case_id } = await caseOf(server, payload.reportId);
  assert.equal(await eraseCase(server.deps, case_id, null, 'because'), false);
});

test('erasing a decided case destroys what was disclosed in it, and in no other', async () => {
  const statement = 'he scares me';
  const gone = samplePayload({ statement, evidence: [disclose(hub.send({ sender: 'gone@x' }))] });
  const kept = samplePayload({ statement, evidence: [disclose(hub.send({ sender: 'kept@x' }))] });
  await report(server, hub, gone);
  await report(server, hub, kept);
  const { case_id } = await caseOf(server, gone.reportId);
  const { kysely } = server.deps.database;
  await kysely
    .updateTable('case_file')
    .set({ state: 'decided', decided_at: server.deps.clock() })
    .where('case_id', '=', case_id)
    .execute();
  assert.equal(await eraseCase(server.deps, case_id, null, 'retention ended'), true);
  assert.equal(await eraseCase(server.deps, case_id, null, 'again'), false);

  assert.equal(await openCaseVault(kysely, server.deps.keys, server.deps.random, case_id), null);
  const page = async (caseId: string) => {
    const response = await server.app.inject({ url: `/v1/cases/${caseId}`, headers: reviewer.headers });
    return CasePage.parse(response.json());
  };
  assert.equal((await page(case_id)).reports[0]?.statement, null);
  assert.equal((await page((await caseOf(server, kept.reportId)).case_id)).reports[0]?.statement, statement);
  const view = await server.app.inject({
    method: 'POST',
    url: '/v1/evidence-views',
    headers: reviewer.headers,
    payload: { caseId: case_id, purpose: 'review', reason: 'have a look' },
  });
  assert.equal(view.statusCode, 404);
});
