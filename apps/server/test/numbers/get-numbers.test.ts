import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { Numbers } from '@wellhouse/protocol';
import { startTestServer, type TestServer, type TestSession } from '../support/test-server.ts';
import { look, makeCase } from './support.ts';

let server: TestServer;
let lead: TestSession;
const hour = 3_600_000;
const ago = (hours: number) => new Date(server.deps.clock().getTime() - hours * hour);

before(async () => {
  server = await startTestServer();
  // At noon: what a test lays down, and asks for a moment later, is of one day.
  server.advance(hour * ((36 - server.deps.clock().getUTCHours()) % 24));
  lead = await server.logIn('lead');
});
after(() => server.close());

async function numbers(days = 7): Promise<Numbers> {
  // Past what an earlier test was answered.
  server.advance(16_000);
  const response = await server.app.inject({ url: `/v1/numbers?days=${days}`, headers: lead.headers });
  assert.equal(response.statusCode, 200, response.body);
  return Numbers.parse(response.json());
}

test('an empty installation has figures, and no minutes of cases that there are not', async () => {
  const { backlog, pace, days, outcomes, appeals, actions } = await numbers();
  assert.deepEqual(new Set(Object.values(appeals)), new Set([0]));
  assert.equal(days.length, 7);
  assert.deepEqual(
    [...new Set(backlog.flatMap(({ open, held, overdue, ages }) => [open, held, overdue, ...ages]))],
    [0],
  );
  assert(pace.every(({ reviewMinutes, decideMinutes }) => reviewMinutes === null && decideMinutes === null));
  assert.deepEqual(outcomes, { due: 0, told: 0 });
  assert.deepEqual(actions, []);
});

test('the backlog says how many wait, for how long, and how many beyond their clock', async () => {
  const mine = await makeCase(server, { priority: 'P1', openedAt: ago(0.5), dueAt: ago(-3.5) });
  const left = await makeCase(server, { priority: 'P1', openedAt: ago(6), dueAt: ago(2) });
  await makeCase(server, { priority: 'P1', openedAt: ago(400), dueAt: ago(396) });
  await makeCase(server, { priority: 'P1', openedAt: ago(3), dueAt: ago(-1), state: 'held' });
  // Held, and its clock goes on.
  await makeCase(server, { priority: 'P1', openedAt: ago(5), dueAt: ago(1), state: 'held' });
  // In somebody's hands, and in hands that let go.
  const claim = 'update case_file set claim_staff_id = $1, claim_until = $2 where case_id = $3';
  await server.deps.database.pool.query(claim, [lead.staffId, ago(-0.01), mine]);
  await server.deps.database.pool.query(claim, [lead.staffId, ago(0.01), left]);
  const { backlog } = await numbers();
  const p1 = backlog.find(({ priority }) => priority === 'P1');
  assert.deepEqual([p1?.open, p1?.held, p1?.overdue, p1?.claimed], [3, 2, 3, 1]);
  assert.deepEqual(p1?.ages, [1, 0, 1, 0, 0, 0, 1]);
  assert.equal(Math.round((server.deps.clock().getTime() - Date.parse(p1?.oldestOpenedAt ?? '')) / hour), 400);
});

test('a case that nobody has looked at in time is late, long before its decision is; a look ends that', async () => {
  const late = async () => (await numbers()).backlog.find(({ priority }) => priority === 'P2')?.overdue;
  const opened = { priority: 'P2', openedAt: ago(0.5), dueAt: ago(-0.5) } as const;
  await makeCase(server, { ...opened, reviewDueAt: ago(-0.1) });
  assert.equal(await late(), 0);
  const unseen = await makeCase(server, { ...opened, reviewDueAt: ago(0.25) });
  await makeCase(server, { ...opened, reviewDueAt: ago(0.25), firstReviewAt: ago(0.4) });
  assert.equal(await late(), 1);
  await server.deps.database.pool.query('update case_file set first_review_at = $1 where case_id = $2', [
    ago(0),
    unseen,
  ]);
  assert.equal(await late(), 0);
});

