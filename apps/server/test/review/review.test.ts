import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { CaseList, CasePage, CaseSummary, EvidenceView, Problem } from '@wellhouse/protocol';
import sharp from 'sharp';
import { report, startServerWithHub } from '../support/reporting.ts';
import { createSampleHub, disclose, encryptAttachment, samplePayload } from '../support/sample-hub.ts';
import type { TestServer, TestSession } from '../support/test-server.ts';

const hub = createSampleHub();
let server: TestServer;
let kim: TestSession;
let lou: TestSession;
before(async () => {
  server = await startServerWithHub(hub);
  kim = await server.logIn('reviewer');
  lou = await server.logIn('reviewer');
  for (const [sender, category] of [
    ['spammer@x', 'spam.bulk'],
    ['bully@x', 'harass.bully'],
    ['groomer@x', 'child.grooming'],
    ['killer@x', 'threat.life'],
  ] as const) {
    await report(server, hub, samplePayload({ category, evidence: [disclose(hub.send({ sender }))] }));
  }
});
after(() => server.close());

async function call(who: TestSession, method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, payload?: object) {
  return server.app.inject({ method, url, headers: who.headers, ...(payload && { payload }) });
}
const codeOf = (response: { json(): unknown }) => Problem.parse(response.json()).code;
const claimNext = async (who: TestSession) =>
  CaseSummary.parse((await call(who, 'POST', '/v1/queue/claim-next')).json());
const subjects = async (query: string) =>
  CaseList.parse((await call(kim, 'GET', `/v1/cases?${query}`)).json()).cases.map((one) =>
    one.subject.kind === 'account' ? one.subject.accountId : one.subject.groupId,
  );

test('the queue stands worst first, however the reports came in, also page by page', async () => {
  const worstFirst = ['killer@x', 'groomer@x', 'bully@x', 'spammer@x'];
  assert.deepEqual(await subjects('limit=50'), worstFirst);
  const paged: string[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const response = await call(kim, 'GET', `/v1/cases?limit=1${cursor && `&cursor=${cursor}`}`);
    const page = CaseList.parse(response.json());
    assert.equal(page.openCount, 4);
    for (const { subject } of page.cases) if (subject.kind === 'account') paged.push(subject.accountId);
    cursor = page.nextCursor;
  }
  assert.deepEqual(paged, worstFirst);
});

test('a case is found by number, by a report, and by how the account begins; wildcards are plain letters', async () => {
  const [first] = CaseList.parse((await call(kim, 'GET', '/v1/cases?limit=1')).json()).cases;
  assert.deepEqual(await subjects(`search=${first?.number}`), ['killer@x']);
  assert.deepEqual(
    await subjects('search=Groom'),
    ['groomer@x'],
    'by how the account begins, upper and lower case alike',
  );
  assert.deepEqual(await subjects('search=oom'), [], 'not by what stands inside it: no index could find that');
  assert.deepEqual(await subjects('search=%25'), []);
  const page = CasePage.parse((await call(kim, 'GET', `/v1/cases/${first?.caseId}`)).json());
  assert.deepEqual(await subjects(`search=${page.reports[0]?.reference.toLowerCase()}`), ['killer@x']);
  assert.equal(codeOf(await call(kim, 'GET', '/v1/cases?cursor=nonsense')), 'invalid-request');
});

test('two reviewers never get the same case, and a claim that ran out is given to the next', async () => {
  const [one, two] = await Promise.all([claimNext(kim), claimNext(lou)]);
  assert.deepEqual(
    [one.score, two.score].sort((a, b) => b - a),
    [112, 108.5],
  );
  assert.notEqual(one.caseId, two.caseId);
  assert.equal(codeOf(await call(lou, 'POST', `/v1/cases/${one.caseId}/claim`)), 'already-claimed');
  assert.equal(codeOf(await call(lou, 'DELETE', `/v1/cases/${one.caseId}/claim`)), 'not-claimed');

  server.advance(60_000);
  assert.equal((await call(kim, 'POST', `/v1/cases/${one.caseId}/claim`)).statusCode, 200, 'kept alive');
  server.advance(60_000);
  assert.equal((await claimNext(lou)).caseId, two.caseId, 'a claim that ran out is nobody’s');
  assert.equal(codeOf(await call(lou, 'POST', `/v1/cases/${one.caseId}/claim`)), 'already-claimed');

  assert.equal((await call(kim, 'DELETE', `/v1/cases/${one.caseId}/claim`)).statusCode, 204);
  assert.equal((await claimNext(lou)).caseId, one.caseId);
  await call(lou, 'DELETE', `/v1/cases/${one.caseId}/claim`);
  await call(lou, 'DELETE', `/v1/cases/${two.caseId}/claim`);
});

