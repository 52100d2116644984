import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { EvidenceView, type ReportReceipt, reportLimits } from '@wellhouse/protocol';
import { generateSealingKeyPair, sealReport } from '@wellhouse/sealing';
import { assertProblem, bearer } from './support/call.ts';
import { type ReportingWorld, startReportingWorld } from './support/reporting-world.ts';
import { createSampleHub } from './support/sample-hub.ts';
import { bodyOf, type SampleReport } from './support/sample-report.ts';

let world: ReportingWorld;

before(async () => {
  world = await startReportingWorld();
});
after(() => world.server.close());

function stored(reportId: string) {
  const { kysely } = world.server.deps.database;
  return kysely.selectFrom('report').selectAll().where('report_id', '=', reportId).execute();
}

/** The report is taken, cannot be read, is kept as it came, and its reporter reads why. */
async function keptUnreadable(report: Pick<SampleReport, 'reportId' | 'body'>, code: string): Promise<string> {
  const receipt = await world.caller.accepted(report, world.token());
  assert.equal((await world.caller.read(receipt)).status, 'submitted');
  await world.server.worker.drain();
  const view = await world.caller.read(receipt);
  assert.equal(view.status, 'unreadable');
  assert.equal(view.reference, receipt.reference);
  assert.equal(view.problem?.code, code, view.problem?.detail);
  const [row] = await stored(report.reportId);
  const sent: { sealed: string } = JSON.parse(report.body);
  assert.equal(row?.sealed?.toString('base64url'), sent.sealed, 'the sealed bytes are kept');
  return view.problem?.detail ?? '';
}

/** The sealed bytes of a report, changed. */
function changed(report: SampleReport, change: (sealed: Buffer) => Uint8Array): SampleReport {
  const sent: { sealed: string } = JSON.parse(report.body);
  return { ...report, body: bodyOf(report.reportId, change(Buffer.from(sent.sealed, 'base64url'))) };
}

test('a request that breaks off in the middle leaves nothing, and the whole one is taken afterwards', async () => {
  const report = await world.report();
  const socket = await halfSent(report, 0.5);
  socket.destroy();
  const receipt = await world.caller.accepted(report, world.token());
  assert.equal((await stored(report.reportId)).length, 1);
  assert.equal((await world.caller.read(receipt)).status, 'submitted');
});

test('fifty senders that stall hold nobody up, and the server lets none of them stall for ever', async () => {
  const report = await world.report();
  const stalled = await Promise.all(Array.from({ length: 50 }, () => halfSent(report, 0.9)));
  await world.caller.accepted(await world.report(), world.token());
  const { requestTimeout, headersTimeout } = world.server.app.server;
  assert.ok(requestTimeout > 0 && requestTimeout <= 120_000, String(requestTimeout));
  assert.ok(headersTimeout > 0 && headersTimeout <= 120_000, String(headersTimeout));
  for (const socket of stalled) socket.destroy();
  assert.deepEqual(await stored(report.reportId), []);
});

/** Headers and the first part of the body, sent and left there. */
async function halfSent(report: SampleReport, share: number): Promise<Socket> {
  const { port } = new URL(world.url);
  const socket = connect(Number(port), '127.0.0.1');
  socket.on('error', () => {});
  const body = Buffer.from(report.body, 'utf8');
  const head = [
    'POST /v1/reports HTTP/1.1',
    'host: localhost',
    `authorization: Bearer ${world.token()}`,
    'content-type: application/json',
    `content-length: ${body.length}`,
    `idempotency-key: ${report.reportId}`,
  ];
  await new Promise<void>((resolve) => {
    socket.write(`${head.join('\r\n')}\r\n\r\n`);
    socket.write(body.subarray(0, body.length * share), () => resolve());
  });
  await sleep(20);
  return socket;
}

test('a body that is not JSON, or not all of it, is malformed-json', async () => {
  const report = await world.report();
  for (const body of [report.body.slice(0, -20), '{', 'sealed=x', '[1,2', '{"a":1}}', '{"__proto__":{"x":1}}']) {
    await assertProblem(await world.caller.submit({ ...report, body }, bearer(world.token())), 'malformed-json');
  }
  assert.deepEqual(await stored(report.reportId), []);
});

test('a field that is missing, of another type or unknown is invalid-request and is named', async () => {
  const report = await world.report();
  const good: Record<string, unknown> = JSON.parse(report.body);
  const sha256 = 'a'.repeat(64);
  for (const [field, body] of [
    ['/body/sealed', { ...good, sealed: undefined }],
    ['/body/sealed', { ...good, sealed: 'not base64url!' }],
    ['/body/sealed', { ...good, sealed: '' }],
    ['/body/reportId', { ...good, reportId: '1; drop table report' }],
    ['/body/locale', { ...good, locale: '../../etc' }],
    ['/body/attachments/0/size', { ...good, attachments: [{ sha256, size: reportLimits.attachmentBytes + 1 }] }],
    ['/body/attachments/0/sha256', { ...good, attachments: [{ sha256: 'ABC', size: 1 }] }],
    ['/body/attachments', { ...good, attachments: Array.from({ length: 21 }, () => ({ sha256, size: 1 })) }],
    ['/body', { ...good, about: 'mal' }],
  ] as const) {
    const response = await world.caller.submit({ ...report, body: JSON.stringify(body) }, bearer(world.token()));
    await assertProblem(response, 'invalid-request', field);
  }
  assert.deepEqual(await stored(report.reportId), []);
});