test('the overturn rate is of decisions that an appeal did not leave as they were, counted on the day they were heard', async () => {
  const hearer = await server.logIn('reviewer');
  const hear = async (outcome: string | null, hours: number, more: { drill?: boolean } = {}) => {
    const caseId = await makeCase(server, {
      openedAt: ago(500),
      decidedAt: ago(450),
      firstReviewAt: ago(450),
      ...more,
    });
    const decisionId = randomUUID();
    const { pool } = server.deps.database;
    await pool.query(
      `insert into decision (decision_id, reference, case_id, action, reason, state, report_count, decided_by, decided_at, in_force_at)
      values ($1, $2, $3, 'no-action', 'Nothing against the rules.', 'in-force', 1, $4, $5, $5)`,
      [decisionId, `D-${decisionId.slice(0, 8)}`, caseId, lead.staffId, ago(450)],
    );
    await pool.query(
      `insert into appeal_hearing (hearing_id, reference, decision_id, case_id, state, opened_at, due_at, appeal_count,
        outcome, heard_by, heard_at, reason_reporter) values ($1, $2, $3, $4, $5, $6, $6, 3, $7, $8, $9, $10)`,
      [
        ...[randomUUID(), `A-${decisionId.slice(0, 8)}`, decisionId, caseId, outcome === null ? 'open' : 'decided'],
        ...[ago(400), outcome, outcome && hearer.staffId, outcome && ago(hours), outcome && 'Read again.'],
      ],
    );
  };
  await hear('uphold', 2);
  await hear('uphold', 3);
  await hear('milder', 2);
  await hear('overturn', 2);
  await hear('reopen', 2);
  await hear('overturn', 300);
  await hear('overturn', 2, { drill: true });
  await hear(null, 0);
  const week = { heard: 5, upheld: 2, milder: 1, overturned: 1, reopened: 1, open: 1 };
  assert.deepEqual((await numbers()).appeals, week);
  assert.deepEqual((await numbers(30)).appeals, { ...week, heard: 6, overturned: 2 });
});

test('a drill counts nowhere', async () => {
  const before = await numbers();
  await makeCase(server, { openedAt: ago(2), drill: true });
  await makeCase(server, { openedAt: ago(2), firstReviewAt: ago(1), decidedAt: ago(1), drill: true });
  const { at: _a, ...figures } = await numbers();
  const { at: _b, ...then } = before;
  assert.deepEqual(figures, then);
});

test('times run from the first report to the first look and to the decision, and clocks are kept or not', async () => {
  for (const minutes of [10, 20, 30, 40]) {
    const openedAt = ago(30);
    const firstReviewAt = new Date(openedAt.getTime() + minutes * 60_000);
    const decidedAt = new Date(openedAt.getTime() + 2 * minutes * 60_000);
    const dueAt = new Date(openedAt.getTime() + 60 * 60_000);
    const reviewDueAt = new Date(openedAt.getTime() + 15 * 60_000);
    await makeCase(server, { priority: 'P0', openedAt, firstReviewAt, decidedAt, dueAt, reviewDueAt });
  }
  const { pace } = await numbers();
  const p0 = pace.find(({ priority }) => priority === 'P0');
  assert.deepEqual([p0?.reviewed, p0?.kept, p0?.decided, p0?.decidedInTime], [4, 1, 4, 3]);
  assert.deepEqual(p0?.reviewMinutes, { median: 25, p95: 38.5 });
  assert.deepEqual(p0?.decideMinutes, { median: 50, p95: 77 });
});

test('each day has what came and went, and the evenings add up', async () => {
  await makeCase(server, { openedAt: ago(72), decidedAt: ago(24), firstReviewAt: ago(24) });
  const { days, backlog } = await numbers();
  const undecided = backlog.reduce((sum, { open, held }) => sum + open + held, 0);
  assert.equal(days.at(-1)?.backlog, undecided);
  for (const [index, day] of days.entries()) {
    const eve = days[index - 1];
    if (eve !== undefined) assert.equal(day.backlog, eve.backlog + day.opened - day.decided);
  }
});

test('minutes of exposure are of three people or more, so that nobody is told by them', async () => {
  const caseId = await makeCase(server, { openedAt: ago(1) });
  const people = await Promise.all(['reviewer', 'reviewer', 'reviewer'].map(() => server.logIn('reviewer')));
  const today = async () => (await numbers()).days.at(-1)?.exposureMinutes;
  for (const { staffId } of people.slice(0, 2)) {
    await look(server, { caseId, staffId, at: server.deps.clock(), visibleMs: 90_000 });
  }
  assert.equal(await today(), null);
  await look(server, { caseId, staffId: people[2]?.staffId ?? '', at: server.deps.clock(), visibleMs: 60_000 });
  assert.equal(await today(), 4);
});

test('a page that many leave open asks the database once in fifteen seconds', async () => {
  const { at } = await numbers();
  await makeCase(server, { openedAt: ago(1) });
  const again = await server.app.inject({ url: '/v1/numbers?days=7', headers: lead.headers });
  assert.equal(again.json().at, at);
});

test('only whoever may read figures reads them', async () => {
  const reviewer = await server.logIn('reviewer');
  const response = await server.app.inject({ url: '/v1/numbers', headers: reviewer.headers });
  assert.equal(response.statusCode, 403);
});