test('when every case is claimed the queue is empty for everybody else', async () => {
  const claimed = await Promise.all([kim, lou, kim, lou].map(claimNext));
  assert.equal(new Set(claimed.map((one) => one.caseId)).size, 4);
  assert.equal(codeOf(await call(kim, 'POST', '/v1/queue/claim-next')), 'queue-empty');
  for (const { caseId, claim } of claimed) {
    await call(claim?.staffId === kim.staffId ? kim : lou, 'DELETE', `/v1/cases/${caseId}/claim`);
  }
});

const audit = (action: string) =>
  server.deps.database.kysely.selectFrom('audit_entry').selectAll().where('action', '=', action).execute();

test('evidence opens for the claimant, or for a reason; every look is in the log before anything is shown', async () => {
  const { caseId } = await claimNext(kim);
  const begin = (who: TestSession, reason: string | null) =>
    call(who, 'POST', '/v1/evidence-views', { caseId, purpose: 'review', reason });
  assert.equal(codeOf(await begin(lou, null)), 'not-claimed');
  assert.equal((await audit('evidence.view')).length, 0, 'a refused look shows nothing and is none');
  assert.equal((await begin(kim, null)).statusCode, 201);
  assert.equal((await begin(lou, 'a second opinion')).statusCode, 201);
  const entries = await audit('evidence.view');
  assert.deepEqual(
    entries.map((entry) => [entry.staff_id, entry.details.reason]),
    [
      [kim.staffId, null],
      [lou.staffId, 'a second opinion'],
    ],
  );
  const page = CasePage.parse((await call(kim, 'GET', `/v1/cases/${caseId}`)).json());
  const looks = page.timeline.flatMap(({ said }) => (said?.code === 'viewed' ? [said] : []));
  assert.ok(looks.some(({ purpose, reason }) => purpose === 'review' && reason === 'a second opinion'));
  const admin = await server.logIn('admin');
  const response = await call(admin, 'POST', '/v1/evidence-views', { caseId, purpose: 'other', reason: 'curious' });
  assert.equal(codeOf(response), 'forbidden');
  await call(kim, 'DELETE', `/v1/cases/${caseId}/claim`);
});

test('the case page discloses no word of a message', async () => {
  const secret = 'words that only the evidence may show';
  const message = hub.send({ sender: 'quiet@x', text: secret });
  const payload = samplePayload({ statement: 'please help', evidence: [disclose(message)] });
  await report(server, hub, payload);
  const [found] = CaseList.parse((await call(kim, 'GET', '/v1/cases?search=quiet')).json()).cases;
  const response = await call(kim, 'GET', `/v1/cases/${found?.caseId}`);
  assert.ok(!response.body.includes(secret));
  assert.equal(CasePage.parse(response.json()).reports[0]?.statement, 'please help');
});

test('reading what a reporter wrote is logged, before it is shown, once for a page that stays open', async () => {
  const [found] = CaseList.parse((await call(kim, 'GET', '/v1/cases?search=quiet')).json()).cases;
  const viewer = await server.logIn('viewer');
  for (let n = 0; n < 3; n += 1) await call(viewer, 'GET', `/v1/cases/${found?.caseId}`);
  const entries = (await audit('case.read')).filter((entry) => entry.staff_id === viewer.staffId);
  assert.deepEqual(
    entries.map((entry) => entry.object),
    [`case:${found?.caseId}`],
  );
});

test('thousands of worthless messages push nobody’s proof and nobody’s words out of sight', async () => {
  const message = hub.send({ sender: 'loud@x', text: 'the proof' });
  const subject = { kind: 'account' as const, accountId: 'loud@x' };
  const proof = samplePayload({ subject, statement: 'please see this', evidence: [disclose(message)] });
  await report(server, hub, proof);
  const noise = Array(64).fill({
    ...{
      scheme: 'reporter-asserted/1',
      role: 'reported',
      sender: 'loud@x',
      groupId: null,
      sentAt: null,
      text: 'noise',
    },
  });
  for (let n = 0; n < 34; n += 1) {
    const flood = samplePayload({ subject, evidence: noise });
    await report(server, hub, flood, { reporter: n % 2 ? 'friend@x' : 'other-friend@x' });
  }
  const [found] = CaseList.parse((await call(kim, 'GET', '/v1/cases?search=loud')).json()).cases;
  assert.equal(found?.reporterCount, 3);
  const looked = await call(kim, 'POST', '/v1/evidence-views', {
    ...{ caseId: found?.caseId, purpose: 'review', reason: 'a test' },
  });
  const { conversation } = EvidenceView.parse(looked.json());
  assert.equal(conversation.length, 2_000);
  assert.ok(conversation.some((entry) => entry.type === 'message' && entry.level === 'VERIFIED'));
});

test('a note is kept for the team and lies under the case key', async () => {
  const [found] = CaseList.parse((await call(kim, 'GET', '/v1/cases?search=quiet')).json()).cases;
  const text = 'she called before, see C-1';
  assert.equal((await call(kim, 'POST', `/v1/cases/${found?.caseId}/notes`, { text })).statusCode, 204);
  const page = CasePage.parse((await call(lou, 'GET', `/v1/cases/${found?.caseId}`)).json());
  const note = page.timeline.find((entry) => entry.kind === 'note');
  assert.deepEqual([note?.text, note?.staffName], [text, kim.me.staff.name]);
  const rows = await server.deps.database.kysely.selectFrom('case_event').selectAll().execute();
  assert.ok(rows.every((row) => !row.sealed_text?.includes('called') && !row.text?.includes('called')));
});

