import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import { CaseList, CaseSummary, DecisionView, type HeldDecision, Problem } from '@wellhouse/protocol';
import { lookAt } from '../support/look-at.ts';
import { caseOf, readReport, report, startServerWithHub } from '../support/reporting.ts';
import { createSampleHub, disclose, group, samplePayload } from '../support/sample-hub.ts';
import type { TestServer, TestSession } from '../support/test-server.ts';

const hub = createSampleHub();
let server: TestServer;
let kim: TestSession;
let lou: TestSession;
before(async () => {
  const secret = `whsec_${randomBytes(32).toString('base64')}`;
  server = await startServerWithHub(hub, { webhook: { url: 'http://127.0.0.1:9/hook', secret } });
  kim = await server.logIn('lead', 'reviewer');
  lou = await server.logIn('lead', 'reviewer');
});
after(() => server.close());

async function call(who: TestSession, method: 'GET' | 'POST', url: string, payload?: object) {
  return server.app.inject({ method, url, headers: who.headers, ...(payload && { payload }) });
}
const codeOf = (response: { json(): unknown }) => Problem.parse(response.json()).code;
const reason = 'You broke the rules that everybody agreed to.';
const deliveries = (caseId: string) =>
  server.deps.database.kysely.selectFrom('delivery').selectAll().where('case_id', '=', caseId).execute();

/** A claimed case about a fresh account. */
async function claimed(sender: string, given: Parameters<typeof samplePayload>[0] = {}) {
  const message = hub.send({ sender });
  const payload = samplePayload({ evidence: [disclose(message)], ...given });
  const receipt = await report(server, hub, payload);
  const { case_id } = await caseOf(server, payload.reportId);
  const summary = CaseSummary.parse((await call(kim, 'POST', `/v1/cases/${case_id}/claim`)).json());
  return { receipt, message, caseId: summary.caseId, url: `/v1/cases/${case_id}/decisions` };
}
const body = (action: string, more: object = {}) => ({
  action,
  policyId: 'threats',
  reason,
  days: action === 'suspend' ? 7 : null,
  reportCount: 1,
  departedWhy: 'as the test has it',
  ...more,
});

test('a decision, its action and the case’s end are one: refused, none of them exists', async () => {
  const { caseId, url } = await claimed('one@x');
  assert.equal(codeOf(await call(kim, 'POST', url, body('suspend', { reportCount: 2 }))), 'case-changed');
  assert.equal(codeOf(await call(lou, 'POST', url, body('suspend'))), 'already-claimed');
  assert.equal((await deliveries(caseId)).length, 0);
  const decision = DecisionView.parse((await call(kim, 'POST', url, body('suspend'))).json());
  assert.match(decision.reference, /^D-/);
  assert.equal(Date.parse(decision.until ?? '') - Date.parse(decision.decidedAt), 7 * 86_400_000);
  assert.equal((await deliveries(caseId)).length, 1);
  assert.equal(codeOf(await call(kim, 'POST', url, body('warn'))), 'case-closed');
});

test('nobody loses anything on the bare word of a reporter; a warning by a person is possible', async () => {
  const evidence = [
    {
      scheme: 'reporter-asserted/1' as const,
      role: 'reported' as const,
      sender: 'two@x',
      groupId: null,
      sentAt: null,
      text: 'x',
    },
  ];
  const { caseId, url } = await claimed('two@x', { evidence, subject: { kind: 'account', accountId: 'two@x' } });
  for (const action of ['suspend', 'ban', 'remove-message']) {
    assert.equal(codeOf(await call(kim, 'POST', url, body(action))), 'asserted-only');
  }
  assert.equal((await deliveries(caseId)).length, 0);
  assert.equal((await call(kim, 'POST', url, body('warn'))).statusCode, 201);
});

