import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, afterEach, before, test } from 'node:test';
import { Me, Paging } from '@wellhouse/protocol';
import { nothingChosen } from '../../src/care/load-care.ts';
import type { LaneScope } from '../../src/queues/lane-scope.ts';
import { mayTake } from '../../src/queues/takers.ts';
import { createWatchClocks } from '../../src/queues/watch-clocks.ts';
import { createWatchTakers } from '../../src/queues/watch-takers.ts';
import { caseOf, report, startServerWithHub } from '../support/reporting.ts';
import { createSampleHub, disclose, samplePayload } from '../support/sample-hub.ts';
import type { TestServer, TestSession } from '../support/test-server.ts';

const hub = createSampleHub();
const minutes = (count: number) => count * 60_000;
let server: TestServer;
let lead: TestSession;
let kim: TestSession;
let lou: TestSession;
before(async () => {
  server = await startServerWithHub(hub, {
    environment: {
      WELLHOUSE_SMTP_URL: 'smtp://127.0.0.1:9',
      WELLHOUSE_PAGE_FROM: 'Wellhouse <calls@safety.example>',
    },
  });
  lead = await server.logIn('lead');
  kim = await server.logIn('reviewer');
  lou = await server.logIn('reviewer');
});
after(() => server.close());
afterEach(async () => {
  const { kysely } = server.deps.database;
  await kysely.updateTable('case_file').set({ state: 'decided', decided_at: server.deps.clock() }).execute();
  for (const table of ['job', 'page_delivery', 'page_stage', 'untaken_alarm', 'page', 'on_duty'] as const) {
    await kysely.deleteFrom(table).execute();
  }
  await kysely.deleteFrom('staff_care').execute();
  await kysely.deleteFrom('staff_skill').execute();
});

let senders = 0;
async function newCase(category: string) {
  const payload = samplePayload({ category, evidence: [disclose(hub.send({ sender: `mal-${senders++}@x` }))] });
  await report(server, hub, payload);
  return (await caseOf(server, payload.reportId)).case_id;
}
async function onDuty(...people: TestSession[]) {
  const now = server.deps.clock();
  const times = { from_at: now, to_at: new Date(now.getTime() + minutes(24 * 60)), made_by: lead.staffId };
  for (const { staffId } of people) {
    const row = { duty_id: randomUUID() };
    await server.deps.database.kysely
      .insertInto('on_duty')
      .values({ ...row, staff_id: staffId, ...times })
      .execute();
  }
  // Nobody has the console open: only the duty counts.
  await server.deps.database.pool.query("update staff_session set last_used_at = last_used_at - interval '1 day'");
}
async function optOut(who: TestSession, ...withoutCategories: string[]) {
  const own = JSON.stringify({ ...nothingChosen, withoutCategories });
  await server.deps.database.pool.query(
    `insert into staff_care (staff_id, own) values ($1, $2)
     on conflict (staff_id) do update set own = excluded.own`,
    [who.staffId, own],
  );
}
/** What both workers of an installation do. */
const look = async () => Promise.all([createWatchTakers(server.deps)(), createWatchTakers(server.deps)()]);
async function pages() {
  const { kysely } = server.deps.database;
  const rows = await kysely.selectFrom('page').selectAll().orderBy('at').execute();
  return Promise.all(
    rows
      .filter(({ cases }) => cases.length > 0)
      .map(async (row) => {
        const sent = kysely.selectFrom('page_delivery').select('target').where('page_id', '=', row.page_id);
        const targets = (await sent.orderBy('target').execute()).map(({ target }) => target);
        return { stages: row.cases.map(({ stage, caseId }) => [caseId, stage]), targets };
      }),
  );
}
async function paging() {
  const { email, password } = lead;
  const login = await server.app.inject({ method: 'POST', url: '/v1/staff/login', payload: { email, password } });
  const cookie = login.cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  const headers = { cookie, 'x-csrf-token': Me.parse(login.json()).csrfToken };
  const response = await server.app.inject({ url: '/v1/paging', headers });
  assert.equal(response.statusCode, 200, response.body);
  return Paging.parse(response.json());
}

test('when all who are on duty have opted out of a kind, the leads are called before its clock breaks, once, and the screen shows it', async () => {
  await onDuty(kim, lou);
  await optOut(kim, 'child.grooming');
  const [grooming] = [await newCase('child.grooming'), await newCase('spam.bulk')];
  await look();
  assert.deepEqual(await pages(), [], 'one of them takes it');
  await optOut(lou, 'child.grooming', 'child.csam_known');
  await look();
  await look();
  const everybody = [kim.email, lead.email, lou.email].sort();
  assert.deepEqual(await pages(), [{ stages: [[grooming, 'untaken']], targets: everybody }]);
  const { due_at: dueAt } = await server.deps.database.kysely
    .selectFrom('case_file')
    .select('due_at')
    .where('case_id', '=', grooming)
    .executeTakeFirstOrThrow();
  assert.ok(server.deps.clock() < dueAt);
  const { untaken } = await paging();
  assert.deepEqual(
    untaken.map(({ queueId, category, waiting, dueAt: due }) => [queueId, category, waiting, due]),
    [['main', 'child.grooming', 1, dueAt.toISOString()]],
  );
  assert.ok(!JSON.stringify(untaken).includes(kim.staffId), 'why, and whose choice it is, is said to nobody');
});

