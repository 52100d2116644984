import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { CasePresence, CaseSummary, Colleague, DecisionBatch, Desk, Problem } from '@wellhouse/protocol';
import { z } from 'zod';
import { mostClaims } from '../../src/review/live-claims.ts';
import { codeOf, startTeam, type Team } from '../decisions/support.ts';
import type { TestSession } from '../support/test-server.ts';

let team: Team;
before(async () => {
  team = await startTeam();
  for (let n = 0; n < 60; n++) await team.opened(`mal-${n}@x`);
});
after(() => team.close());

const claimNext = (who: TestSession) => team.call(who, 'POST', '/v1/queue/claim-next');
const claim = (who: TestSession, caseId: string) => team.call(who, 'POST', `/v1/cases/${caseId}/claim`);
const give = (who: TestSession, to: TestSession, caseId: string, how: 'hand-over' | 'assign' = 'hand-over') =>
  team.call(who, 'POST', `/v1/cases/${caseId}/${how}`, { staffId: to.staffId, note: '' });
const heldBy = async (who: TestSession): Promise<string[]> => {
  const rows = await team.kysely
    .selectFrom('case_file')
    .select('case_id')
    .where('claim_staff_id', '=', who.staffId)
    .where('claim_until', '>', team.server.deps.clock())
    .where('state', '=', 'open')
    .execute();
  return rows.map((row) => row.case_id);
};
const releaseAll = () =>
  team.kysely.updateTable('case_file').set({ claim_staff_id: null, claim_until: null }).execute();
/** Somebody who holds as many as one can. */
async function full(...roles: Parameters<Team['server']['logIn']>): Promise<TestSession> {
  const who = await team.server.logIn(...roles);
  for (let n = 0; n < mostClaims; n++) assert.equal((await claimNext(who)).statusCode, 200);
  return who;
}
const freeCase = async (): Promise<string> => {
  const row = await team.kysely
    .selectFrom('case_file')
    .select('case_id')
    .where('claim_staff_id', 'is', null)
    .where('state', '=', 'open')
    .limit(1)
    .executeTakeFirstOrThrow();
  return row.case_id;
};

test('fifty claims of one person at the same moment give them as many cases as one can hold, and no more', async () => {
  const kim = await team.server.logIn('reviewer');
  const answers = await Promise.all(Array.from({ length: 50 }, () => claimNext(kim)));
  const claimed = answers.filter((one) => one.statusCode === 200).map((one) => CaseSummary.parse(one.json()).caseId);
  assert.equal(new Set(claimed).size, mostClaims);
  assert.deepEqual(new Set(answers.filter((one) => one.statusCode !== 200).map(codeOf)), new Set(['too-many-claims']));
  assert.equal((await heldBy(kim)).length, mostClaims);
  await releaseAll();
});

test('nor do fifty claims by hand, together with fifty of the next case', async () => {
  const kim = await team.server.logIn('reviewer');
  const rows = await team.kysely.selectFrom('case_file').select('case_id').limit(50).execute();
  await Promise.all(rows.flatMap((row) => [claim(kim, row.case_id), claimNext(kim)]));
  assert.equal((await heldBy(kim)).length, mostClaims);
  await releaseAll();
});

test('who holds as many as one can is told how many and what to do, keeps all of them, and takes another once one is given back', async () => {
  const kim = await full('reviewer');
  const problem = Problem.parse((await claimNext(kim)).json());
  assert.deepEqual([problem.status, problem.code], [409, 'too-many-claims']);
  assert.match(problem.detail, new RegExp(`You hold ${mostClaims} cases.*give back`));
  assert.equal(codeOf(await claim(kim, await freeCase())), 'too-many-claims');
  const [first = ''] = await heldBy(kim);
  assert.equal((await claim(kim, first)).statusCode, 200, 'what is theirs is claimed again');
  assert.equal((await team.call(kim, 'POST', `/v1/cases/${first}/presence`, { presence: 'here' })).statusCode, 200);
  await team.call(kim, 'DELETE', `/v1/cases/${first}/claim`);
  assert.equal((await claimNext(kim)).statusCode, 200);
  await releaseAll();
});

