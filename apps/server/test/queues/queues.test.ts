import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  CaseList,
  CasePage,
  CaseSummary,
  Problem,
  QueuePlanPreview,
  QueuePlanView,
  QueueState,
  type RoutingRule,
} from '@wellhouse/protocol';
import { z } from 'zod';
import { caseOf, report, startServerWithHub } from '../support/reporting.ts';
import { createSampleHub, disclose, samplePayload } from '../support/sample-hub.ts';
import type { TestServer, TestSession } from '../support/test-server.ts';

const hub = createSampleHub();
let server: TestServer;
let kim: TestSession;
let lou: TestSession;
let lead: TestSession;
before(async () => {
  server = await startServerWithHub(hub);
  kim = await server.logIn('reviewer');
  lou = await server.logIn('reviewer');
  lead = await server.logIn('lead');
});
after(() => server.close());

async function call(who: TestSession, method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, payload?: object) {
  return server.app.inject({ method, url, headers: who.headers, ...(payload && { payload }) });
}
const codeOf = (response: { json(): unknown }) => Problem.parse(response.json()).code;
let senders = 0;
async function newCase(category: string, given: { locale?: string; country?: string | null } = {}) {
  const evidence = [disclose(hub.send({ sender: `mal-${senders++}@x` }))];
  const payload = { ...samplePayload({ category, evidence }), ...given };
  await report(server, hub, payload);
  return (await caseOf(server, payload.reportId)).case_id;
}
const planNow = async () => QueuePlanView.parse((await call(lead, 'GET', '/v1/queue-plan')).json());
const any: Omit<RoutingRule, 'name' | 'queueId'> = {
  ...{ kinds: null, languages: null, regions: null, surfaces: null, minPriority: null, exposure: null },
};
const main = { queueId: 'main', name: 'Main', description: '', skills: [] };
const children = { queueId: 'children', name: 'Children', description: '', skills: ['child safety'] };
const spanish = { queueId: 'spanish', name: 'Español', description: '', skills: ['español'] };
const childRule = { ...any, name: 'Children', kinds: ['child'], queueId: 'children' };
const spanishRule = { ...any, name: 'Spanish', languages: ['es'], regions: ['MX'], queueId: 'spanish' };
async function save(plan: object, who = lead) {
  const view = await planNow();
  const body = { plan: { ...view.plan, ...plan }, baseVersion: view.version, why: 'As the test needs it.' };
  return call(who, 'PUT', '/v1/queue-plan', body);
}
const queueOf = async (caseId: string) =>
  CasePage.parse((await call(lead, 'GET', `/v1/cases/${caseId}`)).json()).summary.queueId;
const skills = (who: TestSession, ...names: string[]) =>
  call(lead, 'PUT', `/v1/staff/${who.staffId}/skills`, { skills: names });
const claimNext = (who: TestSession) => call(who, 'POST', '/v1/queue/claim-next');

test('as installed there is one queue that everybody can work in', async () => {
  const caseId = await newCase('hate.speech');
  assert.equal(await queueOf(caseId), 'main');
  const { queues } = z.object({ queues: z.array(QueueState) }).parse((await call(kim, 'GET', '/v1/queues')).json());
  assert.deepEqual(
    queues.map(({ queueId, openCount, able, mine }) => [queueId, openCount, able, mine]),
    [['main', 1, 3, true]],
  );
});

test('a plan says before it is saved how many open cases it would move where, and which queue nobody can work in', async () => {
  await newCase('child.grooming');
  await newCase('child.grooming', { locale: 'es-MX', country: 'MX' });
  await newCase('hate.speech', { locale: 'es', country: 'MX' });
  await newCase('hate.speech', { locale: 'es', country: null });
  const { plan } = await planNow();
  const wanted = { ...plan, queues: [main, children, spanish], rules: [childRule, spanishRule] };
  const preview = QueuePlanPreview.parse((await call(lead, 'POST', '/v1/queue-plan/preview', { plan: wanted })).json());
  assert.deepEqual(preview, {
    openCount: 5,
    moves: [
      { from: 'main', to: 'children', count: 2 },
      { from: 'main', to: 'spanish', count: 1 },
    ],
    withoutPeople: ['children', 'spanish'],
    matched: [2, 1],
    unmatched: 2,
  });
  assert.deepEqual((await planNow()).plan, plan, 'nothing was changed');
});

test('a version is saved by who may, with a reason, from the version they saw; it is kept and in the audit log', async () => {
  const wanted = { queues: [main, children, spanish], rules: [childRule, spanishRule] };
  assert.equal(codeOf(await save(wanted, kim)), 'forbidden');
  const before = await planNow();
  assert.equal((await save(wanted)).statusCode, 200);
  const stale = { plan: before.plan, baseVersion: before.version, why: 'Did not look.' };
  assert.equal(codeOf(await call(lead, 'PUT', '/v1/queue-plan', stale)), 'plan-changed');
  assert.equal(codeOf(await save({ queues: [children] })), 'invalid-request');
  const view = await planNow();
  assert.deepEqual(
    [view.version, view.by?.staffId, view.why],
    [before.version + 1, lead.staffId, 'As the test needs it.'],
  );
  assert.deepEqual(view.earlier[0]?.plan, before.plan);
  const [entry] = await server.deps.database.kysely
    .selectFrom('audit_entry')
    .select(['staff_id', 'details'])
    .where('action', '=', 'queue.change')
    .execute();
  assert.equal(entry?.staff_id, lead.staffId);
  assert.equal(entry?.details.why, 'As the test needs it.');
});

