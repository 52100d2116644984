import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { evidenceFromJson, readEvidence } from '@wellhouse/franking';
import { ReportReceipt } from '@wellhouse/protocol';
import { caseOf, post, readReport, report, seal, startServerWithHub } from '../support/reporting.ts';
import { ana, ben, createSampleHub, disclose, group, hubId, mal, samplePayload } from '../support/sample-hub.ts';
import type { TestServer } from '../support/test-server.ts';

const hub = createSampleHub();
let server: TestServer;
before(async () => {
  server = await startServerWithHub(hub);
});
after(() => server.close());

const row = (reportId: string) =>
  server.deps.database.kysely
    .selectFrom('report')
    .selectAll()
    .where('report_id', '=', reportId)
    .executeTakeFirstOrThrow();
const remarksOf = async (caseId: string) =>
  (
    await server.deps.database.kysely.selectFrom('case_event').select('said').where('case_id', '=', caseId).execute()
  ).flatMap(({ said }) => (said?.code === 'report' ? said.remarks : []));

test('a proven report is VERIFIED, its seal is gone, its payload lies under the case key', async () => {
  const sender = 'one@messenger.test';
  const payload = samplePayload({ evidence: [disclose(hub.send({ sender, text: 'I will hurt you' }))] });
  await report(server, hub, payload);
  const filed = await caseOf(server, payload.reportId);
  assert.equal(filed.level, 'VERIFIED');
  assert.equal(filed.subject_id, sender, 'the authenticated sender is the subject, whatever the payload names');
  assert.deepEqual(await remarksOf(filed.case_id), [{ code: 'other-sender' }]);
  const stored = await row(payload.reportId);
  assert.equal(stored.sealed, null);
  assert.ok(stored.payload !== null && !stored.payload.includes('hurt'));
  const items = await server.deps.database.kysely.selectFrom('evidence_item').selectAll().execute();
  for (const item of items) assert.ok(!item.content.includes('hurt') && !item.content.includes(sender));
});

const unreadable: [name: string, payload: (id: string) => unknown, code: string, detail: RegExp][] = [
  ['is not JSON', () => new TextEncoder().encode('{"v":1,'), 'payload-not-json', /not JSON/],
  ['is not UTF-8', () => Uint8Array.of(0x22, 0xff, 0x22), 'payload-not-json', /UTF-8/],
  [
    'lacks a field',
    (id) => ({ ...samplePayload({ reportId: id }), category: undefined }),
    'payload-invalid',
    /^\/category/,
  ],
  ['has a field too many', (id) => ({ ...samplePayload({ reportId: id }), more: 1 }), 'payload-invalid', /more/],
  [
    'has a field whose name the database cannot hold',
    (id) => ({ ...samplePayload({ reportId: id }), 'a\u0000b\ud800': 1 }),
    'payload-invalid',
    /a\?b/,
  ],
  [
    'names another hub',
    (id) => samplePayload({ reportId: id, hubId: 'other.test' }),
    'hub-mismatch',
    /delivery service/,
  ],
  ['names another id', () => samplePayload({ reportId: randomUUID() }), 'report-id-mismatch', /another id/],
  [
    'names a subject with control characters',
    (id) => samplePayload({ reportId: id, subject: { kind: 'account', accountId: 'a\u0000b' } }),
    'payload-invalid',
    /^\/subject\/accountId/,
  ],
  [
    'carries 10,000 items',
    (id) => ({
      ...samplePayload({ reportId: id }),
      evidence: Array(10_000).fill({ scheme: 'reporter-asserted/1', sender: 'm' }),
    }),
    'too-many-items',
    /10000 messages; 64 are allowed/,
  ],
];
for (const [name, build, code, detail] of unreadable) {
  test(`a report that ${name} is kept as unreadable: ${code}`, async () => {
    const reportId = randomUUID();
    const sealed = await seal(server, hubId, reportId, build(reportId));
    const receipt = await report(server, hub, { reportId }, { sealed });
    const seen = await readReport(server, receipt);
    assert.equal(seen.status, 'unreadable');
    assert.equal(seen.problem?.code, code);
    assert.match(seen.problem?.detail ?? '', detail);
    assert.ok((await row(reportId)).sealed !== null, 'its bytes are kept');
  });
}

