import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { BatchPreview, DecisionBatch } from '@wellhouse/protocol';
import { startTestDatabase, type TestDatabase } from '../support/test-database.ts';
import type { TestSession } from '../support/test-server.ts';
import { codeOf, reason, startTeam, type Team } from './support.ts';

let database: TestDatabase;
let team: Team;
let kim: TestSession;
let lou: TestSession;
let category: string;
before(async () => {
  database = await startTestDatabase();
  team = await startTeam({ database });
  kim = await team.server.logIn('reviewer');
  lou = await team.server.logIn('lead');
  const caseId = await team.opened('first@x');
  const row = await team.kysely
    .selectFrom('case_file')
    .select('category')
    .where('case_id', '=', caseId)
    .executeTakeFirstOrThrow();
  category = row.category;
});
after(async () => {
  await team.close();
  await database.close();
});

const asked = (more: object = {}) => ({
  ...{ category, action: 'suspend', policyId: 'threats', days: 7, departedWhy: 'as the test has it' },
  ...more,
});
async function open(prefix: string, count: number): Promise<string[]> {
  const caseIds: string[] = [];
  for (let n = 0; n < count; n += 1) caseIds.push(await team.opened(`${prefix}${n}@x`));
  return caseIds;
}
const preview = async (who: TestSession, caseIds: string[], more: object = {}) =>
  BatchPreview.parse(
    (await team.call(who, 'POST', '/v1/decision-batches/preview', { ...asked(more), caseIds })).json(),
  );
const make = (who: TestSession, batchId: string, caseIds: string[], more: object = {}) =>
  team.call(who, 'POST', '/v1/decision-batches', {
    ...asked(),
    batchId,
    reason,
    cases: caseIds.map((caseId) => ({ caseId, reportCount: 1 })),
    ...more,
  });
const undo = (who: TestSession, batchId: string) =>
  team.call(who, 'POST', `/v1/decision-batches/${batchId}/undo`, { reason: null });
const statesOf = (batch: DecisionBatch) => batch.cases.map((one) => one.state);
const decisionsOf = (caseIds: string[]) =>
  team.kysely.selectFrom('decision').selectAll().where('case_id', 'in', caseIds).execute();

test('the preview counts what would be decided and says why the rest would not; nothing changes', async () => {
  const [free, read, held, done] = await open('p', 4);
  assert.ok(free && read && held && done);
  await team.call(lou, 'POST', `/v1/cases/${held}/claim`);
  await team.call(kim, 'POST', `/v1/cases/${done}/claim`);
  await team.decide(kim, done, 'warn');
  const missing = randomUUID();
  const seen = await preview(kim, [free, read, free, held, done, missing]);
  assert.equal(seen.count, 2);
  assert.equal(seen.people, 2);
  assert.equal(seen.reporters, 2);
  assert.deepEqual(seen.refused.map((one) => one.code).sort(), ['already-claimed', 'case-closed', 'not-found']);
  assert.equal((await preview(kim, [free], { category: 'spam.bulk' })).refused[0]?.code, 'other-kind');
  assert.equal((await preview(kim, [free], { policyId: 'no-such' })).refused[0]?.code, 'invalid-request');
  assert.equal(await team.stateOf(free), 'open');
});

test('where the policy proposes something else for some of them, the preview counts those and a word why is demanded', async () => {
  const cases = await open('d', 2);
  const taken = await preview(kim, cases);
  const departing = await preview(kim, cases, { action: 'warn', days: null });
  assert.deepEqual([taken.count, taken.departing, departing.count, departing.departing], [2, 0, 2, 2]);
  const bare = { action: 'warn', days: null, departedWhy: null };
  const refused = DecisionBatch.parse((await make(kim, randomUUID(), cases, bare)).json());
  assert.deepEqual(
    refused.cases.map((one) => [one.state, one.code]),
    Array(2).fill(['refused', 'departure-unexplained']),
  );
  assert.deepEqual(await decisionsOf(cases), []);
  const why = { ...bare, departedWhy: 'They are friends and say so.' };
  const made = DecisionBatch.parse((await make(kim, randomUUID(), cases, why)).json());
  assert.deepEqual(statesOf(made), ['decided', 'decided']);
  const stored = await decisionsOf(cases);
  assert.ok(stored.every((one) => one.departed && one.departed_why === why.departedWhy));
});

test('similar cases are decided together: each by its own row, each told, with one id', async () => {
  const caseIds = await open('q', 5);
  const batchId = randomUUID();
  const batch = DecisionBatch.parse((await make(kim, batchId, caseIds)).json());
  assert.deepEqual(statesOf(batch), Array(5).fill('decided'));
  const decisions = await decisionsOf(caseIds);
  assert.equal(decisions.length, 5);
  assert.ok(decisions.every((one) => one.batch_id === batchId && one.state === 'in-force'));
  await team.work();
  for (let n = 0; n < 5; n += 1) assert.deepEqual(team.types(`q${n}@x`), ['account.suspended']);
});

test('the same request twice, and at once, decides once; another one under its id is refused', async () => {
  const caseIds = await open('r', 3);
  const batchId = randomUUID();
  const answers = await Promise.all([make(kim, batchId, caseIds), make(kim, batchId, caseIds)]);
  assert.deepEqual(
    answers.map((one) => one.statusCode),
    [200, 200],
  );
  assert.equal((await make(kim, batchId, caseIds)).statusCode, 200);
  assert.equal((await decisionsOf(caseIds)).length, 3);
  assert.equal(codeOf(await make(kim, batchId, caseIds, { days: 30 })), 'batch-exists');
  assert.equal(codeOf(await make(lou, batchId, caseIds)), 'batch-exists');
  assert.equal(codeOf(await make(kim, batchId, (await open('rr', 1)).concat(caseIds))), 'batch-exists');
});

