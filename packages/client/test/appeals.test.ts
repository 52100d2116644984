import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MeasureId } from '@wellhouse/protocol';
import { problem } from './support/safety-server.ts';
import { createWorld, settle } from './support/world.ts';

const decision = { kind: 'decision', decisionId: '22222222-2222-4222-8222-222222222222' } as const;
const words = 'I was quoting what he wrote to me.';

async function decidedReport() {
  const world = await createWorld();
  const draft = await world.wellhouse.draft({ messages: [world.hub.text('mal@hub.example', 'x')], reported: 0 });
  draft.set({ category: 'threat.life' });
  await (await world.wellhouse.send(await draft.preview())).delivered;
  await settle();
  const report = world.server.only();
  report.view.status = 'decided';
  report.view.decision = {
    ...{ decidedAt: '2026-11-04T10:00:00.000Z', outcome: 'no-action' as const, summary: 'No rule was broken.' },
    policy: null,
    appeal: { how: 'Write to appeals@safety.example', until: '2027-05-04T10:00:00.000Z' },
  };
  await world.wellhouse.refresh();
  return { ...world, target: { kind: 'report', reportId: report.receipt.reportId } as const };
}

test('an appeal against what was decided on a report goes out, and its outcome comes back with reasons', async () => {
  const { wellhouse, server, target } = await decidedReport();
  assert.deepEqual((await wellhouse.getAppeal(target))?.state, 'none');
  assert.equal((await wellhouse.makeAppeal(target, `  ${words}  `)).state, 'queued');
  await settle();
  const taken = await wellhouse.getAppeal(target);
  assert.deepEqual([taken?.state, taken?.reference, taken?.statement], ['received', 'A-7K3F-92QD', null]);
  const kept = server.appealTo(`reports/${target.reportId}`);
  assert.equal(kept.bodies[0]?.statement, words);
  assert.ok(kept.own.appeal);
  kept.own.appeal = {
    ...kept.own.appeal,
    status: 'reopened',
    outcome: { decidedAt: '2026-11-10T10:00:00.000Z', reason: 'You are right.' },
  };
  await wellhouse.refresh();
  const heard = await wellhouse.getAppeal(target);
  assert.deepEqual([heard?.state, heard?.reason], ['reopened', 'You are right.']);
});

test('refresh asks after appeals against decisions on this account that wait, and no others', async () => {
  const { wellhouse, server } = await createWorld();
  await wellhouse.makeAppeal(decision, words);
  await settle();
  const { own } = server.appealTo(`decisions/${decision.decisionId}`);
  assert.ok(own.appeal);
  own.appeal = { ...own.appeal, status: 'upheld', outcome: { decidedAt: '2026-11-10T10:00:00.000Z', reason: 'Seen.' } };
  await wellhouse.refresh();
  assert.deepEqual((await wellhouse.getAppeal(decision))?.state, 'upheld');
  const calls = server.calls.length;
  await wellhouse.refresh();
  assert.equal(server.calls.length, calls);
});

test('an appeal written without a network goes out later, once, also after a restart', async () => {
  const { wellhouse, server, storage, open, pass } = await createWorld();
  server.state.fault = () => 'network';
  await wellhouse.makeAppeal(decision, words);
  await settle();
  const waiting = await wellhouse.getAppeal(decision);
  assert.deepEqual([waiting?.state, waiting?.problem?.code, waiting?.statement], ['queued', 'network', words]);
  wellhouse.close();
  server.state.fault = () => null;
  const again = open(storage);
  await settle();
  await pass(60_000);
  assert.equal((await again.getAppeal(decision))?.state, 'received');
  assert.equal(server.appealTo(`decisions/${decision.decisionId}`).bodies.length, 1);
});

test('an answer that is lost costs no second appeal: the same id is sent again', async () => {
  const { wellhouse, server, pass } = await createWorld();
  let lost = 0;
  const { fetch } = server;
  server.state.fault = () => null;
  const world = await createWorld();
  world.wellhouse.close();
  const flaky = world.open(world.storage, {
    fetch: (async (input: RequestInfo | URL, init?: RequestInit) => {
      const answer = await fetch(input, init);
      if (init?.method !== 'POST' || lost > 0) return answer;
      lost += 1;
      throw new TypeError('Failed to fetch');
    }) as typeof globalThis.fetch,
  });
  wellhouse.close();
  await flaky.makeAppeal(decision, words);
  await settle();
  await world.pass(60_000);
  await pass(0);
  const { bodies } = server.appealTo(`decisions/${decision.decisionId}`);
  assert.equal(bodies.length, 2);
  assert.equal(bodies[0]?.appealId, bodies[1]?.appealId);
  assert.equal((await flaky.getAppeal(decision))?.state, 'received');
});

