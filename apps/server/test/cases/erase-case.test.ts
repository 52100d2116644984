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

/** Every row of every table in which these words stand, plain or as bytes. */
async function tablesWith(words: string): Promise<string[]> {
  const { pool } = server.deps.database;
  const { rows } = await pool.query<{ name: string }>(
    "select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE' order by 1",
  );
  const hex = Buffer.from(words, 'utf8').toString('hex');
  const found: string[] = [];
  for (const { name } of rows) {
    const { rowCount } = await pool.query(
      `select from "${name}" one where one::text ilike '%' || $1 || '%' or one::text like '%' || $2 || '%' limit 1`,
      [words, hex],
    );
    if (rowCount !== null && rowCount > 0) found.push(name);
  }
  return found;
}

test('words of people and what the team wrote about evidence go with the key; what was decided, and why, stays', async () => {
  const said = {
    evidence: 'a plum of evidence',
    statement: 'a pear of a statement',
    handedOver: 'a fig for a colleague',
    note: 'a lime in a note',
    draft: 'a date in a draft',
    reason: 'a reason that people were told',
  };
  const lou = await server.logIn('reviewer');
  const payload = samplePayload({
    statement: said.statement,
    evidence: [disclose(hub.send({ sender: 'all@x', text: said.evidence }))],
  });
  await report(server, hub, payload);
  const { case_id: caseId } = await caseOf(server, payload.reportId);
  const send = async (who: TestSession, method: 'POST' | 'PUT', path: string, body?: object) => {
    const url = `/v1/cases/${caseId}/${path}`;
    const answer = await server.app.inject({ method, url, headers: who.headers, ...(body && { payload: body }) });
    assert.ok(answer.statusCode < 300, `${path}: ${answer.body}`);
  };
  await send(lou, 'POST', 'claim');
  await send(lou, 'POST', 'notes', { text: said.note });
  await send(lou, 'POST', 'hand-over', { staffId: reviewer.staffId, note: said.handedOver });
  const draft = { action: null, policyId: null, days: '', reason: said.draft, departed: '', begins: '', restsOn: null };
  await send(reviewer, 'PUT', 'draft', { draft });
  const decision = { action: 'warn', policyId: 'threats', days: null, reportCount: 1, departedWhy: 'the test says so' };
  await send(reviewer, 'POST', 'decisions', { ...decision, reason: said.reason });
  for (const words of Object.values(said).slice(0, -1)) {
    assert.deepEqual(await tablesWith(words), [], `before it is erased: ${words}`);
  }
  assert.equal(await eraseCase(server.deps, caseId, null, 'retention ended'), true);
  for (const words of Object.values(said).slice(0, -1)) assert.deepEqual(await tablesWith(words), [], words);
  assert.deepEqual(await tablesWith(said.reason), ['decision']);
  const { rows } = await server.deps.database.pool.query('select from case_draft where case_id = $1', [caseId]);
  assert.equal(rows.length, 0);
});
