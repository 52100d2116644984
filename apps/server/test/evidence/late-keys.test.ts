import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { encodeStamp } from '@wellhouse/franking';
import { enqueue } from '../../src/platform/jobs/enqueue.ts';
import { urgencyOf } from '../../src/queues/place-value.ts';
import { caseOf, post, report, startServerWithHub } from '../support/reporting.ts';
import { createSampleHub, disclose, type SampleHub, samplePayload } from '../support/sample-hub.ts';
import type { TestServer } from '../support/test-server.ts';

const hub = createSampleHub();
let server: TestServer;
let nextKeyId = 2;
before(async () => {
  server = await startServerWithHub(hub);
});
after(() => server.close());

/** The same hub with a key that the safety server does not know yet. */
const withNewKey = (options: { macOnly?: boolean } = {}) => createSampleHub({ keyId: nextKeyId++, ...options });

async function publish(...hubs: SampleHub[]) {
  const response = await server.app.inject({
    method: 'PUT',
    url: `/v1/hubs/${hub.hubId}/keys`,
    headers: { authorization: `Bearer ${hub.apiSecret}` },
    payload: { keys: hubs.map((one) => one.verifyKey()) },
  });
  assert.equal(response.statusCode, 200, response.body);
}

/** One message under the hub's key in a group and from a sender of its own, in a payload about it. */
function payloadOf(late: SampleHub, alter: (item: ReturnType<typeof disclose>) => void = () => {}) {
  const group = Buffer.from(randomUUID()).toString('base64url');
  const sender = `${randomUUID()}@messenger.test`;
  const item = disclose(late.send({ group, sender, text: 'I will hurt you' }));
  alter(item);
  const subject = { kind: 'account' as const, accountId: sender };
  return { group, payload: samplePayload({ subject, evidence: [item] }) };
}

const itemOf = (reportId: string) =>
  server.deps.database.kysely
    .selectFrom('evidence_item')
    .select(['level', 'awaits_key'])
    .where('report_id', '=', reportId)
    .executeTakeFirstOrThrow();

async function reverified(reportId: string) {
  const { case_id } = await caseOf(server, reportId);
  const events = await server.deps.database.kysely
    .selectFrom('case_event')
    .select('said')
    .where('case_id', '=', case_id)
    .where('kind', '=', 'reverified')
    .execute();
  return events.map(({ said }) => (said?.code === 'reverified' ? said : null));
}

/** Where a case stood in the queue, as of now. */
async function placeValue({ rank, lane_id: laneId }: { rank: number; lane_id: number | null }): Promise<number> {
  const lanes = server.deps.database.kysely.selectFrom('queue_lane').selectAll();
  const lane = await lanes.where('lane_id', '=', laneId).executeTakeFirstOrThrow();
  return (
    rank +
    urgencyOf({ standing: lane.standing, clockMinutes: lane.clock_minutes, minutes: lane.pace_minutes }, new Date())
  );
}

for (const macOnly of [false, true]) {
  test(`evidence under a ${macOnly ? 'MAC-only' : 'signing'} key that comes in late is proven then, and its case moves up`, async () => {
    const late = withNewKey({ macOnly });
    const { payload, group } = payloadOf(late);
    await report(server, hub, payload, { groups: [group] });
    assert.deepEqual(await itemOf(payload.reportId), { level: 'ASSERTED', awaits_key: String(late.key.keyId) });
    const waiting = await caseOf(server, payload.reportId);
    assert.equal(waiting.level, 'ASSERTED');

    await publish(late);
    await server.worker.drain();
    assert.deepEqual(await itemOf(payload.reportId), { level: 'VERIFIED', awaits_key: null });
    const lifted = await caseOf(server, payload.reportId);
    assert.equal(lifted.level, 'VERIFIED');
    assert.ok(lifted.score > waiting.score && (await placeValue(lifted)) > (await placeValue(waiting)));
    const [said, ...more] = await reverified(payload.reportId);
    assert.match(said?.reference ?? '', /^WH-/);
    assert.deepEqual([said?.proven, said?.of, said?.late], [1, 1, false]);
    assert.deepEqual(more, []);
  });
}

test('the job changes nothing when it runs again, nor when the key is published again', async () => {
  const late = withNewKey();
  const { payload, group } = payloadOf(late);
  await report(server, hub, payload, { groups: [group] });
  await publish(late);
  await server.worker.drain();
  const before = await caseOf(server, payload.reportId);
  await publish(late, hub);
  const job = { kind: 'verify-again', payload: { reportId: payload.reportId } };
  await server.deps.database.transaction((tx) => enqueue(tx, job, job));
  await server.worker.drain();
  assert.deepEqual(await caseOf(server, payload.reportId), before);
  assert.equal((await reverified(payload.reportId)).length, 1);
});

