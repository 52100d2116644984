import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { CasePage, CasePresence, CaseSummary, Colleague, Desk, Problem, Role } from '@wellhouse/protocol';
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

async function call(
  who: TestSession,
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  url: string,
  payload?: object,
) {
  return server.app.inject({ method, url, headers: who.headers, ...(payload && { payload }) });
}
const codeOf = (response: { json(): unknown }) => Problem.parse(response.json()).code;
let senders = 0;
async function newCase(category = 'harass.bully'): Promise<string> {
  const payload = samplePayload({ category, evidence: [disclose(hub.send({ sender: `mal-${senders++}@x` }))] });
  await report(server, hub, payload);
  return (await caseOf(server, payload.reportId)).case_id;
}
const claim = (who: TestSession, caseId: string) => call(who, 'POST', `/v1/cases/${caseId}/claim`);
const keep = async (who: TestSession, caseId: string, presence = 'here') =>
  CasePresence.parse((await call(who, 'POST', `/v1/cases/${caseId}/presence`, { presence })).json());
const desk = async (who: TestSession) => Desk.parse((await call(who, 'GET', '/v1/desk')).json());
const seconds = (count: number) => server.advance(count * 1_000);

test('an open page keeps a claim; without a sign of life it is anybody’s after a minute and a half', async () => {
  const caseId = await newCase();
  await claim(kim, caseId);
  for (let beat = 0; beat < 20; beat++) {
    seconds(20);
    assert.equal((await keep(kim, caseId)).claim?.staffId, kim.staffId);
  }
  assert.equal(codeOf(await claim(lou, caseId)), 'already-claimed');
  seconds(91);
  assert.equal((await claim(lou, caseId)).statusCode, 200);
  // Whoever comes too late does not take it back.
  assert.equal((await keep(kim, caseId)).claim?.staffId, lou.staffId);
});

test('whoever was away too long has the case again when they come back, as long as nobody took it', async () => {
  const caseId = await newCase();
  await claim(kim, caseId);
  seconds(600);
  assert.equal((await keep(kim, caseId)).claim?.staffId, kim.staffId);
  assert.equal(codeOf(await claim(lou, caseId)), 'already-claimed');
});

test('a page that nobody touches keeps no claim, and still shows who has it open', async () => {
  const caseId = await newCase();
  await claim(kim, caseId);
  for (let beat = 0; beat < 5; beat++) {
    seconds(20);
    await keep(kim, caseId, 'idle');
  }
  assert.deepEqual(
    (await keep(lou, caseId)).viewers.map(({ staffId }) => staffId),
    [kim.staffId],
  );
  assert.equal((await claim(lou, caseId)).statusCode, 200);
});

test('a page that is read anew keeps its claim; one that is closed gives the case back in half a minute', async () => {
  const caseId = await newCase();
  await claim(kim, caseId);
  await keep(kim, caseId, 'leaving');
  seconds(5);
  assert.equal(codeOf(await claim(lou, caseId)), 'already-claimed');
  assert.equal((await keep(kim, caseId)).claim?.staffId, kim.staffId, 'the reload is back');
  seconds(60);
  assert.equal(codeOf(await claim(lou, caseId)), 'already-claimed');
  await keep(kim, caseId, 'leaving');
  seconds(31);
  assert.equal((await claim(lou, caseId)).statusCode, 200);
  // A goodbye that comes late takes nothing from whoever has it by now.
  await keep(kim, caseId, 'leaving');
  seconds(31);
  assert.equal(codeOf(await claim(kim, caseId)), 'already-claimed');
});

test('leaving never makes a claim longer, and takes up no old one', async () => {
  const caseId = await newCase();
  await claim(kim, caseId);
  seconds(100);
  assert.equal((await keep(kim, caseId, 'leaving')).claim, null);
  assert.equal((await claim(lou, caseId)).statusCode, 200);
});

test('everybody sees who else looks at a case, on its page and in the queue, until the page is closed', async () => {
  const caseId = await newCase();
  assert.deepEqual((await keep(kim, caseId)).viewers, []);
  assert.deepEqual((await keep(lou, caseId)).viewers, [{ staffId: kim.staffId, name: kim.me.staff.name }]);
  const listed = async () => {
    const page = CasePage.parse((await call(lead, 'GET', `/v1/cases/${caseId}`)).json());
    return page.summary.viewers.map(({ staffId }) => staffId);
  };
  assert.deepEqual(await listed(), [kim.staffId, lou.staffId]);
  await keep(kim, caseId, 'leaving');
  assert.deepEqual(await listed(), [lou.staffId]);
  seconds(60);
  assert.deepEqual(await listed(), []);
});

