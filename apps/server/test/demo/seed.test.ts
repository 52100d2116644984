/** The demonstration as a newcomer gets it: small, on a real database, through the functions that the console calls. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { EvidenceLevel } from '@wellhouse/protocol';
import { progressLines } from '../../src/cli/progress-lines.ts';
import { type DemoSummary, seedDemo } from '../../src/demo.ts';
import { listCases } from '../../src/review/list-cases.ts';
import { startTestServer, type TestServer } from '../support/test-server.ts';

const hourMs = 3_600_000;
let server: TestServer;
let made: DemoSummary;
const bars: [number, number][] = [];
before(async () => {
  server = await startTestServer();
  // people report in the evening and the team works by day: what is open depends on the hour, which is made one
  await server.advance(hourMs * ((15 - server.deps.clock().getUTCHours() + 24) % 24));
  const onProgress = (done: number, all: number) => bars.push([done, all]);
  made = await seedDemo(server.deps, { cases: 120, days: 2, seed: 7, onProgress });
});
after(() => server.close());

const count = async (what: string): Promise<number> => {
  const { rows } = await server.deps.database.pool.query<{ count: number }>(
    `select count(*)::int as count from ${what}`,
  );
  return rows[0]?.count ?? 0;
};

test('a day of a team is there: open, held and decided cases, appeals of both kinds, second reviews, minutes with evidence', async () => {
  assert.equal(made.cases, made.open + made.held + made.decided);
  assert.ok(made.open > 0 && made.decided > made.open, JSON.stringify(made));
  assert.equal(await count('appeal'), made.appeals);
  assert.ok(made.appeals > 0);
  assert.ok(made.secondReviews > 0);
  assert.ok((await count("golden_case where state = 'agreed'")) >= 2);
  assert.equal(await count("golden_case where state = 'proposed'"), 1, 'one waits for its second lead');
  assert.ok((await count('evidence_exposure')) > 0);
  assert.ok((await count('decision where departed and departed_why is not null')) > 0);
  assert.ok((await count('report where told_at is not null')) > 0);
  assert.ok((await count('(select distinct decided_by from decision) people')) >= 3, 'several people worked');
});

test('nobody hears an appeal against their own decision, or reviews it, and nothing was left unverified', async () => {
  assert.equal(
    await count(
      'appeal_hearing hearing join decision using (decision_id) where hearing.heard_by = decision.decided_by',
    ),
    0,
  );
  assert.equal(await count('quality_review where staff_id = author_id'), 0);
  assert.equal(await count("report where state <> 'filed'"), 0);
  const { rows } = await server.deps.database.pool.query<{ level: string }>('select distinct level from case_file');
  for (const { level } of rows) assert.ok(EvidenceLevel.safeParse(level).success);
});

test('something urgent waits for whoever comes: a danger whose first clock has just begun, and a grave case soon due; nobody has looked', async () => {
  const now = server.deps.clock().getTime();
  const rows = await server.deps.database.kysely
    .selectFrom('case_file')
    .select(['subject_id', 'priority', 'level', 'state', 'first_review_at', 'review_due_at', 'claim_staff_id'])
    .where('subject_id', 'like', 'arrival-%')
    .orderBy('subject_id')
    .execute();
  const untouched = { level: 'VERIFIED', state: 'open', first_review_at: null, claim_staff_id: null };
  assert.deepEqual(
    rows.map(({ subject_id: _, review_due_at: __, ...rest }) => rest),
    [
      { priority: 'P1', ...untouched },
      { priority: 'P0', ...untouched },
    ],
  );
  const [soon = 0, begun = 0] = rows.map((row) => (row.review_due_at.getTime() - now) / 60_000);
  assert.ok(soon < 15 && begun < 15, `${soon} and ${begun} minutes`);
  const [worst] = (await listCases(server.deps, { state: 'open', limit: 1 })).cases;
  assert.equal(worst?.priority, 'P0');
});

test('what came in the last hour waits for the newcomer, and nothing lies in the future', async () => {
  const now = server.deps.clock();
  const { rows } = await server.deps.database.pool.query<{ latest: Date }>(
    'select max(at) as latest from (select max(decided_at) as at from decision union all select max(accepted_at) from report) moments',
  );
  assert.ok((rows[0]?.latest ?? now) <= now);
  const bar = bars.at(-1);
  assert.equal(bar?.[0], bar?.[1], 'the bar runs to its end');
});

test('members of the demonstration cannot log in, and nobody outside is told anything', async () => {
  assert.equal(await count("staff where email like '%@demo.invalid' and password_hash is not null"), 0);
  assert.equal(await count('delivery'), 0);
});

test('an installation that has cases is refused, with what to do', async () => {
  const before = await count('case_file');
  await assert.rejects(seedDemo(server.deps, { cases: 5, days: 1, seed: 1 }), {
    code: 'demo-refused',
    message: /WELLHOUSE_STATE/,
  });
  assert.equal(await count('case_file'), before);
});

test('without a terminal a line says each tenth that is done, once', () => {
  const lines: string[] = [];
  const { at } = progressLines('Reports', (text) => lines.push(text));
  for (let done = 0; done <= 300; done += 7) at(done, 300);
  at(300, 300);
  assert.equal(lines.length, 10);
  assert.equal(lines[0], 'Reports: 10 % (35 of 300)\n');
  assert.equal(lines.at(-1), 'Reports: 100 % (300 of 300)\n');
});
