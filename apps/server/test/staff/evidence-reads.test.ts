import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { CaseList, EvidenceReadList, EvidenceView } from '@wellhouse/protocol';
import sharp from 'sharp';
import { post, report, startServerWithHub } from '../support/reporting.ts';
import { createSampleHub, disclose, encryptAttachment, samplePayload } from '../support/sample-hub.ts';
import type { TestServer, TestSession } from '../support/test-server.ts';

const hub = createSampleHub();
let server: TestServer;
let reviewer: TestSession;
let other: TestSession;
let lead: TestSession;
let caseId = '';
let number = '';

before(async () => {
  server = await startServerWithHub(hub);
  reviewer = await server.logIn('reviewer');
  other = await server.logIn('reviewer');
  lead = await server.logIn('lead');
  const picture = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#456' } })
    .png()
    .toBuffer();
  const file = encryptAttachment(picture);
  const messages = [
    hub.send({ text: 'the first' }),
    hub.send({ parts: [{ type: 'attachment', attachment: file.attachment }] }),
  ];
  const payload = samplePayload({ category: 'harass.bully', evidence: messages.map((one) => disclose(one)) });
  const attachments = [{ sha256: file.sha256, size: file.ciphertext.length }];
  const received = await post(server, hub, payload, { attachments });
  const { receiptToken } = received.json();
  await server.app.inject({
    method: 'PUT',
    url: `/v1/reports/${payload.reportId}/attachments/${file.sha256}`,
    headers: { authorization: `Bearer ${receiptToken}`, 'content-type': 'application/octet-stream' },
    payload: file.ciphertext,
  });
  await server.worker.drain();
  await report(
    server,
    hub,
    samplePayload({ category: 'spam.bulk', evidence: [disclose(hub.send({ sender: 'x@x' }))] }),
  );
  const { cases } = CaseList.parse((await call(reviewer, 'GET', '/v1/cases')).json());
  const one = cases.find((each) => each.category === 'harass.bully');
  caseId = one?.caseId ?? '';
  number = one?.number ?? '';
});
after(() => server.close());

async function call(who: TestSession, method: 'GET' | 'POST' | 'PATCH', url: string, payload?: object) {
  return server.app.inject({ method, url, headers: who.headers, ...(payload && { payload }) });
}
const begin = async (who: TestSession, about: string, reason: string | null) =>
  EvidenceView.parse(
    (await call(who, 'POST', '/v1/evidence-views', { caseId: about, purpose: 'review', reason })).json(),
  );
const reads = async (query = '') =>
  EvidenceReadList.parse((await call(lead, 'GET', `/v1/evidence-reads${query}`)).json()).reads;

test('a look stands with who, why, what was handed out and how long, as the server and the page wrote it down', async () => {
  await call(reviewer, 'POST', `/v1/cases/${caseId}/claim`);
  const view = await begin(reviewer, caseId, null);
  const shown = view.conversation.flatMap((entry) => (entry.type === 'message' ? entry.parts : []));
  const attachment = shown.find((part) => part.type === 'attachment');
  const attachmentId = attachment?.type === 'attachment' ? (attachment.attachmentId ?? '') : '';
  const [before_] = await reads();
  assert.deepEqual([before_?.items, before_?.pictures, before_?.visibleMs], [2, 0, 0]);
  await call(reviewer, 'GET', `/v1/evidence-views/${view.viewId}/attachments/${attachmentId}`);
  server.advance(60_000);
  const attachments = [{ attachmentId, uncoveredMs: 4_000 }];
  await call(reviewer, 'PATCH', `/v1/evidence-views/${view.viewId}`, { visibleMs: 30_000, attachments, ended: true });
  const [read] = await reads();
  assert.equal(read?.staffId, reviewer.staffId);
  assert.equal(read?.caseNumber, number);
  assert.equal(read?.reason, null);
  assert.deepEqual(
    [read?.items, read?.pictures, read?.uncoveredMs, read?.visibleMs, read?.endedAt !== null],
    [2, 1, 4_000, 30_000, true],
  );
});

test('every look is an entry of the audit log too, and so is every picture that was handed out', async () => {
  const { rows } = await server.deps.database.pool.query(
    `select (select count(*) from evidence_view) as looks,
      (select count(*) from audit_entry where action = 'evidence.view') as logged,
      (select count(*) from evidence_view_picture where fetched_at is not null) as pictures,
      (select count(*) from audit_entry where action = 'evidence.picture') as logged_pictures`,
  );
  assert.equal(rows[0].looks, rows[0].logged);
  assert.equal(rows[0].pictures, rows[0].logged_pictures);
});

test('looks are found by person, case number, case id and time, page by page', async () => {
  await begin(other, caseId, 'A colleague asked me to.');
  const spam = CaseList.parse((await call(other, 'GET', '/v1/cases')).json()).cases.find(
    (one) => one.category === 'spam.bulk',
  );
  await begin(other, spam?.caseId ?? '', 'To compare.');
  assert.equal((await reads()).length, 3);
  assert.equal((await reads(`?staffId=${other.staffId}`)).length, 2);
  assert.equal((await reads(`?case=${number.toLowerCase()}`)).length, 2);
  assert.equal((await reads(`?case=${caseId}&staffId=${other.staffId}`)).length, 1);
  assert.equal((await reads('?case=C-99999')).length, 0);
  const now = encodeURIComponent(server.deps.clock().toISOString());
  assert.equal((await reads(`?from=${now}`)).length, 0);
  assert.equal((await reads(`?to=${now}`)).length, 3);
  const seen: string[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const url = `/v1/evidence-reads?limit=1${cursor && `&cursor=${cursor}`}`;
    const page = EvidenceReadList.parse((await call(lead, 'GET', url)).json());
    seen.push(...page.reads.map((read) => read.viewId));
    cursor = page.nextCursor;
  }
  assert.equal(new Set(seen).size, 3);
  assert.equal((await call(lead, 'GET', '/v1/evidence-reads?cursor=nonsense')).statusCode, 400);
});

test('only who may read the log sees who looked', async () => {
  assert.equal((await call(reviewer, 'GET', '/v1/evidence-reads')).statusCode, 403);
});