test('a ban, a case of somebody else and one with a report that nobody counted are not decided together', async () => {
  const [mine, theirs, grown] = await open('s', 3);
  assert.ok(mine && theirs && grown);
  await team.call(lou, 'POST', `/v1/cases/${theirs}/claim`);
  await team.opened('s2@x');
  assert.equal(codeOf(await make(kim, randomUUID(), [mine], { action: 'ban', days: null })), 'invalid-request');
  const batch = DecisionBatch.parse((await make(kim, randomUUID(), [mine, theirs, grown])).json());
  const codeFor = (caseId: string) => batch.cases.find((one) => one.caseId === caseId)?.code;
  assert.deepEqual([codeFor(mine), codeFor(theirs), codeFor(grown)], [null, 'already-claimed', 'case-changed']);
});

test('undone in time, all of them wait again and the hub hears so; what was decided since stays', async () => {
  const caseIds = await open('t', 4);
  const batchId = randomUUID();
  await make(kim, batchId, caseIds);
  await team.work();
  const [first] = await decisionsOf(caseIds);
  assert.ok(first);
  await team.call(kim, 'POST', `/v1/decisions/${first.decision_id}/undo`, { reason: null });
  const other = await team.server.logIn('reviewer');
  assert.equal(codeOf(await undo(other, batchId)), 'not-yours');
  const undone = DecisionBatch.parse((await undo(kim, batchId)).json());
  assert.deepEqual(statesOf(undone).sort(), ['kept', 'undone', 'undone', 'undone']);
  assert.equal((await undo(lou, batchId)).statusCode, 200, 'twice is once');
  await team.work();
  for (const caseId of caseIds) assert.equal(await team.stateOf(caseId), 'open');
  for (let n = 0; n < 4; n += 1) {
    assert.deepEqual(team.types(`t${n}@x`), ['account.suspended', 'account.restored']);
  }
});

test('after ten minutes a batch stands', async () => {
  const caseIds = await open('u', 2);
  const batchId = randomUUID();
  await make(kim, batchId, caseIds);
  await team.advance(10 * 60_000);
  assert.equal(codeOf(await undo(kim, batchId)), 'undo-over');
});

/** Runs the batch in a process of its own, which dies in the middle: at this look at its clock, and not when somebody comes to kill it. */
async function killWithin(batchId: string, what: 'decide' | 'undo', looks: number): Promise<void> {
  const aheadMs = String(team.server.deps.clock().getTime() - Date.now());
  const file = join(import.meta.dirname, '../support/killable-batch.ts');
  const child = spawn(
    process.execPath,
    ['--conditions=wellhouse-src', file, database.connectionString, batchId, what, aheadMs, String(looks)],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  const [, signal] = await once(child, 'exit');
  assert.equal(signal, 'SIGKILL', 'it came to the end');
}

test('killed between two cases, while deciding and while undoing: none is decided twice, none is left half', async () => {
  const caseIds = await open('v', 12);
  const batchId = randomUUID();
  const { kysely } = team;
  const sent = caseIds.map((caseId) => `${caseId} 1`).sort();
  const body = JSON.stringify({ ...asked(), reason, cases: sent });
  const row = {
    batch_id: batchId,
    staff_id: kim.staffId,
    at: team.server.deps.clock(),
    body,
    undone_by: null,
    undone_at: null,
    undo_reason: null,
  };
  await kysely.insertInto('decision_batch').values(row).execute();
  await kysely
    .insertInto('decision_batch_case')
    .values(caseIds.map((case_id) => ({ batch_id: batchId, case_id, report_count: 1, code: null })))
    .execute();
  await killWithin(batchId, 'decide', 25);
  const between = await decisionsOf(caseIds);
  assert.ok(between.length > 0 && between.length < 12, 'it was killed between two cases');
  const again = DecisionBatch.parse((await make(kim, batchId, caseIds)).json());
  assert.deepEqual(statesOf(again), Array(12).fill('decided'));
  assert.equal((await decisionsOf(caseIds)).length, 12);

  const undone = { undone_by: kim.staffId, undone_at: team.server.deps.clock() };
  await kysely.updateTable('decision_batch').set(undone).where('batch_id', '=', batchId).execute();
  await killWithin(batchId, 'undo', 25);
  const taken = (await decisionsOf(caseIds)).filter(({ state }) => state === 'undone').length;
  assert.ok(taken > 0 && taken < 12, 'it was killed between two cases');
  assert.deepEqual(statesOf(DecisionBatch.parse((await undo(kim, batchId)).json())), Array(12).fill('undone'));
  const decisions = await decisionsOf(caseIds);
  assert.ok(decisions.every((one) => one.state === 'undone'));
  const strikes = await kysely.selectFrom('strike').select('ended_at').where('case_id', 'in', caseIds).execute();
  assert.ok(strikes.length === 12 && strikes.every((one) => one.ended_at !== null));
});

test('what the request left when its process died is done by the worker', async () => {
  const caseIds = await open('w', 3);
  const batchId = randomUUID();
  const { kysely } = team;
  await make(kim, batchId, caseIds);
  await kysely.deleteFrom('strike').where('case_id', 'in', caseIds).execute();
  await kysely.deleteFrom('delivery').where('case_id', 'in', caseIds).execute();
  await kysely.deleteFrom('decision').where('case_id', 'in', caseIds).execute();
  await kysely
    .updateTable('case_file')
    .set({ state: 'open', decided_at: null })
    .where('case_id', 'in', caseIds)
    .execute();
  await kysely.updateTable('decision_batch_case').set({ state: 'waiting' }).where('batch_id', '=', batchId).execute();
  await team.advance(20_000);
  await team.work();
  assert.equal((await decisionsOf(caseIds)).length, 3);
});