const broken: [name: string, build: (id: string) => Promise<Uint8Array>, reason: RegExp][] = [
  ['was cut', async (id) => (await sealFor(id)).subarray(0, -40), /truncated|tampered|malformed/],
  ['is only a header', async (id) => (await sealFor(id)).subarray(0, 10), /truncated/],
  ['was altered', async (id) => flipped(await sealFor(id)), /tampered/],
  ['was sealed for another id', () => sealFor(randomUUID()), /tampered|wrong-key/],
  ['was sealed for another hub', (id) => sealFor(id, 'other.test'), /wrong-key/],
  ['is noise', async () => Buffer.from('not a sealed report at all'), /malformed|truncated/],
];
for (const [name, build, reason] of broken) {
  test(`a report that ${name} is kept as unreadable`, async () => {
    const reportId = randomUUID();
    const receipt = await report(server, hub, { reportId }, { sealed: await build(reportId) });
    const seen = await readReport(server, receipt);
    assert.equal(seen.problem?.code, 'seal-unreadable');
    assert.match(seen.problem?.detail ?? '', reason);
  });
}

function sealFor(reportId: string, hub = hubId): Promise<Uint8Array> {
  return seal(server, hub, reportId, samplePayload({ reportId }));
}

function flipped(sealed: Uint8Array): Uint8Array {
  const copy = Buffer.from(sealed);
  copy[copy.length - 20] = (copy[copy.length - 20] ?? 0) ^ 1;
  return copy;
}

test('an unknown category is filed under "other", and the reviewer is told', async () => {
  const payload = samplePayload({ category: 'future.harm', subject: { kind: 'account', accountId: 'future@x' } });
  await report(server, hub, payload);
  const filed = await caseOf(server, payload.reportId);
  assert.equal(filed.category, 'other');
  assert.deepEqual(await remarksOf(filed.case_id), [{ code: 'unknown-category', named: 'future.harm' }]);
});

test('danger right now is P0 whatever the category', async () => {
  const subject = { kind: 'account' as const, accountId: 'danger@x' };
  await report(server, hub, samplePayload({ subject, category: 'spam.bulk', answers: { danger: 'now', about: 'me' } }));
  const filed = await server.deps.database.kysely
    .selectFrom('case_file')
    .selectAll()
    .where('subject_id', '=', 'danger@x')
    .executeTakeFirstOrThrow();
  assert.equal(filed.priority, 'P0');
  assert.equal(filed.due_at.getTime() - filed.opened_at.getTime(), 3_600_000);
});

test('an altered message is kept as the word of its reporter, with the reason', async () => {
  const sender = 'altered@messenger.test';
  const item = disclose(hub.send({ sender, text: 'good morning' }));
  const revealed = item.revealed.map((part) => {
    const bytes = Buffer.from(part.part, 'base64url');
    if (part.index === 1) bytes[bytes.length - 1] = (bytes[bytes.length - 1] ?? 0) ^ 1;
    return { ...part, part: bytes.toString('base64url') };
  });
  const subject = { kind: 'message' as const, accountId: sender, groupId: group };
  const payload = samplePayload({ subject, evidence: [{ ...item, revealed }] });
  await report(server, hub, payload);
  const filed = await caseOf(server, payload.reportId);
  assert.equal(filed.level, 'ASSERTED');
  assert.deepEqual(await remarksOf(filed.case_id), [{ code: 'unproven', count: 1, of: 1 }]);
  // what was altered is still there to be looked at
  assert.equal(readEvidence(evidenceFromJson({ ...item, revealed })).parts.length, 1);
});