test('a case is handed to a named colleague: theirs at once, with a note that lies under the case key', async () => {
  const caseId = await newCase();
  await claim(kim, caseId);
  const handOver = (who: TestSession, to: TestSession) =>
    call(who, 'POST', `/v1/cases/${caseId}/hand-over`, { staffId: to.staffId, note: 'he writes "see you at school"' });
  assert.equal(codeOf(await handOver(lou, kim)), 'not-claimed', 'only what one holds');
  assert.equal(codeOf(await handOver(kim, kim)), 'already-claimed', 'not to oneself');
  const summary = CaseSummary.parse((await handOver(kim, lou)).json());
  assert.equal(summary.claim?.staffId, lou.staffId);
  assert.equal(codeOf(await claim(kim, caseId)), 'already-claimed');
  const { mentions, claims } = await desk(lou);
  assert.deepEqual(
    mentions.map(({ kind, from, note, case: file }) => [kind, from.staffId, note, file.caseId]),
    [['handed-over', kim.staffId, 'he writes "see you at school"', caseId]],
  );
  assert.ok(claims.some((one) => one.caseId === caseId));
  assert.deepEqual((await desk(kim)).mentions, []);
  const { rows } = await server.deps.database.pool.query('select * from case_mention where case_id = $1', [caseId]);
  assert.ok(!JSON.stringify(rows).includes(Buffer.from('school').toString('hex')));
  assert.ok(!rows.some((row: { sealed_note: Buffer }) => row.sealed_note.includes('school')));
});

test('who does not come for what was handed to them does not keep it from others', async () => {
  const caseId = await newCase('threat.life');
  await claim(kim, caseId);
  await call(kim, 'POST', `/v1/cases/${caseId}/hand-over`, { staffId: lou.staffId, note: '' });
  seconds(4 * 60);
  assert.equal(codeOf(await claim(lead, caseId)), 'already-claimed');
  seconds(70);
  assert.equal(
    (await claim(lead, caseId)).statusCode,
    200,
    'a threat to a life waits five minutes for a person, no more',
  );
  assert.ok(!(await desk(lou)).mentions.some((mention) => mention.case.caseId === caseId));
});

test('nobody is handed what they may not work on: by role, limits, skills or their own refused decision', async () => {
  const caseId = await newCase('harass.bully');
  await claim(kim, caseId);
  const viewer = await server.logIn('viewer');
  const limited = await server.logIn('reviewer');
  const { kysely } = server.deps.database;
  await kysely
    .updateTable('staff')
    .set({ limit_categories: ['fraud'] })
    .where('staff_id', '=', limited.staffId)
    .execute();
  const give = async (who: TestSession, to: TestSession, how = 'hand-over') =>
    codeOf(await call(who, 'POST', `/v1/cases/${caseId}/${how}`, { staffId: to.staffId, note: '' }));
  assert.equal(await give(kim, viewer), 'not-for-them');
  assert.equal(await give(kim, limited), 'not-for-them');
  assert.equal(await give(lead, limited, 'assign'), 'not-for-them', 'a lead cannot either');
  const colleagues = z
    .object({ colleagues: z.array(Colleague) })
    .parse((await call(kim, 'GET', `/v1/cases/${caseId}/colleagues`)).json()).colleagues;
  const barOf = (who: TestSession) => colleagues.find(({ staffId }) => staffId === who.staffId)?.bar;
  assert.deepEqual([barOf(limited), barOf(lou), barOf(viewer), barOf(kim)], ['limits', null, undefined, undefined]);
  assert.ok(colleagues[0]?.bar === null, 'who can stands first');
  await kysely.updateTable('staff').set({ active: false }).where('staff_id', '=', viewer.staffId).execute();
  assert.equal(await give(kim, viewer), 'not-found', 'nor somebody who is locked out');
});

