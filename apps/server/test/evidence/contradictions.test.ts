import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { EvidenceView } from '@wellhouse/protocol';
import { eraseCase } from '../../src/cases/erase-case.ts';
import { createJobWorker } from '../../src/worker.ts';
import { caseOf, post, report, startServerWithHub } from '../support/reporting.ts';
import { ana, ben, createSampleHub, disclose, hubId, type Sending, samplePayload } from '../support/sample-hub.ts';
import type { TestServer } from '../support/test-server.ts';

const hub = createSampleHub();
let server: TestServer;
before(async () => {
  server = await startServerWithHub(hub);
});
after(() => server.close());

/** An account, a group and a number of their own for each test. */
function newPlace(): Required<Pick<Sending, 'sender' | 'group' | 'sequence'>> {
  const id = randomUUID();
  return { sender: `${id}@messenger.test`, group: Buffer.from(id).toString('base64url'), sequence: 7 };
}

async function reported(message: ReturnType<typeof hub.send>, reporter = ana, category = 'threat.violence') {
  const subject = { kind: 'account' as const, accountId: message.stamp.context.sender };
  const payload = samplePayload({ subject, category, evidence: [disclose(message)] });
  const group = Buffer.from(message.stamp.context.groupId).toString('base64url');
  await report(server, hub, payload, { reporter, groups: [group] });
  return payload.reportId;
}

const itemsOf = (reportId: string) =>
  server.deps.database.kysely
    .selectFrom('evidence_item')
    .select(['level', 'contradicted', 'place'])
    .where('report_id', '=', reportId)
    .orderBy('item_index')
    .execute();
const eventsOf = (caseId: string) =>
  server.deps.database.kysely
    .selectFrom('case_event')
    .select(['kind', 'said'])
    .where('case_id', '=', caseId)
    .orderBy('event_id')
    .execute();

async function messagesOf(caseId: string) {
  const { headers } = await server.logIn('reviewer');
  const payload = { caseId, purpose: 'review', reason: 'a test' };
  const answer = await server.app.inject({ method: 'POST', url: '/v1/evidence-views', headers, payload });
  return EvidenceView.parse(answer.json()).conversation.filter((entry) => entry.type === 'message');
}

test('C4 C8: two reports of two messages under one number: both are kept, neither counts, and the timeline says so', async () => {
  const place = newPlace();
  const first = await reported(hub.send({ ...place, text: 'one history' }), ana);
  const before = await caseOf(server, first);
  assert.equal(before.level, 'VERIFIED');
  const second = await reported(hub.send({ ...place, text: 'another history' }), ben);
  for (const id of [first, second]) {
    const [item] = await itemsOf(id);
    assert.deepEqual([item?.level, item?.contradicted], ['ASSERTED', true]);
  }
  const filed = await caseOf(server, first);
  assert.equal(filed.case_id, (await caseOf(server, second)).case_id);
  assert.deepEqual([filed.level, filed.report_count, filed.reporter_count], ['ASSERTED', 2, 2]);
  assert.ok(filed.score < before.score, 'it waits where unproven reports wait');
  assert.ok(filed.why.some((line) => line.code === 'proof' && line.proof === 'said'));
  const events = await eventsOf(filed.case_id);
  assert.ok(events.some(({ said }) => said?.code === 'contradicted' && !said.late));
  const remarks = events.flatMap(({ said }) => (said?.code === 'report' ? said.remarks : []));
  assert.ok(remarks.some(({ code }) => code === 'contradicted'));

  const messages = await messagesOf(filed.case_id);
  const words = messages.flatMap(({ parts }) => parts.flatMap((part) => (part.type === 'text' ? [part.text] : [])));
  assert.deepEqual(words.sort(), ['another history', 'one history']);
  for (const { problems } of messages) {
    assert.deepEqual(
      problems.map(({ code }) => code),
      ['hub-contradiction'],
    );
    assert.match(problems[0]?.detail ?? '', /contradicts itself/);
  }
  // a sanction does not rest on it
  const { headers } = await server.logIn('reviewer');
  const claim = await server.app.inject({ method: 'POST', url: `/v1/cases/${filed.case_id}/claim`, headers });
  assert.ok(claim.statusCode < 300, claim.body);
  const decision = {
    ...{ action: 'suspend', policyId: 'threats', reason: 'It says so in a message.', days: 7 },
    departedWhy: 'as the test has it',
  };
  const refused = await server.app.inject({
    ...{ method: 'POST' as const, url: `/v1/cases/${filed.case_id}/decisions`, headers },
    payload: { ...decision, reportCount: 2 },
  });
  assert.equal(refused.json().code, 'asserted-only', refused.body);
});