test('A4: a forged message does not gain by a late key: it fails for its true reason, and waits no more', async () => {
  const late = withNewKey();
  const { payload, group } = payloadOf(late, (item) => {
    const { stamp } = late.send({ group: 'AAAA', text: 'other words' });
    item.stamp = Buffer.from(encodeStamp(stamp)).toString('base64url');
  });
  await report(server, hub, payload, { groups: [group] });
  await publish(late);
  await server.worker.drain();
  assert.deepEqual(await itemOf(payload.reportId), { level: 'ASSERTED', awaits_key: null });
  assert.equal((await caseOf(server, payload.reportId)).level, 'ASSERTED');
  const [said] = await reverified(payload.reportId);
  assert.deepEqual([said?.proven, said?.of], [0, 1]);
});

test('A6: a late key does not prove what a reporter took from a group in which they never were', async () => {
  const late = withNewKey();
  const { payload } = payloadOf(late);
  await report(server, hub, payload, { groups: [] });
  await publish(late);
  await server.worker.drain();
  assert.equal((await itemOf(payload.reportId)).level, 'ASSERTED');
});

test('a message that turns out to be of another account lifts no case against the one that was named', async () => {
  const late = withNewKey();
  const { payload, group } = payloadOf(late);
  const accused = { ...payload, subject: { kind: 'account' as const, accountId: `${randomUUID()}@messenger.test` } };
  await report(server, hub, accused, { groups: [group] });
  await publish(late);
  await server.worker.drain();
  assert.equal((await itemOf(payload.reportId)).level, 'VERIFIED');
  assert.equal((await caseOf(server, payload.reportId)).level, 'ASSERTED');
  assert.equal((await reverified(payload.reportId))[0]?.elsewhere, 'account');
});

test('another late key lifts nothing', async () => {
  const [late, other] = [withNewKey(), withNewKey()];
  const { payload, group } = payloadOf(late);
  await report(server, hub, payload, { groups: [group] });
  await publish(other);
  await server.worker.drain();
  assert.deepEqual(await itemOf(payload.reportId), { level: 'ASSERTED', awaits_key: String(late.key.keyId) });
});

test('a decided case keeps the level that it was decided on; the timeline says what is known now', async () => {
  const late = withNewKey();
  const { payload, group } = payloadOf(late);
  await report(server, hub, payload, { groups: [group] });
  const { case_id } = await caseOf(server, payload.reportId);
  await server.deps.database.kysely
    .updateTable('case_file')
    .set({ state: 'decided', decided_at: new Date() })
    .where('case_id', '=', case_id)
    .execute();
  await publish(late);
  await server.worker.drain();
  assert.equal((await itemOf(payload.reportId)).level, 'VERIFIED');
  assert.equal((await caseOf(server, payload.reportId)).level, 'ASSERTED');
  assert.equal((await reverified(payload.reportId))[0]?.late, true, 'decided before this was known');
});

test('a key that comes in while reports are being filed lifts them all', async () => {
  const late = withNewKey();
  const made = Array.from({ length: 12 }, () => payloadOf(late));
  for (const { payload, group } of made) {
    assert.equal((await post(server, hub, payload, { groups: [group] })).statusCode, 201);
  }
  await Promise.all([server.worker.drain(), publish(late)]);
  await server.worker.drain();
  for (const { payload } of made) {
    assert.deepEqual(await itemOf(payload.reportId), { level: 'VERIFIED', awaits_key: null });
    assert.equal((await caseOf(server, payload.reportId)).level, 'VERIFIED');
  }
});

test('a key that comes in after its window proves what was reported inside the window, and nothing that came later', async () => {
  const day = 86_400_000;
  const late = withNewKey();
  const [early, behind] = [payloadOf(late), payloadOf(late)];
  await report(server, hub, early.payload, { groups: [early.group] });
  server.advance(late.key.notAfter - server.deps.clock().getTime() + 100 * day); // 90 of them are the window
  await report(server, hub, behind.payload, { groups: [behind.group] });
  server.advance(10 * day);
  await publish(late);
  await server.worker.drain();
  assert.equal((await itemOf(early.payload.reportId)).level, 'VERIFIED');
  assert.deepEqual(await itemOf(behind.payload.reportId), { level: 'ASSERTED', awaits_key: null });
});
