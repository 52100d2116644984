import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { KeptDraft } from '@wellhouse/protocol';
import { eraseCase } from '../../src/cases/erase-case.ts';
import { startTeam, type Team } from '../decisions/support.ts';
import { startTestDatabase, type TestDatabase } from '../support/test-database.ts';
import type { TestSession } from '../support/test-server.ts';

let database: TestDatabase;
let team: Team;
let kim: TestSession;
let lou: TestSession;
before(async () => {
  database = await startTestDatabase();
  team = await startTeam({ database });
  kim = await team.server.logIn('reviewer');
  lou = await team.server.logIn('reviewer');
});
after(async () => {
  await team.close();
  await database.close();
});

const half = {
  action: 'suspend',
  policyId: null,
  days: '1',
  reason: 'You wrote "mark it wi',
  departed: '',
  begins: '',
  restsOn: null,
} as const;
const read = async (who: TestSession, caseId: string) =>
  KeptDraft.parse((await team.call(who, 'GET', `/v1/cases/${caseId}/draft`)).json()).draft;
const keep = async (who: TestSession, caseId: string, draft: object | null) =>
  (await team.call(who, 'PUT', `/v1/cases/${caseId}/draft`, { draft })).statusCode;

test('a half-written decision comes back to whoever wrote it, and to nobody else', async () => {
  const caseId = await team.opened('one@x');
  assert.equal(await read(kim, caseId), null);
  assert.equal(await keep(kim, caseId, half), 204);
  assert.equal(await keep(kim, caseId, { ...half, days: '14' }), 204);
  assert.deepEqual(await read(kim, caseId), { ...half, days: '14' });
  assert.equal(await read(lou, caseId), null);
  assert.equal(await keep(kim, caseId, null), 204);
  assert.equal(await read(kim, caseId), null);
});

test('it lies under the key of the case: no word of it is in the database, and it stays when another person decides', async () => {
  const caseId = await team.claimed(lou, 'two@x');
  await keep(kim, caseId, half);
  const row = await team.kysely
    .selectFrom('case_draft')
    .selectAll()
    .where('case_id', '=', caseId)
    .executeTakeFirstOrThrow();
  assert.ok(!row.sealed.toString('latin1').includes('mark it'));
  await team.decide(lou, caseId, 'warn');
  assert.equal((await read(kim, caseId))?.reason, half.reason);
});

test('it is erased with the case, and nothing can be kept there after', async () => {
  const caseId = await team.claimed(lou, 'three@x');
  await keep(kim, caseId, half);
  await team.decide(lou, caseId, 'warn');
  assert.equal(await eraseCase(team.server.deps, caseId, null, 'test'), true);
  const rows = await team.kysely.selectFrom('case_draft').select('at').where('case_id', '=', caseId).execute();
  assert.deepEqual(rows, []);
  assert.equal(await read(kim, caseId), null);
  assert.equal(await keep(kim, caseId, half), 409);
});