test('C4: the same words under another time, or for another sender, contradict as well', async () => {
  const at = Date.now();
  for (const other of [{ acceptedAt: at + 1 }, { sender: `${randomUUID()}@messenger.test` }, { epoch: 2 }]) {
    const place = { ...newPlace(), text: 'the same words', acceptedAt: at };
    const first = await reported(hub.send(place));
    const second = await reported(hub.send({ ...place, ...other }), ben);
    for (const id of [first, second]) assert.equal((await itemsOf(id))[0]?.contradicted, true, Object.keys(other)[0]);
  }
});

test('both sides in one report, and in cases of two kinds', async () => {
  const place = newPlace();
  const [one, two] = [hub.send({ ...place, text: 'one' }), hub.send({ ...place, text: 'two' })];
  const payload = samplePayload({ evidence: [disclose(one), disclose(two, 'context')] });
  await report(server, hub, payload, { groups: [place.group] });
  assert.deepEqual(
    (await itemsOf(payload.reportId)).map(({ level, contradicted }) => [level, contradicted]),
    [
      ['ASSERTED', true],
      ['ASSERTED', true],
    ],
  );
  const elsewhere = newPlace();
  const threat = await reported(hub.send({ ...elsewhere, text: 'one' }), ana, 'threat.violence');
  const spam = await reported(hub.send({ ...elsewhere, text: 'two' }), ben, 'spam.bulk');
  const [a, b] = [await caseOf(server, threat), await caseOf(server, spam)];
  assert.notEqual(a.case_id, b.case_id);
  assert.deepEqual([a.level, b.level], ['ASSERTED', 'ASSERTED']);
  assert.ok((await eventsOf(a.case_id)).some(({ kind }) => kind === 'contradicted'));
});

test('what else is proven in the case keeps it proven', async () => {
  const place = newPlace();
  const sound = hub.send({ ...place, sequence: 8, text: 'a sound message' });
  const doubted = hub.send({ ...place, text: 'one' });
  const payload = samplePayload({ evidence: [disclose(sound), disclose(doubted)] });
  await report(server, hub, payload, { groups: [place.group] });
  await reported(hub.send({ ...place, text: 'two' }), ben);
  assert.deepEqual(
    (await itemsOf(payload.reportId)).map(({ level }) => level),
    ['VERIFIED', 'ASSERTED'],
  );
  assert.equal((await caseOf(server, payload.reportId)).level, 'VERIFIED');
});

test('one message that many people, and two devices of one account, report is no contradiction and one entry', async () => {
  const place = newPlace();
  const message = hub.send({ ...place, text: 'read by three' });
  const ids = [await reported(message, ana), await reported(message, ana), await reported(message, ben)];
  for (const id of ids) assert.deepEqual((await itemsOf(id))[0]?.level, 'VERIFIED');
  const filed = await caseOf(server, ids[0] ?? '');
  assert.deepEqual([filed.report_count, filed.reporter_count], [3, 2], 'two devices are one reporter');
  const messages = await messagesOf(filed.case_id);
  assert.equal(messages.length, 1, 'one piece of evidence');
  assert.equal(messages[0]?.reportIds.length, 3);
});

test('nobody makes a contradiction without the hub: what does not verify is not compared', async () => {
  const place = newPlace();
  const message = hub.send({ ...place, text: 'good morning' });
  const first = await reported(message);
  const forger = createSampleHub();
  const forged = await reported(forger.send({ ...place, text: 'something else' }), ben);
  const item = disclose(message);
  const revealed = item.revealed.map((part) =>
    part.index === 1 ? { ...part, part: Buffer.from('\u0001\u0004evil').toString('base64url') } : part,
  );
  const altered = samplePayload({ evidence: [{ ...item, revealed }] });
  await report(server, hub, altered, { reporter: ben, groups: [place.group] });
  assert.deepEqual((await itemsOf(first))[0]?.level, 'VERIFIED');
  for (const id of [forged, altered.reportId]) {
    const [kept] = await itemsOf(id);
    assert.deepEqual([kept?.level, kept?.contradicted, kept?.place], ['ASSERTED', false, null]);
  }
});

test('who was not in the group can still show that the hub contradicts itself', async () => {
  const place = newPlace();
  const first = await reported(hub.send({ ...place, text: 'one' }));
  const payload = samplePayload({ evidence: [disclose(hub.send({ ...place, text: 'two' }))] });
  await report(server, hub, payload, { reporter: ben, groups: [] });
  assert.equal((await itemsOf(first))[0]?.contradicted, true);
});