test('a report about a group that the reporter was never in proves nothing', async () => {
  const sender = 'elsewhere@messenger.test';
  const elsewhere = Buffer.from('another group').toString('base64url');
  const item = disclose(hub.send({ sender, group: elsewhere }));
  const subject = { kind: 'message' as const, accountId: sender, groupId: elsewhere };
  const outside = samplePayload({ subject, evidence: [item] });
  await report(server, hub, outside);
  assert.equal((await caseOf(server, outside.reportId)).level, 'ASSERTED');
  const inside = samplePayload({ subject, evidence: [item] });
  await report(server, hub, inside, { groups: [elsewhere], reporter: ben });
  assert.equal((await caseOf(server, inside.reportId)).level, 'VERIFIED', 'a member may report the same message');
});

test('a report that holds only hidden words is ATTESTED', async () => {
  const sender = 'hidden@messenger.test';
  const payload = samplePayload({ evidence: [disclose(hub.send({ sender }), 'reported', [1])] });
  await report(server, hub, payload);
  assert.equal((await caseOf(server, payload.reportId)).level, 'ATTESTED');
});

test('evidence of another hub proves nothing, even under the same key id', async () => {
  const foreign = createSampleHub();
  const sender = 'foreign@messenger.test';
  const subject = { kind: 'message' as const, accountId: sender, groupId: group };
  const payload = samplePayload({ subject, evidence: [disclose(foreign.send({ sender }))] });
  await report(server, hub, payload);
  assert.equal((await caseOf(server, payload.reportId)).level, 'ASSERTED');
});

test('proven context of other people does not lift a case about somebody else', async () => {
  const payload = samplePayload({
    subject: { kind: 'account', accountId: 'quiet@messenger.test' },
    evidence: [
      disclose(hub.send({ sender: ben }), 'context'),
      {
        scheme: 'reporter-asserted/1',
        role: 'reported',
        sender: 'quiet@messenger.test',
        groupId: null,
        sentAt: null,
        text: 'he said it',
      },
    ],
  });
  await report(server, hub, payload);
  const filed = await caseOf(server, payload.reportId);
  assert.equal(filed.subject_id, 'quiet@messenger.test');
  assert.equal(filed.level, 'ASSERTED');
});

test('a job that is run twice files its report once', async () => {
  const payload = samplePayload({ subject: { kind: 'account', accountId: 'twice@x' } });
  await report(server, hub, payload);
  const { kysely } = server.deps.database;
  await kysely
    .insertInto('job')
    .values({ kind: 'verify-report', payload: JSON.stringify({ reportId: payload.reportId }) })
    .execute();
  await server.worker.drain();
  assert.equal((await caseOf(server, payload.reportId)).report_count, 1);
});

test('reports about one account and kind are one case, whoever races whom', async () => {
  const sender = 'crowd@messenger.test';
  const message = hub.send({ sender });
  const people = Array.from({ length: 12 }, (_, n) => `person-${n}@messenger.test`);
  const receipts = await Promise.all(
    people.map(async (reporter) => {
      const response = await post(server, hub, samplePayload({ evidence: [disclose(message)] }), { reporter });
      return ReportReceipt.parse(response.json());
    }),
  );
  // one of them reports again: counted as a report, not as another person
  await post(server, hub, samplePayload({ evidence: [disclose(message)] }), { reporter: people[0] ?? ana });
  await server.worker.drain();
  const cases = new Set(await Promise.all(receipts.map(async (one) => (await caseOf(server, one.reportId)).case_id)));
  assert.equal(cases.size, 1);
  const filed = await caseOf(server, receipts[0]?.reportId ?? '');
  assert.equal(filed.report_count, 13);
  assert.equal(filed.reporter_count, 12);
  assert.ok(filed.why.some((line) => line.code === 'reported' && line.count === 12));
});

test('another kind of abuse by the same account is another case', async () => {
  const message = hub.send({ sender: mal });
  const threat = samplePayload({ category: 'threat.life', evidence: [disclose(message)] });
  const spam = samplePayload({ category: 'spam.bulk', evidence: [disclose(message)] });
  await report(server, hub, threat);
  await report(server, hub, spam);
  assert.notEqual((await caseOf(server, threat.reportId)).case_id, (await caseOf(server, spam.reportId)).case_id);
});