test('a ban waits for a different person, and only then takes effect', async () => {
  const { caseId, url, receipt } = await claimed('three@x');
  const held = DecisionView.parse((await call(kim, 'POST', url, body('ban'))).json());
  assert.equal(held.state, 'held');
  assert.equal((await deliveries(caseId)).length, 0);
  assert.equal((await readReport(server, receipt)).status, 'in-review');
  const list = (await call(lou, 'GET', '/v1/decisions/held')).json();
  assert.deepEqual(
    list.decisions.map((one: DecisionView) => one.decisionId),
    [held.decisionId],
  );

  const answer = (who: TestSession, word: string) =>
    call(who, 'POST', `/v1/decisions/${held.decisionId}/answer`, { answer: word, reason: 'I looked at it too.' });
  assert.equal(codeOf(await answer(kim, 'approve')), 'same-person');
  const reviewer = await server.logIn('reviewer');
  assert.equal(codeOf(await answer(reviewer, 'approve')), 'forbidden');
  assert.equal(codeOf(await answer(lou, 'approve')), 'evidence-unread');
  await lookAt(server, lou, held.decisionId);
  const approved = DecisionView.parse((await answer(lou, 'approve')).json());
  assert.equal(approved.state, 'in-force');
  assert.equal(approved.secondPerson?.staffId, lou.staffId);
  assert.deepEqual(
    (await deliveries(caseId)).map((one) => one.type),
    ['account.banned'],
  );
  assert.equal(codeOf(await answer(lou, 'refuse')), 'case-closed');
  assert.equal((await readReport(server, receipt)).decision?.outcome, 'action-taken');
});

test('attack: a look from before the decision, or another’s, does not make a second person of somebody who has not read it', async () => {
  const { url } = await claimed('read@x');
  const before = await claimed('unread@x');
  const begin = { caseId: before.caseId, purpose: 'other', reason: 'Before anything was decided.' };
  assert.equal((await call(lou, 'POST', '/v1/evidence-views', begin)).statusCode, 201);
  await server.advance(1_000);
  const held = DecisionView.parse((await call(kim, 'POST', before.url, body('ban'))).json());
  const other = DecisionView.parse((await call(kim, 'POST', url, body('ban'))).json());
  await lookAt(server, kim, held.decisionId);
  await lookAt(server, lou, other.decisionId);
  const path = `/v1/decisions/${held.decisionId}/answer`;
  const agreed = { answer: 'approve', reason: 'So it will be.' };
  assert.equal(codeOf(await call(lou, 'POST', path, agreed)), 'evidence-unread');
  const list = (await call(lou, 'GET', '/v1/decisions/held')).json().decisions;
  const unread = Object.fromEntries(list.map((one: HeldDecision) => [one.decisionId, one.unread]));
  assert.deepEqual([unread[held.decisionId], unread[other.decisionId]], [true, false]);
  assert.equal(
    (await call(lou, 'POST', path, { ...agreed, answer: 'refuse' })).statusCode,
    200,
    'refusing harms nobody',
  );
});

test('one person who reports a case on and on does not keep it from being decided; another’s report does', async () => {
  const { message, url } = await claimed('flooded@x');
  const again = (reporter: string) =>
    report(server, hub, samplePayload({ evidence: [disclose(message)] }), { reporter });
  await again('friend@x');
  assert.equal(codeOf(await call(kim, 'POST', url, body('suspend'))), 'case-changed');
  for (let n = 2; n <= 5; n += 1) await again('friend@x');
  const read = { reportCount: 6 };
  for (let n = 0; n < 10; n += 1) await again('friend@x');
  await again('witness@x');
  assert.equal(codeOf(await call(kim, 'POST', url, body('suspend', read))), 'case-changed', 'the witness is news');
  await again('friend@x');
  assert.equal((await call(kim, 'POST', url, body('suspend', { reportCount: 17 }))).statusCode, 201);
});

test('a ban that is refused puts the case back into the queue, where it can be decided anew', async () => {
  const { caseId, url } = await claimed('four@x');
  const held = DecisionView.parse((await call(kim, 'POST', url, body('ban'))).json());
  assert.equal(codeOf(await call(lou, 'POST', `/v1/cases/${caseId}/claim`)), 'case-closed');
  const answer = { answer: 'refuse', reason: 'Too hard for a first time.' };
  await call(lou, 'POST', `/v1/decisions/${held.decisionId}/answer`, answer);
  assert.equal((await deliveries(caseId)).length, 0);
  assert.equal((await call(lou, 'POST', `/v1/cases/${caseId}/claim`)).statusCode, 200);
  assert.equal((await call(lou, 'POST', url, body('warn'))).statusCode, 201);
});

test('the database itself refuses a ban without a second person', async () => {
  const { url } = await claimed('five@x');
  const held = DecisionView.parse((await call(kim, 'POST', url, body('ban'))).json());
  const { kysely } = server.deps.database;
  const forced = kysely
    .updateTable('decision')
    .set({ state: 'in-force' })
    .where('decision_id', '=', held.decisionId)
    .execute();
  await assert.rejects(forced, /check constraint/);
});