test('two workers that file the two sides at the same moment both mark them', async () => {
  const other = createJobWorker(server.deps);
  const pairs = Array.from({ length: 8 }, () => {
    const place = newPlace();
    return [hub.send({ ...place, text: 'one' }), hub.send({ ...place, text: 'two' })].map((message, index) => ({
      payload: samplePayload({ evidence: [disclose(message)] }),
      wish: { groups: [place.group], reporter: index === 0 ? ana : ben },
    }));
  });
  for (const { payload, wish } of pairs.flat()) {
    assert.equal((await post(server, hub, payload, wish)).statusCode, 201);
  }
  for (let round = 0; round < 2; round += 1) await Promise.all([server.worker.drain(), other.drain()]);
  for (const { payload } of pairs.flat()) {
    const [item] = await itemsOf(payload.reportId);
    assert.deepEqual([item?.level, item?.contradicted], ['ASSERTED', true]);
    assert.equal((await caseOf(server, payload.reportId)).level, 'ASSERTED');
  }
  await other.stop();
});

test('a ban that waits for its second person cannot be approved once the hub has contradicted itself', async () => {
  const place = newPlace();
  const first = await reported(hub.send({ ...place, text: 'one' }));
  const { case_id: caseId } = await caseOf(server, first);
  const [kim, lou] = [await server.logIn('reviewer'), await server.logIn('lead')];
  const call = (who: typeof kim, path: string, payload: object = {}) =>
    server.app.inject({ method: 'POST', url: `/v1${path}`, headers: who.headers, payload });
  assert.ok((await call(kim, `/cases/${caseId}/claim`)).statusCode < 300);
  const ban = {
    ...{ action: 'ban', policyId: 'threats', reason: 'Threatened a person.', days: null, reportCount: 1 },
    departedWhy: 'as the test has it',
  };
  const held = (await call(kim, `/cases/${caseId}/decisions`, ban)).json();
  assert.equal(held.state, 'held', JSON.stringify(held));
  await reported(hub.send({ ...place, text: 'two' }), ben);
  const answer = (word: string) =>
    call(lou, `/decisions/${held.decisionId}/answer`, { answer: word, reason: 'I looked at it too.' });
  assert.equal((await answer('approve')).json().code, 'asserted-only');
  assert.equal((await answer('refuse')).json().state, 'refused');
});

test('a case that was decided keeps its level and learns of it; an erased one has nothing left to compare', async () => {
  const place = newPlace();
  const first = await reported(hub.send({ ...place, text: 'one' }));
  const { case_id: caseId } = await caseOf(server, first);
  const { kysely } = server.deps.database;
  const decided = { state: 'decided' as const, decided_at: new Date() };
  await kysely.updateTable('case_file').set(decided).where('case_id', '=', caseId).execute();
  await reported(hub.send({ ...place, text: 'two' }), ben);
  assert.equal((await caseOf(server, first)).level, 'VERIFIED', 'what the decision rested on');
  const last = (await eventsOf(caseId)).at(-1);
  assert.equal(last?.kind, 'contradicted');
  assert.ok(last.said?.code === 'contradicted' && last.said.late, 'decided before this was known');

  const gone = newPlace();
  const erased = await reported(hub.send({ ...gone, text: 'one' }));
  const { case_id: erasedCase } = await caseOf(server, erased);
  await kysely.updateTable('case_file').set(decided).where('case_id', '=', erasedCase).execute();
  assert.equal(await eraseCase(server.deps, erasedCase, null, 'a test'), true);
  assert.equal((await itemsOf(erased))[0]?.place, null);
  const later = await reported(hub.send({ ...gone, text: 'two' }), ben);
  assert.equal((await itemsOf(later))[0]?.level, 'VERIFIED');
});

test('the index tells nothing: equal numbers of two groups differ, and no place or statement is a plain hash', async () => {
  const [here, there] = [newPlace(), newPlace()];
  const ids = [await reported(hub.send(here)), await reported(hub.send(there))];
  const places = await Promise.all(ids.map(async (id) => (await itemsOf(id))[0]?.place?.toString('hex')));
  assert.equal(new Set(places).size, 2);
  const other = await startServerWithHub(hub);
  try {
    const payload = samplePayload({ hubId, evidence: [disclose(hub.send(here))] });
    await report(other, hub, payload, { groups: [here.group] });
    const row = await other.deps.database.kysely.selectFrom('evidence_item').select('place').executeTakeFirstOrThrow();
    assert.notEqual(row.place?.toString('hex'), places[0], 'another installation has another key');
  } finally {
    await other.close();
  }
});