test('how long somebody looked only grows, never beyond the time that passed, and counts pictures that were handed out', async () => {
  const { ciphertext, attachment, sha256 } = encryptAttachment(
    await sharp({ create: { width: 9, height: 9, channels: 3, background: 'red' } })
      .png()
      .toBuffer(),
  );
  const message = hub.send({ sender: 'painter@x', parts: [{ type: 'attachment', attachment }] });
  const payload = samplePayload({ category: 'child.csam_new', evidence: [disclose(message)] });
  const attachments = [{ sha256, size: ciphertext.length }];
  const receipt = await report(server, hub, payload, { attachments });
  await server.app.inject({
    method: 'PUT',
    url: `/v1/reports/${receipt.reportId}/attachments/${sha256}`,
    headers: { authorization: `Bearer ${receipt.receiptToken}`, 'content-type': 'application/octet-stream' },
    payload: ciphertext,
  });
  await server.worker.drain();
  const [found] = CaseList.parse((await call(kim, 'GET', '/v1/cases?search=painter')).json()).cases;
  const look = { caseId: found?.caseId, purpose: 'review', reason: 'a look' };
  const view = EvidenceView.parse((await call(kim, 'POST', '/v1/evidence-views', look)).json());
  const [entry] = view.conversation;
  const [part] = entry?.type === 'message' ? entry.parts : [];
  assert.ok(part?.type === 'attachment' && part.attachmentId !== null);
  const { attachmentId } = part;
  const url = `/v1/evidence-views/${view.viewId}`;
  const tell = (visibleMs: number, uncoveredMs: number, ended = false) =>
    call(kim, 'PATCH', url, { visibleMs, attachments: [{ attachmentId, uncoveredMs }], ended });
  const seen = async () => {
    const { kysely } = server.deps.database;
    const { visible_ms } = await kysely
      .selectFrom('evidence_view')
      .select('visible_ms')
      .where('view_id', '=', view.viewId)
      .executeTakeFirstOrThrow();
    const pictures = await kysely
      .selectFrom('evidence_view_picture')
      .selectAll()
      .where('view_id', '=', view.viewId)
      .execute();
    return [visible_ms, pictures[0]?.uncovered_ms ?? null];
  };
  server.advance(60_000);
  await tell(5_000, 4_000);
  assert.deepEqual(await seen(), [5_000, null], 'a picture that was never handed out was not looked at');
  assert.equal((await call(kim, 'GET', `${url}/attachments/${attachmentId}`)).statusCode, 200);
  await tell(9_000, 4_000);
  await tell(6_000, 1_000);
  assert.deepEqual(await seen(), [9_000, 4_000]);
  await tell(80_000_000, 80_000_000, true);
  const [visible, uncovered] = await seen();
  assert.ok(Number(visible) >= 60_000 && Number(visible) < 600_000, `${visible}`);
  assert.equal(uncovered, visible);

  assert.equal((await call(kim, 'GET', `${url}/attachments/${attachmentId}`)).statusCode, 404, 'the look is over');
  assert.equal((await call(lou, 'GET', `${url}/attachments/${attachmentId}`)).statusCode, 404, 'not her look');
  assert.equal((await call(lou, 'PATCH', url, { visibleMs: 1, attachments: [], ended: false })).statusCode, 404);
  assert.equal((await audit('evidence.picture')).length, 1);

  // A look that nobody ends hands nothing out for ever without a line in the log, and no day on a screen can be made up.
  const open = EvidenceView.parse((await call(kim, 'POST', '/v1/evidence-views', look)).json());
  const later = `/v1/evidence-views/${open.viewId}`;
  assert.equal((await call(kim, 'GET', `${later}/attachments/${attachmentId}`)).statusCode, 200);
  server.advance(5 * 60 * 60_000);
  const again = await server.app.inject({
    ...{ method: 'POST', url: '/v1/staff/login', payload: { email: kim.email, password: kim.password } },
  });
  const cookie = again.cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  const headers = { cookie, 'x-csrf-token': again.json().csrfToken };
  const fetched = await server.app.inject({ url: `${later}/attachments/${attachmentId}`, headers });
  assert.equal(fetched.statusCode, 404);
  const told = { visibleMs: 80_000_000, attachments: [{ attachmentId, uncoveredMs: 80_000_000 }], ended: true };
  await server.app.inject({ method: 'PATCH', url: later, headers, payload: told });
  const { rows } = await server.deps.database.pool.query('select visible_ms from evidence_view where view_id = $1', [
    open.viewId,
  ]);
  assert.deepEqual(rows, [{ visible_ms: 4 * 60 * 60_000 }]);
});