test('a body larger than a report can be is too-large', async () => {
  const report = await world.report();
  const body = bodyOf(report.reportId, randomBytes(reportLimits.sealedBytes + 64 * 1024));
  await assertProblem(await world.caller.submit({ ...report, body }, bearer(world.token())), 'too-large');
  assert.deepEqual(await stored(report.reportId), []);
});

test('a report without its id as Idempotency-Key is refused with a sentence that says what to send', async () => {
  const report = await world.report();
  for (const key of ['', randomUUID()]) {
    const headers = { ...bearer(world.token()), 'idempotency-key': key };
    const problem = await assertProblem(await world.caller.submit(report, headers), 'idempotency-key-missing');
    assert.match(problem.detail, /Idempotency-Key/);
  }
});

test('another body, or another reporter, under an id that was used is refused, and the first report stands', async () => {
  const { caller, hub, groupId } = world;
  const first = await world.report();
  const receipt = await caller.accepted(first, world.token());
  const other = await world.report({ reportId: first.reportId, category: 'spam.bulk' });
  await assertProblem(await caller.submit(other, bearer(world.token())), 'idempotency-key-reused');
  const ben = bearer(hub.token({ accountId: hub.account('ben'), groups: [groupId] }));
  await assertProblem(await caller.submit(first, ben), 'idempotency-key-reused');
  assert.deepEqual(await caller.accepted(first, world.token()), receipt);
  await world.server.worker.drain();
  assert.equal((await caller.read(receipt)).status, 'in-review');
});

test('a report that is sent twenty times at once, and again when it is filed, is one report with one receipt', async () => {
  const { caller } = world;
  const report = await world.report();
  const receipts = await Promise.all(Array.from({ length: 20 }, () => caller.accepted(report, world.token())));
  await world.server.worker.drain();
  receipts.push(await caller.accepted(report, world.token()));
  for (const receipt of receipts) assert.deepEqual(receipt, receipts[0]);
  assert.equal((await stored(report.reportId)).length, 1);
  const { kysely } = world.server.deps.database;
  const items = await kysely
    .selectFrom('evidence_item')
    .where('report_id', '=', report.reportId)
    .select('item_id')
    .execute();
  assert.equal(items.length, 1);
});

test('sealed bytes of another report, replayed under a new id, cannot be opened', async () => {
  const original = await world.report();
  await world.caller.accepted(original, world.token());
  const replay = { ...original, reportId: randomUUID() };
  await keptUnreadable(
    changed(replay, () => sealedOf(original)),
    'seal-unreadable',
  );
});

function sealedOf(report: SampleReport): Buffer {
  const sent: { sealed: string } = JSON.parse(report.body);
  return Buffer.from(sent.sealed, 'base64url');
}

test('a report sealed to a key that is not ours, or through another hub, cannot be opened', async () => {
  const { hub, key } = world;
  const stranger = await generateSealingKeyPair({ keyId: key.keyId });
  for (const keyId of [key.keyId, 'unknown']) {
    const report = await world.report({ key: { ...key, keyId, publicKey: base64Url(stranger.publicKey) } });
    await keptUnreadable(report, 'seal-unreadable');
  }
  const report = await world.report();
  const sealed = await sealReport({
    ...{ key: { ...key, publicKey: Buffer.from(key.publicKey, 'base64url') }, hubId: 'other.example' },
    ...{ reportId: report.reportId, payload: report.payload },
  });
  assert.notEqual(hub.hubId, 'other.example');
  await keptUnreadable({ ...report, body: bodyOf(report.reportId, sealed) }, 'seal-unreadable');
});

function base64Url(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url');
}

for (const [name, change] of [
  ['cut short', (sealed: Buffer) => sealed.subarray(0, -100)],
  ['cut to one byte', (sealed: Buffer) => sealed.subarray(0, 1)],
  ['changed in its first byte', (sealed: Buffer) => flip(sealed, 0)],
  ['changed in its encapsulated key', (sealed: Buffer) => flip(sealed, 200)],
  ['changed in its last byte', (sealed: Buffer) => flip(sealed, sealed.length - 1)],
  ['longer by one byte', (sealed: Buffer) => Buffer.concat([sealed, Buffer.of(0)])],
  ['nothing but noise', (sealed: Buffer) => randomBytes(sealed.length)],
] as const) {
  test(`a seal that is ${name} is kept as unreadable`, async () => {
    await keptUnreadable(changed(await world.report(), change), 'seal-unreadable');
  });
}

