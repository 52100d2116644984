import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { recordOrder } from '../../src/cases/record-order.ts';
import { urgencyOf } from '../../src/queues/place-value.ts';
import { claimNext } from '../../src/review/claim-next.ts';
import { listCases } from '../../src/review/list-cases.ts';
import { caseOf, report, startServerWithHub } from '../support/reporting.ts';
import { ben, createSampleHub, disclose, group, samplePayload } from '../support/sample-hub.ts';
import type { TestServer, TestSession } from '../support/test-server.ts';

const hub = createSampleHub();
const minutes = (count: number) => count * 60_000;
let server: TestServer;
let kim: TestSession;
let lead: TestSession;
before(async () => {
  server = await startServerWithHub(hub);
  kim = await server.logIn('reviewer');
  lead = await server.logIn('lead');
});
after(() => server.close());

let senders = 0;
async function newCase(category: string, sender = `mal-${senders++}@x`, reporter?: string) {
  const payload = samplePayload({ category, evidence: [disclose(hub.send({ sender }))] });
  await report(server, hub, payload, { ...(reporter !== undefined && { reporter, groups: [group] }) });
  return (await caseOf(server, payload.reportId)).case_id;
}
async function order(caseId: string, receivedBefore: number) {
  const receivedAt = new Date(server.deps.clock().getTime() - receivedBefore).toISOString();
  const body = { law: 'eu-tco-3' as const, authority: 'Authority of a member state', reference: 'TCO-17', receivedAt };
  return recordOrder(server.deps, lead.staffId, caseId, body);
}
async function listed(): Promise<string[]> {
  const { cases } = await listCases(server.deps, { state: 'open', limit: 100 });
  return cases.map(({ caseId }) => String(caseId));
}
async function laneOf(caseId: string) {
  const row = await server.deps.database.kysely
    .selectFrom('case_file')
    .innerJoin('queue_lane as lane', 'lane.lane_id', 'case_file.lane_id')
    .select(['standing', 'clock_minutes', 'pace_minutes', 'rank', 'case_file.due_at', 'head_start'])
    .where('case_id', '=', caseId)
    .executeTakeFirstOrThrow();
  const pace = { standing: row.standing, clockMinutes: row.clock_minutes, minutes: row.pace_minutes };
  return { ...row, valueAt: (at: Date) => row.rank + urgencyOf(pace, at) };
}
async function decideAll() {
  const { kysely } = server.deps.database;
  await kysely.updateTable('case_file').set({ state: 'decided', decided_at: server.deps.clock() }).execute();
}

test('an order moves its case at once: from behind to where its hour puts it, and the next claim takes it', async () => {
  const grooming = await newCase('child.grooming');
  const spam = await newCase('spam.bulk');
  const terror = await newCase('terror.content');
  assert.deepEqual((await listed()).at(-1), spam);
  server.advance(minutes(30));
  // Half of the hour had gone by when the order reached the team.
  const { why, priority } = await order(spam, minutes(30));
  assert.ok(why.some(({ code }) => code === 'order'));
  assert.equal(priority, 'P3', 'what kind of abuse it is does not change');
  assert.deepEqual(await listed(), [spam, grooming, terror]);
  const { standing, clock_minutes, pace_minutes } = await laneOf(spam);
  assert.deepEqual([standing, clock_minutes, pace_minutes], ['usual', 60, 60]);
  const claimed = await claimNext(server.deps, kim.staffId);
  assert.equal(claimed.caseId, spam);
  await decideAll();
});

test('at the end of an order’s hour its case stands before all that comes in and waits, but for credible danger to life', async () => {
  const ordered = await newCase('hate.speech');
  await order(ordered, 0);
  const waiting = await newCase('child.grooming');
  server.advance(minutes(60));
  const fresh = await newCase('child.csam_known');
  const danger = await newCase('threat.life');
  const first = await listed();
  assert.deepEqual(first.slice(0, 2), [danger, ordered]);
  assert.deepEqual(first.slice(2).sort(), [fresh, waiting].sort());
  await decideAll();
});

test('no order lowers a case: what it had waited counts for as much of the hour, at every later moment', async () => {
  for (const [category, waited] of [
    ['spam.bulk', 20 * 1_440],
    ['hate.speech', 4_000],
    ['child.grooming', 200],
    ['threat.life', 50],
  ] as const) {
    const caseId = await newCase(category);
    server.advance(minutes(waited));
    const before = await laneOf(caseId);
    await order(caseId, minutes(5));
    const after = await laneOf(caseId);
    for (const later of [0, 1, 30, 120, 10_000]) {
      const at = new Date(server.deps.clock().getTime() + minutes(later));
      assert.ok(after.valueAt(at) >= before.valueAt(at), `${category}, ${later} minutes later`);
    }
    await decideAll();
  }
});

test('a report that joins later leaves the order’s place, and a second order with a later receipt changes nothing', async () => {
  const sender = `mal-${senders++}@x`;
  const caseId = await newCase('terror.content', sender);
  await order(caseId, minutes(20));
  const before = await laneOf(caseId);
  server.advance(minutes(5));
  assert.equal(await newCase('terror.content', sender, ben), caseId);
  const joined = await laneOf(caseId);
  assert.deepEqual(
    [joined.standing, joined.pace_minutes, joined.due_at],
    [before.standing, before.pace_minutes, before.due_at],
  );
  assert.ok(joined.rank >= before.rank);
  await order(caseId, 0);
  assert.deepEqual((await laneOf(caseId)).due_at, before.due_at);
  assert.equal((await laneOf(caseId)).rank, joined.rank);
  await decideAll();
});
