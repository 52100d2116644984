import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { recordOutcome } from '../../src/reporters/record-outcome.ts';
import { caseOf, report, startServerWithHub } from '../support/reporting.ts';
import { createSampleHub, samplePayload } from '../support/sample-hub.ts';
import type { TestServer } from '../support/test-server.ts';

const hub = createSampleHub();
let server: TestServer;
before(async () => {
  server = await startServerWithHub(hub);
});
after(() => server.close());

let subjects = 0;
async function said(reporters: readonly string[], category = 'child.grooming', accountId = `mal-${subjects++}@x`) {
  let found = '';
  for (const reporter of reporters) {
    const payload = samplePayload({
      ...{ subject: { kind: 'account', accountId }, category },
      evidence: [
        {
          ...{ scheme: 'reporter-asserted/1' as const, role: 'reported' as const, sender: accountId },
          ...{ groupId: null, sentAt: null, text: 'a screenshot of it' },
        },
      ],
    });
    await report(server, hub, payload, { reporter });
    found = (await caseOf(server, payload.reportId)).case_id;
  }
  return found;
}
const read = (caseId: string) =>
  server.deps.database.kysely
    .selectFrom('case_file')
    .innerJoin('queue_lane as lane', 'lane.lane_id', 'case_file.lane_id')
    .select(['score', 'rank', 'trusted_reporters', 'doubted_reporters', 'reporter_count', 'why', 'standing'])
    .where('case_id', '=', caseId)
    .executeTakeFirstOrThrow();
async function ends(caseId: string, outcome: 'upheld' | 'dismissed' | null) {
  await server.deps.database.transaction((tx) => recordOutcome(tx, { caseId, outcome, at: server.deps.clock() }));
  await server.worker.drain();
}

test('whose reports turn out right is believed in what still waits, at once; taken back, no more', async () => {
  const who = 'right@messenger.test';
  const ended = [await said([who]), await said([who]), await said([who])];
  const waits = await said([who]);
  const before = await read(waits);
  assert.deepEqual([before.trusted_reporters, before.standing], [0, 'said']);
  for (const caseId of ended) await ends(caseId, 'upheld');
  const after = await read(waits);
  assert.deepEqual([after.trusted_reporters, after.reporter_count, after.standing], [1, 1, 'usual']);
  assert.ok(after.score > before.score);
  assert.ok(after.why.some(({ code }) => code === 'trusted'));
  for (const caseId of ended) await ends(caseId, null);
  const again = await read(waits);
  assert.deepEqual([again.score, again.trusted_reporters], [before.score, 0]);
});

test('a crowd that was wrong together three times weighs less in everything else that it has reported and nobody has decided', async () => {
  const crowd = Array.from({ length: 30 }, (_, n) => `crowd-${n}@messenger.test`);
  const honest = 'honest@messenger.test';
  const [first, second] = [await said(crowd), await said(crowd)];
  const shared = await said([crowd[0] ?? '', honest]);
  const alone = await said([honest]);
  const before = { second: await read(second), shared: await read(shared), alone: await read(alone) };
  const others = [first, await said(crowd), await said(crowd)];
  for (const caseId of others) await ends(caseId, 'dismissed');
  const after = { second: await read(second), shared: await read(shared), alone: await read(alone) };
  assert.equal(after.second.doubted_reporters, 30);
  assert.equal(after.shared.doubted_reporters, 1);
  assert.ok(after.shared.score < before.shared.score);
  assert.deepEqual(after.alone, before.alone, 'who had no part in it stays as they were');
});

test('a case that is decided stays as it was decided, whatever becomes of its reporters', async () => {
  const who = 'late@messenger.test';
  const [ended, decided] = [await said([who]), await said([who])];
  const { kysely } = server.deps.database;
  const closed = { state: 'decided' as const, decided_at: server.deps.clock() };
  await kysely.updateTable('case_file').set(closed).where('case_id', '=', decided).execute();
  const before = await read(decided);
  await ends(ended, 'dismissed');
  assert.deepEqual(await read(decided), before);
});