test('removing names the proven reported messages, and no context', async () => {
  const context = hub.send({ sender: 'six@x', text: 'harmless' });
  const message = hub.send({ sender: 'six@x', text: 'not harmless' });
  const payload = samplePayload({ evidence: [disclose(context, 'context'), disclose(message)] });
  await report(server, hub, payload);
  const { case_id } = await caseOf(server, payload.reportId);
  await call(kim, 'POST', `/v1/cases/${case_id}/claim`);
  assert.equal((await call(kim, 'POST', `/v1/cases/${case_id}/decisions`, body('remove-message'))).statusCode, 201);
  const [delivery] = await deliveries(case_id);
  assert.deepEqual(JSON.parse(delivery?.body ?? '{}').data.messages, [{ groupId: group, sequence: message.sequence }]);
});

test('no action tells the reporter so, and the person concerned hears nothing', async () => {
  const { caseId, url, receipt } = await claimed('seven@x', { locale: 'es' });
  assert.equal((await call(kim, 'POST', url, body('no-action', { policyId: null }))).statusCode, 201);
  assert.equal((await deliveries(caseId)).length, 0);
  const { decision } = await readReport(server, receipt);
  assert.equal(decision?.outcome, 'no-action');
  assert.equal(decision?.policy, null);
});

test('a reporter who asked not to be told reads that it was decided, and no more', async () => {
  const { url, receipt } = await claimed('eight@x', { wantsNotices: false });
  await call(kim, 'POST', url, body('warn'));
  const seen = await readReport(server, receipt);
  assert.deepEqual([seen.status, seen.decision], ['decided', null]);
});

test('a report about a decided account opens a new case, with the old one as its history', async () => {
  const { url, caseId } = await claimed('nine@x');
  await call(kim, 'POST', url, body('warn'));
  const again = samplePayload({ evidence: [disclose(hub.send({ sender: 'nine@x' }))] });
  await report(server, hub, again);
  const fresh = await caseOf(server, again.reportId);
  assert.notEqual(fresh.case_id, caseId);
  const page = (await call(kim, 'GET', `/v1/cases/${fresh.case_id}`)).json();
  assert.deepEqual(
    page.history.map((one: CaseSummary) => one.caseId),
    [caseId],
  );
  const decided = CaseList.parse((await call(kim, 'GET', '/v1/cases?state=decided&search=nine')).json());
  assert.deepEqual(
    decided.cases.map((one) => one.caseId),
    [caseId],
  );
});

test('every policy can be read, and decisions stand in the audit log', async () => {
  assert.ok((await call(kim, 'GET', '/v1/policies')).json().policies.length > 10);
  const entries = await server.deps.database.kysely
    .selectFrom('audit_entry')
    .select('action')
    .where('action', 'like', 'decision.%')
    .execute();
  const actions = new Set(entries.map((entry) => entry.action));
  assert.deepEqual([...actions].sort(), ['decision.approve', 'decision.hold', 'decision.make', 'decision.refuse']);
});

test('a decision that names messages rests on their proof alone, and takes away no others', async () => {
  const proven = hub.send({ sender: 'ten@x', text: 'proven' });
  const second = hub.send({ sender: 'ten@x', text: 'proven too' });
  const asserted = {
    scheme: 'reporter-asserted/1' as const,
    role: 'reported' as const,
    sender: 'ten@x',
    groupId: null,
    sentAt: null,
    text: 'said to be worse',
  };
  const evidence = [disclose(proven), disclose(second), asserted];
  const { caseId, url } = await claimed('ten@x', { evidence });
  const items = await server.deps.database.kysely
    .selectFrom('evidence_item')
    .select(['item_id', 'level'])
    .where('case_id', '=', caseId)
    .orderBy('item_index')
    .execute();
  const [first, , said] = items.map((item) => item.item_id);
  assert.equal(codeOf(await call(kim, 'POST', url, body('suspend', { restsOn: [said] }))), 'asserted-only');
  const foreign = '4e1c7b52-5b7e-4f0f-9a56-0d7a2c1f4b11';
  assert.equal(codeOf(await call(kim, 'POST', url, body('suspend', { restsOn: [foreign] }))), 'invalid-request');
  const made = DecisionView.parse((await call(kim, 'POST', url, body('remove-message', { restsOn: [first] }))).json());
  assert.deepEqual(made.restsOn, [{ kind: 'message', id: first, number: 1, level: 'VERIFIED' }]);
  const [delivery] = await deliveries(caseId);
  assert.deepEqual(JSON.parse(delivery?.body ?? '{}').data.messages, [{ groupId: group, sequence: proven.sequence }]);
});