test('one appeal: a second one is refused on the device, and by the server for another device', async () => {
  const { wellhouse, server, open } = await createWorld();
  await wellhouse.makeAppeal(decision, words);
  await settle();
  await assert.rejects(wellhouse.makeAppeal(decision, 'And another thing.'), { code: 'appeal-made' });
  const { memoryStorage } = await import('@wellhouse/client');
  const storage = memoryStorage();
  const other = open(storage, { storage });
  await other.makeAppeal(decision, 'From my other phone.');
  await settle();
  const found = await other.getAppeal(decision);
  assert.deepEqual([found?.state, found?.problem?.code], ['refused', 'appeal-made']);
  assert.equal(found?.reference, 'A-7K3F-92QD', 'and shows the one that was made');
  assert.equal(server.appealTo(`decisions/${decision.decisionId}`).own.refusal, 'appeal-made');
});

test('an appeal without words or with a book of them is not stored', async () => {
  const { wellhouse } = await createWorld();
  await assert.rejects(wellhouse.makeAppeal(decision, '  '), { code: 'appeal-empty' });
  await assert.rejects(wellhouse.makeAppeal(decision, 'x'.repeat(2_001)), { code: 'appeal-too-long' });
  const missing = { kind: 'report', reportId: '33333333-3333-4333-8333-333333333333' } as const;
  await assert.rejects(wellhouse.makeAppeal(missing, words), { code: 'not-found' });
  assert.equal(await wellhouse.getAppeal(decision), null);
});

test('a server that refuses says why, and what was written is not lost', async () => {
  const { wellhouse, server } = await createWorld();
  server.state.fault = ({ operation }) => (operation === 'POST appeal' ? problem(403, 'appealing-paused') : null);
  await wellhouse.makeAppeal(decision, words);
  await settle();
  const found = await wellhouse.getAppeal(decision);
  assert.deepEqual([found?.state, found?.problem?.code, found?.statement], ['refused', 'appealing-paused', words]);
});

test('a report that is forgotten takes its appeal along', async () => {
  const { wellhouse, storage, target } = await decidedReport();
  await wellhouse.makeAppeal(target, words);
  await settle();
  await wellhouse.forget(target.reportId);
  assert.deepEqual(await storage.list('appeal'), []);
});

test('a paused account’s report is sent as urgent only where it is, and only when the server asks', async () => {
  const { wellhouse, server, hub } = await createWorld();
  const send = async (category: string) => {
    const draft = await wellhouse.draft({ messages: [hub.text('mal@hub.example', 'x')], reported: 0 });
    draft.set({ category });
    await wellhouse.send(await draft.preview());
    await settle();
  };
  server.state.paused = true;
  await send('spam.bulk');
  const [refused] = await wellhouse.reports();
  assert.deepEqual([refused?.state, refused?.problem?.code], ['refused', 'reporting-paused']);
  await send('threat.life');
  // Both were made in the same millisecond.
  const others = (await wellhouse.reports()).filter((one) => one.reportId !== refused?.reportId);
  assert.deepEqual(
    others.map(({ state }) => state),
    ['submitted'],
  );
  assert.equal(server.reports.size, 1);
});

test('how this account stands is asked of the server, and nothing where it does not answer', async () => {
  const { wellhouse, server } = await createWorld();
  const measureId = MeasureId.parse('33333333-3333-4333-8333-333333333333');
  const times = { at: '2026-11-01T10:00:00.000Z', until: '2026-11-08T10:00:00.000Z' };
  const pause = { measureId, reason: 'Again and again.', ...times };
  server.state.standing = { ...server.state.standing, report: { warning: null, pause, lifted: null } };
  assert.deepEqual((await wellhouse.reportingStanding())?.report.pause, pause);
  server.state.fault = () => 'network';
  assert.equal(await wellhouse.reportingStanding(), null);
});

test('a pause is appealed against like a decision, also without a network, and refresh asks what came of it', async () => {
  const { wellhouse, server, pass } = await createWorld();
  const target = { kind: 'measure', measureId: '33333333-3333-4333-8333-333333333333' } as const;
  server.state.fault = () => 'network';
  await wellhouse.makeAppeal(target, words);
  await settle();
  assert.equal((await wellhouse.getAppeal(target))?.state, 'queued');
  server.state.fault = () => null;
  await pass(3_600_000);
  const kept = server.appealTo(`measures/${target.measureId}`);
  assert.deepEqual(
    kept.bodies.map(({ statement }) => statement),
    [words],
  );
  assert.ok(kept.own.appeal);
  kept.own.appeal = {
    ...kept.own.appeal,
    status: 'overturned',
    outcome: { decidedAt: '2026-11-10T10:00:00.000Z', reason: 'You are right.' },
  };
  await wellhouse.refresh();
  const heard = await wellhouse.getAppeal(target);
  assert.deepEqual([heard?.state, heard?.reason], ['overturned', 'You are right.']);
});