test('claims that ran out do not count, and an open page takes up none beyond what one can hold', async () => {
  const kim = await full('reviewer');
  const before = await heldBy(kim);
  team.server.advance(120_000);
  for (let n = 0; n < mostClaims; n++) assert.equal((await claimNext(kim)).statusCode, 200, 'the old ones are over');
  const now = await heldBy(kim);
  const lapsed = before.filter((caseId) => !now.includes(caseId));
  // Those that were claimed anew are the worst; of the others, what ran out before.
  const old = lapsed[0] ?? (await freeCase());
  await team.kysely
    .updateTable('case_file')
    .set({ claim_staff_id: kim.staffId, claim_until: new Date(team.server.deps.clock().getTime() - 1_000) })
    .where('case_id', '=', old)
    .execute();
  const presence = async () =>
    CasePresence.parse((await team.call(kim, 'POST', `/v1/cases/${old}/presence`, { presence: 'here' })).json());
  assert.equal((await presence()).claim, null);
  assert.equal((await heldBy(kim)).length, mostClaims);
  await team.call(kim, 'DELETE', `/v1/cases/${now[0]}/claim`);
  assert.equal((await presence()).claim?.staffId, kim.staffId, 'with room for it the page has its case again');
  await releaseAll();
});

test('nobody is handed a case beyond what they can hold, the list of colleagues says so, and a lead can assign it', async () => {
  const kim = await full('reviewer');
  const lou = await team.server.logIn('reviewer');
  const lead = await team.server.logIn('lead');
  const caseId = await freeCase();
  await claim(lou, caseId);
  const refused = Problem.parse((await give(lou, kim, caseId)).json());
  assert.equal(refused.code, 'not-for-them');
  assert.match(refused.detail, new RegExp(`They hold ${mostClaims} cases`));
  const listed = z
    .object({ colleagues: z.array(Colleague) })
    .parse((await team.call(lou, 'GET', `/v1/cases/${caseId}/colleagues`)).json());
  assert.equal(listed.colleagues.find((one) => one.staffId === kim.staffId)?.bar, 'full');
  assert.equal((await give(lead, kim, caseId, 'assign')).statusCode, 200);
  const desk = Desk.parse((await team.call(kim, 'GET', '/v1/desk')).json());
  assert.equal(desk.claims.length, mostClaims + 1);
  assert.match(Problem.parse((await claimNext(kim)).json()).detail, new RegExp(`You hold ${mostClaims + 1} cases`));
  await releaseAll();
});

test('colleagues who hand their cases over at the same moment fill somebody up, and no further', async () => {
  const kim = await team.server.logIn('reviewer');
  const others = await Promise.all([full('reviewer'), team.server.logIn('reviewer')]);
  for (let n = 0; n < 10; n++) assert.equal((await claimNext(others[1])).statusCode, 200);
  const gifts = await Promise.all(others.map(async (who) => (await heldBy(who)).map((caseId) => ({ who, caseId }))));
  await Promise.all(gifts.flat().map(({ who, caseId }) => give(who, kim, caseId)));
  assert.equal((await heldBy(kim)).length, mostClaims);
  await releaseAll();
});

test('cases are decided together by somebody who holds as many as one can', async () => {
  const kim = await full('reviewer');
  const cases = [];
  for (let n = 0; n < 25; n++) cases.push({ caseId: await team.opened(`crowd-${n}@x`), reportCount: 1 });
  const { category } = await team.kysely
    .selectFrom('case_file')
    .select('category')
    .where('case_id', '=', cases[0]?.caseId ?? '')
    .executeTakeFirstOrThrow();
  const answer = await team.call(kim, 'POST', '/v1/decision-batches', {
    batchId: randomUUID(),
    ...{ category, cases },
    ...{ action: 'warn', policyId: 'threats', reason: 'A warning to each of you.', days: null },
    departedWhy: 'as the test has it',
  });
  const batch = DecisionBatch.parse(answer.json());
  assert.deepEqual(new Set(batch.cases.map((one) => one.state)), new Set(['decided']));
  assert.equal((await heldBy(kim)).length, mostClaims);
  await releaseAll();
});
