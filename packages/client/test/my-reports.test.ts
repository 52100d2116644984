import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NoteId } from '@wellhouse/protocol';
import { createWorld, settle } from './support/world.ts';

async function sentReport() {
  const world = await createWorld();
  const draft = await world.wellhouse.draft({ messages: [world.hub.text('mal@hub.example', 'x')], reported: 0 });
  draft.set({ category: 'threat.life' });
  await (await world.wellhouse.send(await draft.preview())).delivered;
  await settle();
  return world;
}

test('refresh reads where a report stands, up to the decision', async () => {
  const { wellhouse, server } = await sentReport();
  const events: string[] = [];
  const stop = wellhouse.subscribe((event) => events.push(event.type));
  server.only().view.status = 'in-review';
  await wellhouse.refresh();
  assert.equal((await wellhouse.reports())[0]?.state, 'in-review');
  server.only().view.status = 'decided';
  server.only().view.decision = {
    ...{ decidedAt: '2026-11-04T10:00:00.000Z', outcome: 'action-taken', summary: 'The account was suspended.' },
    policy: { id: 'threats', title: 'No threats' },
    appeal: { how: 'Write to appeals@safety.example', until: '2027-05-04T10:00:00.000Z' },
  };
  await wellhouse.refresh();
  const [report] = await wellhouse.reports();
  assert.equal(report?.state, 'decided');
  assert.equal(report?.decision?.policy?.title, 'No threats');
  assert.deepEqual(new Set(events), new Set(['reports']));
  stop();
});

test('notes of the safety team are new until they were shown, and only those that were', async () => {
  const { wellhouse, server } = await sentReport();
  const note = (noteId: string, text: string) => ({
    noteId: NoteId.parse(noteId),
    sentAt: '2026-11-04T10:00:00.000Z',
    text,
  });
  const { reportId } = server.only().receipt;
  const notes = async () => (await wellhouse.reports())[0]?.notes.map(({ text, isNew }) => [text, isNew]);
  assert.deepEqual(await notes(), []);
  server.only().view.notes = [note('11111111-1111-4111-8111-111111111111', 'Thank you.')];
  await wellhouse.refresh();
  assert.deepEqual(await notes(), [['Thank you.', true]]);
  assert.equal((await wellhouse.reports())[0]?.notes[0]?.sentAt, Date.parse('2026-11-04T10:00:00.000Z'));
  await wellhouse.readNotes(reportId);
  server.only().view.notes.push(note('22222222-2222-4222-8222-222222222222', 'One more thing.'));
  await wellhouse.refresh();
  assert.deepEqual(await notes(), [
    ['Thank you.', false],
    ['One more thing.', true],
  ]);
  await wellhouse.readNotes('33333333-3333-4333-8333-333333333333');
  await wellhouse.readNotes(reportId);
  assert.deepEqual(
    (await notes())?.map(([, isNew]) => isNew),
    [false, false],
  );
});

test('a server that knows no notes, and a report stored before there were any, have none', async () => {
  const { wellhouse, server, storage } = await sentReport();
  const { notes: _notes, ...before } = server.only().view;
  server.state.fault = ({ operation }) => (operation === 'GET reports' ? Response.json(before) : null);
  await wellhouse.refresh();
  assert.deepEqual((await wellhouse.reports())[0]?.notes, []);
  await storage.update('report', before.reportId, (report) => {
    if (report === undefined) throw new Error('find no report');
    return { ...report, view: before as typeof report.view };
  });
  assert.deepEqual((await wellhouse.reports())[0]?.notes, []);
  await wellhouse.readNotes(before.reportId);
});

test('an unreadable report says so', async () => {
  const { wellhouse, server } = await sentReport();
  server.only().view.status = 'unreadable';
  server.only().view.problem = { code: 'tampered', detail: 'the bytes do not open' };
  await wellhouse.refresh();
  const [report] = await wellhouse.reports();
  assert.deepEqual([report?.state, report?.problem?.code], ['unreadable', 'tampered']);
});

test('a server that is away, or answers for another report, changes nothing', async () => {
  const { wellhouse, server } = await sentReport();
  const before = await wellhouse.reports();
  server.state.fault = () => 'network';
  await wellhouse.refresh();
  server.state.fault = ({ operation }) =>
    operation === 'GET reports'
      ? Response.json({ ...server.only().view, status: 'decided', reportId: '11111111-1111-4111-8111-111111111111' })
      : null;
  await wellhouse.refresh();
  assert.deepEqual(await wellhouse.reports(), before);
});

test('a report can be removed from the device', async () => {
  const { wellhouse, server } = await sentReport();
  await wellhouse.forget(server.only().receipt.reportId);
  assert.deepEqual(await wellhouse.reports(), []);
  await assert.rejects(wellhouse.retry(server.only().receipt.reportId), { code: 'not-found' });
});

test('reports stand newest first', async () => {
  const world = await sentReport();
  world.time.now += 60_000;
  const draft = await world.wellhouse.draft({ subject: { kind: 'account', accountId: 'ben@hub.example' } });
  draft.set({ category: 'other' });
  await (await world.wellhouse.send(await draft.preview())).delivered;
  assert.deepEqual(
    (await world.wellhouse.reports()).map(({ category }) => category),
    ['other', 'threat.life'],
  );
});