test('the alarm ends as soon as somebody is there who may; when nobody may again, the leads are called again', async () => {
  await onDuty(kim);
  await optOut(kim, 'child.grooming');
  await newCase('child.grooming');
  await look();
  await onDuty(lou);
  await look();
  assert.deepEqual((await pages()).length, 1);
  const open = () =>
    server.deps.database.kysely.selectFrom('untaken_alarm').selectAll().where('ended_at', 'is', null).execute();
  assert.deepEqual(await open(), []);
  await optOut(lou, 'child.grooming');
  server.advance(minutes(1));
  await look();
  assert.equal((await open()).length, 1);
  assert.equal((await pages()).length, 2);
});

test('a spent budget leaves a kind to nobody as well, and so does a long break; a short one does not', async () => {
  await onDuty(kim);
  const caseId = await newCase('child.grooming');
  const { pool } = server.deps.database;
  const pause = (count: number) =>
    pool.query(
      `insert into staff_care (staff_id, own, paused_until) values ($1, $2, $3)
       on conflict (staff_id) do update set paused_until = excluded.paused_until`,
      [kim.staffId, JSON.stringify(nothingChosen), new Date(server.deps.clock().getTime() + minutes(count))],
    );
  await pause(20);
  await look();
  assert.deepEqual(await pages(), []);
  await pause(90);
  await look();
  assert.deepEqual(
    (await pages()).map(({ stages }) => stages),
    [[[caseId, 'untaken']]],
  );
  await pause(0);
  await look();
  // Ten minutes of its kind are what kim wants in a day, and they are over.
  const own = { ...nothingChosen, budgets: { ...nothingChosen.budgets, child: { dayMinutes: 10, weekMinutes: null } } };
  await pool.query('update staff_care set own = $2 where staff_id = $1', [kim.staffId, JSON.stringify(own)]);
  await look();
  assert.equal((await pages()).length, 1);
  const viewId = '00000000-0000-4000-8000-0000000000aa';
  const end = server.deps.clock();
  const start = new Date(end.getTime() - minutes(11));
  await pool.query(
    `insert into evidence_view (view_id, case_id, staff_id, purpose, started_at, ended_at, visible_ms, items)
     values ($1, $2, $3, 'review', $4, $5, 660000, 1)`,
    [viewId, caseId, kim.staffId, start, end],
  );
  await pool.query(
    `insert into evidence_exposure (view_id, staff_id, kind, heavy, from_at, to_at)
     values ($1, $2, 'child', false, $3, $4)`,
    [viewId, kim.staffId, start, end],
  );
  await look();
  assert.equal((await pages()).length, 2);
});

test('a case that somebody holds raises no alarm, nor does a rehearsal; what is given back does', async () => {
  await onDuty(kim);
  const caseId = await newCase('child.grooming');
  const { kysely } = server.deps.database;
  const until = new Date(server.deps.clock().getTime() + minutes(10));
  const hold = (staffId: string | null) =>
    kysely
      .updateTable('case_file')
      .set({ claim_staff_id: staffId, claim_until: staffId === null ? null : until })
      .where('case_id', '=', caseId)
      .execute();
  await hold(lead.staffId);
  await optOut(kim, 'child.grooming');
  await look();
  assert.deepEqual(await pages(), []);
  await hold(null);
  await kysely.updateTable('case_file').set({ drill: true }).where('case_id', '=', caseId).execute();
  await look();
  assert.deepEqual(await pages(), []);
  await kysely.updateTable('case_file').set({ drill: false }).where('case_id', '=', caseId).execute();
  await look();
  assert.equal((await pages()).length, 1);
});

test('the clocks of what nobody there may take call the leads too, beside whoever is on duty', async () => {
  await onDuty(kim);
  await newCase('child.grooming');
  server.advance(minutes(30));
  await createWatchClocks(server.deps)();
  assert.deepEqual(
    (await pages()).map(({ targets }) => targets),
    [[kim.email]],
  );
  await optOut(kim, 'child.grooming');
  await look();
  server.advance(minutes(90));
  await createWatchClocks(server.deps)();
  assert.deepEqual((await pages()).at(-1)?.targets, [kim.email, lead.email].sort());
});

test('who may take a case: queue, kinds, regions, what they leave out, and breaks', () => {
  const now = server.deps.clock();
  const all: LaneScope = { queueIds: null, withoutCategories: [], categories: null, regions: null, pausedUntil: null };
  const place = { queueId: 'main', category: 'child.grooming', region: null };
  const later = (count: number) => new Date(now.getTime() + minutes(count));
  const rows: [Partial<LaneScope>, boolean][] = [
    [{}, true],
    [{ queueIds: ['spanish'] }, false],
    [{ queueIds: ['spanish', 'main'] }, true],
    [{ categories: ['hate.speech'] }, false],
    [{ regions: ['DE'] }, false],
    [{ withoutCategories: ['child.grooming'] }, false],
    [{ pausedUntil: later(10) }, true],
    [{ pausedUntil: later(45) }, false],
  ];
  for (const [given, may] of rows) assert.equal(mayTake({ ...all, ...given }, place, now), may, JSON.stringify(given));
  assert.equal(mayTake({ ...all, regions: ['DE'] }, { ...place, region: 'DE' }, now), true);
});