test('open cases move in batches; what somebody holds moves when it is given back', async () => {
  assert.equal((await planNow()).moving, true);
  const { kysely } = server.deps.database;
  const [one] = await kysely
    .selectFrom('case_file')
    .select('case_id')
    .where('category', '=', 'child.grooming')
    .execute();
  const held = one?.case_id ?? '';
  // Held since before the plan was changed.
  await kysely
    .updateTable('case_file')
    .set({ claim_staff_id: kim.staffId, claim_until: new Date(server.deps.clock().getTime() + 60_000) })
    .where('case_id', '=', held)
    .execute();
  await server.worker.drain();
  const rows = await kysely.selectFrom('case_file').select(['case_id', 'category', 'queue_id']).execute();
  assert.deepEqual(
    rows
      .filter(({ case_id }) => case_id !== held)
      .map(({ category, queue_id }) => [category, queue_id])
      .sort(),
    [
      ['child.grooming', 'children'],
      ['hate.speech', 'main'],
      ['hate.speech', 'main'],
      ['hate.speech', 'spanish'],
    ],
  );
  assert.equal(await queueOf(held), 'main');
  await call(kim, 'DELETE', `/v1/cases/${held}/claim`);
  assert.equal(await queueOf(held), 'children');
  const { timeline } = CasePage.parse((await call(lead, 'GET', `/v1/cases/${held}`)).json());
  assert.ok(timeline.some(({ kind }) => kind === 'rerouted'));
  await server.deps.database.pool.query("update job set run_at = now() where state = 'ready'");
  await server.worker.drain();
  assert.equal((await planNow()).moving, false);
});

test('a new case follows the plan at once, also by what joins it', async () => {
  assert.equal(await queueOf(await newCase('child.csam_new')), 'children');
  assert.equal(await queueOf(await newCase('fraud.scam', { locale: 'es', country: 'MX' })), 'spanish');
});

test('nobody is given a case of a queue whose skills they lack; whoever has them is', async () => {
  const drain = async (who: TestSession) => {
    const queues: string[] = [];
    for (;;) {
      const response = await claimNext(who);
      if (response.statusCode === 404) return queues;
      queues.push(CaseSummary.parse(response.json()).queueId);
    }
  };
  assert.deepEqual([...new Set(await drain(kim))], ['main']);
  assert.equal(codeOf(await skills(kim, '<script>')), 'invalid-request');
  assert.equal((await skills(lou, 'Español', 'child safety')).statusCode, 200);
  assert.deepEqual([...new Set(await drain(lou))].sort(), ['children', 'spanish']);
  const view = await planNow();
  assert.deepEqual(view.members.find(({ staffId }) => staffId === lou.staffId)?.skills, ['child safety', 'español']);
});

test('nor do they claim it by its number; a lead may', async () => {
  const caseId = await newCase('child.grooming');
  assert.equal(codeOf(await call(kim, 'POST', `/v1/cases/${caseId}/claim`)), 'not-for-them');
  assert.equal((await call(lead, 'POST', `/v1/cases/${caseId}/claim`)).statusCode, 200);
});

test('a queue is shown by itself', async () => {
  const { cases } = CaseList.parse((await call(kim, 'GET', '/v1/cases?queueId=spanish')).json());
  assert.ok(cases.length > 0);
  assert.deepEqual([...new Set(cases.map(({ queueId }) => queueId))], ['spanish']);
});

test('what is left in a queue that is gone can be claimed by everybody while it is moved', async () => {
  const { kysely } = server.deps.database;
  const caseId = await newCase('child.grooming');
  assert.equal((await save({ queues: [main, spanish], rules: [spanishRule] })).statusCode, 200);
  assert.equal(await queueOf(caseId), 'children', 'not moved yet');
  assert.equal(CaseSummary.parse((await claimNext(kim)).json()).caseId, caseId);
  await call(kim, 'DELETE', `/v1/cases/${caseId}/claim`);
  await server.worker.drain();
  assert.equal(await queueOf(caseId), 'main');
  const left = await kysely
    .selectFrom('case_file')
    .select('queue_id')
    .distinct()
    .where('claim_until', 'is', null)
    .execute();
  assert.ok(!left.some(({ queue_id }) => queue_id === 'children'));
});

test('what somebody held while the plan changed moves too when they only went away', async () => {
  const caseId = await newCase('terror.content');
  assert.equal((await call(lead, 'POST', `/v1/cases/${caseId}/claim`)).statusCode, 200);
  const terror = { queueId: 'terror', name: 'Terror', description: '', skills: [] };
  const rule = { ...any, name: 'Terror', kinds: ['terror'], queueId: 'terror' };
  assert.equal((await save({ queues: [main, terror], rules: [rule] })).statusCode, 200);
  await server.worker.drain();
  assert.deepEqual([await queueOf(caseId), (await planNow()).moving], ['main', true]);
  server.advance(91_000);
  await server.deps.database.pool.query("update job set run_at = now() where state = 'ready'");
  await server.worker.drain();
  assert.deepEqual([await queueOf(caseId), (await planNow()).moving], ['terror', false]);
});

test('of two versions saved at once one is refused', async () => {
  const { plan, version } = await planNow();
  const change = (why: string) => call(lead, 'PUT', '/v1/queue-plan', { plan, baseVersion: version, why });
  const answers = await Promise.all([change('the first'), change('the other')]);
  assert.deepEqual(answers.map(({ statusCode }) => statusCode).sort(), [200, 409]);
});