test('a lead assigns a case, also one that somebody holds; the other one’s decision is refused then', async () => {
  const caseId = await newCase();
  await claim(kim, caseId);
  const assign = (who: TestSession) =>
    call(who, 'POST', `/v1/cases/${caseId}/assign`, { staffId: lou.staffId, note: 'you know the family' });
  assert.equal(codeOf(await assign(kim)), 'forbidden');
  assert.equal((await assign(lead)).statusCode, 200);
  const decision = { action: 'no-action', policyId: null, reason: 'A joke among friends.', days: null, reportCount: 1 };
  assert.equal(codeOf(await call(kim, 'POST', `/v1/cases/${caseId}/decisions`, decision)), 'already-claimed');
  assert.equal((await desk(lou)).mentions[0]?.kind, 'assigned');
  const { timeline } = CasePage.parse((await call(lou, 'GET', `/v1/cases/${caseId}`)).json());
  assert.ok(timeline.some(({ kind, staffName }) => kind === 'assigned' && staffName === lead.me.staff.name));
  const entries = await server.deps.database.kysely
    .selectFrom('audit_entry')
    .select('details')
    .where('action', '=', 'case.assign')
    .execute();
  assert.deepEqual(entries.at(-1)?.details, { to: lou.staffId, from: kim.staffId });
});

test('help is asked of a colleague or of any lead; whoever asks keeps the case, and it is closed by whom it is for', async () => {
  const caseId = await newCase();
  await claim(kim, caseId);
  const ask = (staffId: string | null) =>
    call(kim, 'POST', `/v1/cases/${caseId}/help`, { staffId, note: 'is this slang?' });
  assert.equal((await ask(null)).statusCode, 204);
  assert.equal((await ask(lou.staffId)).statusCode, 204);
  const helpOf = async (who: TestSession) =>
    (await desk(who)).mentions.filter(({ kind, case: file }) => kind === 'help' && file.caseId === caseId);
  const [forLead] = await helpOf(lead);
  const [forLou] = await helpOf(lou);
  assert.equal(forLead?.to, null);
  assert.equal(forLou?.to?.staffId, lou.staffId);
  assert.deepEqual(await helpOf(kim), []);
  assert.equal(codeOf(await claim(lou, caseId)), 'already-claimed');
  const close = (who: TestSession, mentionId: string | undefined) =>
    call(who, 'POST', `/v1/mentions/${mentionId}/close`);
  assert.equal(codeOf(await close(lou, forLead?.mentionId)), 'not-found');
  assert.equal((await close(lou, forLou?.mentionId)).statusCode, 204);
  assert.deepEqual(await helpOf(lou), []);
  assert.equal((await close(lead, forLead?.mentionId)).statusCode, 204);
  assert.deepEqual(await helpOf(lead), []);
});

test('a removal order starts its own hour from its receipt, on the case and for its decision', async () => {
  const caseId = await newCase('terror.content');
  const receivedAt = new Date(server.deps.clock().getTime() - 10 * 60_000).toISOString();
  const order = (who: TestSession, at: string) =>
    call(who, 'POST', `/v1/cases/${caseId}/orders`, {
      law: 'eu-tco-3',
      authority: 'Authority of a member state',
      reference: 'TCO-17',
      receivedAt: at,
    });
  assert.equal(codeOf(await order(kim, receivedAt)), 'forbidden');
  const later = new Date(server.deps.clock().getTime() + 60_000).toISOString();
  assert.equal(codeOf(await order(lead, later)), 'invalid-request');
  const { clocks, dueAt } = CaseSummary.parse((await order(lead, receivedAt)).json());
  const law = clocks.find(({ kind }) => kind === 'law');
  const end = new Date(Date.parse(receivedAt) + 3_600_000).toISOString();
  assert.deepEqual(
    [law?.law, law?.startedAt, law?.dueAt, law?.state, dueAt],
    ['eu-tco-3', receivedAt, end, 'running', end],
  );
});

test('a reviewer without the right to the kind of case gives no sign of life there', async () => {
  const caseId = await newCase();
  const admin = await server.logIn(Role.enum.admin);
  assert.equal(codeOf(await call(admin, 'POST', `/v1/cases/${caseId}/presence`, { presence: 'here' })), 'forbidden');
  const nowhere = '00000000-0000-4000-8000-000000000000';
  assert.equal(codeOf(await call(kim, 'POST', `/v1/cases/${nowhere}/presence`, { presence: 'here' })), 'not-found');
});

test('a case that a job is weighing anew this moment still waits: whoever asks for the next gets it', async () => {
  const caseId = await newCase('threat.life');
  let claimed: Promise<Awaited<ReturnType<typeof call>>> | undefined;
  await server.deps.database.kysely.transaction().execute(async (tx) => {
    await tx.selectFrom('case_file').select('case_id').forUpdate().execute();
    claimed = call(kim, 'POST', '/v1/queue/claim-next');
    await setTimeout(150);
  });
  const answer = await claimed;
  assert.equal(answer?.statusCode, 200, answer?.body);
  assert.equal(CaseSummary.parse(answer?.json()).caseId, caseId);
});
