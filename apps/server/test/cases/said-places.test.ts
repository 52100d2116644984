import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { saidPlaces } from '../../src/queues/place-value.ts';
import { listCases } from '../../src/review/list-cases.ts';
import { caseOf, report, startServerWithHub } from '../support/reporting.ts';
import { ana, ben, createSampleHub, disclose, samplePayload } from '../support/sample-hub.ts';
import type { TestServer } from '../support/test-server.ts';

const hub = createSampleHub();
let server: TestServer;
before(async () => {
  server = await startServerWithHub(hub);
});
after(() => server.close());

/** Somebody says so, and nothing proves it. */
async function unproven(category: string, accountId: string, reporter: string, danger = false) {
  const words = { groupId: null, sentAt: null, text: 'a screenshot of it' };
  const payload = samplePayload({
    subject: { kind: 'account', accountId },
    category,
    ...(danger && { answers: { danger: 'now' as const, about: 'me' as const } }),
    evidence: [{ scheme: 'reporter-asserted/1' as const, role: 'reported' as const, sender: accountId, ...words }],
  });
  await report(server, hub, payload, { reporter });
  return caseOf(server, payload.reportId);
}
async function proven(category: string, sender: string) {
  const payload = samplePayload({ category, evidence: [disclose(hub.send({ sender }))] });
  await report(server, hub, payload);
  return caseOf(server, payload.reportId);
}
async function paceOf(caseId: string) {
  const { kysely } = server.deps.database;
  const row = await kysely
    .selectFrom('case_file')
    .innerJoin('queue_lane as lane', 'lane.lane_id', 'case_file.lane_id')
    .select(['standing', 'pace_minutes'])
    .where('case_id', '=', caseId)
    .executeTakeFirstOrThrow();
  return `${row.standing} ${row.pace_minutes}`;
}

test('the first unproven cases of an urgent kind wait by its clock, a flood beyond them does not; a place is free again once one is decided', async () => {
  const honest = await unproven('child.grooming', 'mal@x', ana);
  assert.equal(await paceOf(honest.case_id), 'said 240');
  assert.ok(!honest.why.some(({ code }) => code === 'only-said'));
  const flood: string[] = [];
  for (let n = 0; n < saidPlaces + 5; n++) {
    const one = await unproven('child.grooming', `target-${n}@x`, `new-${n}@messenger.test`, n % 2 === 0);
    flood.push(one.case_id);
  }
  const paces = await Promise.all(flood.map(paceOf));
  assert.deepEqual(
    paces,
    flood.map((_, n) => (n < saidPlaces - 1 ? 'said 240' : 'said 4320')),
  );
  // Another kind has places of its own.
  assert.equal(await paceOf((await unproven('child.sextortion', 'other@x', ben)).case_id), 'said 60');
  // Who has a place keeps it when somebody joins, who has none gets none for being said twice.
  assert.equal((await unproven('child.grooming', 'mal@x', ben)).case_id, honest.case_id);
  assert.equal(await paceOf(honest.case_id), 'said 240');
  const last = flood.at(-1) ?? '';
  await unproven('child.grooming', `target-${flood.length - 1}@x`, ben);
  assert.equal(await paceOf(last), 'said 4320');
  const { kysely } = server.deps.database;
  const decided = { state: 'decided' as const, decided_at: server.deps.clock() };
  await kysely.updateTable('case_file').set(decided).where('case_id', '=', honest.case_id).execute();
  assert.equal(await paceOf((await unproven('child.grooming', 'later@x', ana)).case_id), 'said 240');
  // In a flood a proven case of the kind stands before all that came beyond the places, and proof needs no place.
  const real = await proven('child.grooming', 'real@x');
  assert.equal(await paceOf(real.case_id), 'usual 240');
  const order = (await listCases(server.deps, { state: 'open', limit: 100 })).cases.map(({ caseId }) => String(caseId));
  for (const one of flood.filter((_, n) => paces[n] === 'said 4320' && n % 2 === 1)) {
    assert.ok(order.indexOf(real.case_id) < order.indexOf(one));
  }
});
