import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Problem } from '@wellhouse/protocol';
import { caseOf, report, startServerWithHub } from '../support/reporting.ts';
import { createSampleHub, disclose, samplePayload } from '../support/sample-hub.ts';
import { startTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { startTestServer, type TestServer, type TestSession } from '../support/test-server.ts';

const hub = createSampleHub();
let database: TestDatabase;
/** Two servers on one database, each with a clock of its own. */
let right: TestServer;
let wrong: TestServer;
let kim: TestSession;
let lou: TestSession;
/** By how much the second server's clock is ahead of the first one's; below 0: behind. */
let lead = 0;

before(async () => {
  database = await startTestDatabase();
  right = await startServerWithHub(hub, { database });
  const environment = { WELLHOUSE_MASTER_KEY_FILE: right.deps.config.masterKeyFile };
  wrong = await startTestServer({
    database,
    environment,
    hubs: [{ ...hub.config, webhookUrl: null, webhookSecret: null }],
  });
  kim = await right.logIn('reviewer');
  lou = await right.logIn('reviewer');
});
after(async () => {
  await wrong.close();
  await right.close();
  await database.close();
});

const call = (server: TestServer, who: TestSession, url: string, payload?: object) =>
  server.app.inject({ method: 'POST', url, headers: who.headers, ...(payload && { payload }) });
const codeOf = (answer: { json(): unknown }) => Problem.parse(answer.json()).code;

function lie(byMs: number): void {
  wrong.advance(byMs - lead);
  lead = byMs;
}
const pass = (ms: number) => {
  right.advance(ms);
  wrong.advance(ms);
};

async function newCase(sender: string): Promise<string> {
  const payload = samplePayload({ evidence: [disclose(hub.send({ sender }))] });
  await report(right, hub, payload);
  return (await caseOf(right, payload.reportId)).case_id;
}

const claim = (server: TestServer, who: TestSession, caseId: string) => call(server, who, `/v1/cases/${caseId}/claim`);
const body = { action: 'no-action', policyId: null, reason: 'A greeting.', days: null, reportCount: 1 };
const decide = (server: TestServer, who: TestSession, caseId: string) =>
  call(server, who, `/v1/cases/${caseId}/decisions`, body);

for (const [what, ms] of [
  ['a minute ahead', 60_000],
  ['a minute behind', -60_000],
] as const) {
  test(`a server whose clock is ${what} gives nobody a case whose page is open at the other one`, async () => {
    const caseId = await newCase(`skew-${ms}@x`);
    lie(ms);
    assert.equal((await claim(right, kim, caseId)).statusCode, 200);
    // An open page says so every twenty seconds; here and there one is lost.
    for (let round = 0; round < 6; round++) {
      pass(20_000);
      assert.equal(codeOf(await claim(wrong, lou, caseId)), 'already-claimed', `round ${round}`);
      assert.equal((await call(right, kim, `/v1/cases/${caseId}/presence`, { presence: 'here' })).statusCode, 200);
    }
    assert.equal(codeOf(await call(wrong, lou, '/v1/queue/claim-next')), 'queue-empty');
    assert.equal((await decide(right, kim, caseId)).statusCode, 201);
  });
}

for (const [what, ms] of [
  ['a day ahead', 86_400_000],
  ['a day behind', -86_400_000],
] as const) {
  test(`a server whose clock is ${what} makes no second decision, whoever holds the case at either`, async () => {
    const caseId = await newCase(`day-${ms}@x`);
    lie(ms);
    // Logged in by either clock.
    await database.database.pool.query(
      "update staff_session set created_at = $1, last_used_at = $1, expires_at = now() + interval '30 days'",
      [new Date(right.deps.clock().getTime() + Math.max(0, ms))],
    );
    assert.equal((await claim(right, kim, caseId)).statusCode, 200);
    const other = await claim(wrong, lou, caseId);
    assert.notEqual(other.statusCode, 401, 'it is the claim that is answered, not the login');
    const answers = await Promise.all([
      decide(right, kim, caseId),
      decide(wrong, lou, caseId),
      decide(wrong, kim, caseId),
      decide(right, lou, caseId),
    ]);
    for (const { statusCode } of answers) assert.ok([201, 409].includes(statusCode), String(statusCode));
    const made = answers.filter((one) => one.statusCode === 201).length;
    assert.ok(made <= 1, answers.map((one) => one.body).join('\n'));
    const { rows } = await database.database.pool.query('select count(*)::integer from decision where case_id = $1', [
      caseId,
    ]);
    assert.deepEqual(rows, [{ count: made }]);
    lie(0);
    // Whatever time the claim was given: who holds it can decide it or give it back, and a lead can assign it.
    if (made === 0) {
      const boss = await right.logIn('lead');
      const given = await call(right, boss, `/v1/cases/${caseId}/assign`, { staffId: kim.staffId, note: 'Yours.' });
      assert.ok([200, 409].includes(given.statusCode), given.body);
      assert.equal((await decide(right, kim, caseId)).statusCode, 201);
    }
  });
}

test('no request about a claim has a place for a time: what a device thinks the time is does not matter', async () => {
  const caseId = await newCase('device@x');
  await claim(right, kim, caseId);
  for (const more of [{ at: '2036-01-01T00:00:00.000Z' }, { until: '2036-01-01T00:00:00.000Z' }, { leaseMs: 1e9 }]) {
    const answer = await call(right, kim, `/v1/cases/${caseId}/presence`, { presence: 'here', ...more });
    assert.equal(codeOf(answer), 'invalid-request');
  }
  pass(91_000);
  assert.equal((await claim(right, lou, caseId)).statusCode, 200);
});