function flip(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
}

test('what is no report inside a good seal is kept, with the field that is wrong', async () => {
  const subject = { kind: 'account', accountId: 'mal\u0000@hub.example' };
  for (const [code, wish, where] of [
    ['payload-not-json', { sealedText: '{"v":1,' }, /JSON/],
    ['payload-not-json', { sealedText: '' }, /JSON/],
    ['payload-invalid', { sealedText: '[]' }, /^\//],
    ['payload-invalid', { sealedText: 'null' }, /^\//],
    ['payload-invalid', { payload: { v: 2 } }, /^\/v:/],
    ['payload-invalid', { payload: { answers: { danger: 'now' } } }, /^\/answers\/about:/],
    ['payload-invalid', { payload: { statement: 'a'.repeat(2_001) } }, /^\/statement:/],
    ['payload-invalid', { payload: { evidence: [{ scheme: 'other' }] } }, /^\/evidence\/0/],
    ['payload-invalid', { payload: { subject } }, /^\/subject\/accountId:/],
    ['hub-mismatch', { payload: { hubId: 'other.example' } }, /delivery service/],
    ['report-id-mismatch', { payload: { reportId: randomUUID() } }, /id/],
  ] as const) {
    assert.match(await keptUnreadable(await world.report(wish), code), where);
  }
});

test('a report with ten thousand messages, and one nested a hundred thousand deep, are kept and end no worker', async () => {
  const evidence = Array.from({ length: 10_000 }, () => ({}));
  const many = await world.report({ payload: { evidence } });
  assert.match(await keptUnreadable(many, 'too-many-items'), /10000/);
  const deep = await world.report({ sealedText: `${'['.repeat(100_000)}${']'.repeat(100_000)}` });
  const receipt = await world.caller.accepted(deep, world.token());
  await world.server.worker.drain();
  assert.equal((await world.caller.read(receipt)).status, 'unreadable');
});

/** The report's case, and what a reviewer sees in it. */
async function filed(receipt: ReportReceipt) {
  const { app, deps, worker, logIn } = world.server;
  await worker.drain();
  assert.equal((await world.caller.read(receipt)).status, 'in-review');
  const found = await deps.database.kysely
    .selectFrom('case_file')
    .innerJoin('report', 'report.case_id', 'case_file.case_id')
    .selectAll('case_file')
    .where('report_id', '=', receipt.reportId)
    .executeTakeFirstOrThrow();
  const { headers } = await logIn('reviewer');
  const payload = { caseId: found.case_id, purpose: 'review', reason: 'a test' };
  const answer = await app.inject({ method: 'POST', url: '/v1/evidence-views', headers, payload });
  const view = EvidenceView.parse(answer.json());
  const own = view.conversation.flatMap((entry) =>
    entry.type === 'message' && entry.reportIds.some((id) => id === receipt.reportId) ? [entry] : [],
  );
  return { file: found, messages: own };
}

test('a report with a category that the server does not know is filed under other, and says so', async () => {
  const report = await world.report({ category: 'from.the.future' });
  const { file } = await filed(await world.caller.accepted(report, world.token()));
  assert.equal(file.category, 'other');
  assert.equal(file.level, 'VERIFIED');
  const { kysely } = world.server.deps.database;
  const events = await kysely.selectFrom('case_event').select('said').where('case_id', '=', file.case_id).execute();
  const remarks = events.flatMap(({ said }) => (said?.code === 'report' ? said.remarks : []));
  assert.ok(remarks.some((remark) => remark.code === 'unknown-category' && remark.named === 'from.the.future'));
});

test('a message of a group in which the reporter is not counts as the reporter’s word, with the reason', async () => {
  const { hub } = world;
  const [stranger, groupId] = [hub.account('stranger'), hub.newGroup()];
  const message = await hub.text(stranger, groupId, 'not for you');
  const report = await world.report({ about: stranger, groupId, messages: [message] });
  const { file, messages } = await filed(await world.caller.accepted(report, world.token()));
  assert.equal(file.level, 'ASSERTED');
  assert.deepEqual(
    messages.map(({ level, problems }) => [level, problems.map(({ code }) => code)]),
    [['ASSERTED', ['reporter-not-in-group']]],
  );
});

test('a message that another hub stamped, or nobody, counts as the reporter’s word, with the reason', async () => {
  const { groupId } = world;
  const forger = createSampleHub(world.hub.hubId);
  const mal = world.hub.account('framed');
  const report = await world.report({ about: mal, messages: [await forger.text(mal, groupId, 'I never said this')] });
  const { file, messages } = await filed(await world.caller.accepted(report, world.token()));
  assert.equal(file.level, 'ASSERTED');
  assert.equal(messages.length, 1);
  assert.ok(messages.every(({ level, problems }) => level === 'ASSERTED' && problems.length > 0));
});
