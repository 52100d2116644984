import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import {
  CarePage,
  EvidenceReadList,
  EvidenceView,
  type Operation,
  operations,
  Permission,
  Problem,
} from '@wellhouse/protocol';
import { isPermission } from '../../src/platform/http/register-operation.ts';
import { startTeam } from '../decisions/support.ts';
import { sampleBody } from '../staff/support/sample-body.ts';
import { lookAt } from '../support/look-at.ts';
import { caseOf, report } from '../support/reporting.ts';
import { disclose, samplePayload } from '../support/sample-hub.ts';
import type { TestSession } from '../support/test-server.ts';

type Team = Awaited<ReturnType<typeof startTeam>>;

let team: Team;
let kim: TestSession;
let lou: TestSession;
/** Leads who review as well. */
let ina: TestSession;
let rae: TestSession;

before(async () => {
  team = await startTeam();
  kim = await team.server.logIn('reviewer');
  lou = await team.server.logIn('reviewer');
  ina = await team.server.logIn('lead');
  rae = await team.server.logIn('lead');
});
after(() => team.close());

const codeOf = (answer: { json(): unknown }) => Problem.parse(answer.json()).code;
const count = async (statement: string, ...values: unknown[]): Promise<number> =>
  Number((await team.server.deps.database.pool.query(statement, values)).rows[0].count);

test('one decision sent eight times at once, and again, is one: one strike, one line in the log, one event', async () => {
  const caseId = await team.claimed(kim, 'twice@x');
  const path = `/v1/cases/${caseId}/decisions`;
  const body = team.body('suspend');
  const answers = await Promise.all(Array.from({ length: 8 }, () => team.call(kim, 'POST', path, body)));
  assert.deepEqual(answers.map((one) => one.statusCode).sort(), [201, 409, 409, 409, 409, 409, 409, 409]);
  assert.equal(codeOf(await team.call(kim, 'POST', path, body)), 'case-closed');
  await team.work();
  assert.equal(await count('select count(*) from decision where case_id = $1', caseId), 1);
  assert.equal(await count('select count(*) from strike where case_id = $1', caseId), 1);
  assert.equal(
    await count("select count(*) from audit_entry where object = $1 and action = 'decision.make'", `case:${caseId}`),
    1,
  );
  assert.deepEqual(team.types('twice@x'), ['account.suspended']);
});

test('two who answer one held decision at once: one answer counts, and the hub hears one thing', async () => {
  const caseId = await team.claimed(kim, 'raced@x');
  const held = await team.decide(kim, caseId, 'ban');
  const path = `/v1/decisions/${held.decisionId}/answer`;
  await lookAt(team.server, ina, held.decisionId);
  const answers = await Promise.all([
    team.call(ina, 'POST', path, { answer: 'approve', reason: 'I see the same.' }),
    team.call(rae, 'POST', path, { answer: 'refuse', reason: 'I do not see it.' }),
  ]);
  assert.deepEqual(answers.map((one) => one.statusCode).sort(), [200, 409]);
  await team.work();
  const approved = answers[0]?.statusCode === 200;
  assert.deepEqual(team.types('raced@x'), approved ? ['account.banned'] : []);
});

for (const [how, path] of [
  ['hands it over', 'hand-over'],
  ['assigns it', 'assign'],
] as const) {
  test(`a lead who holds a case and ${how} to the author is not the second person of what the author wants`, async () => {
    const caseId = await team.claimed(ina, `puppet-${path}@x`);
    const given = await team.call(ina, 'POST', `/v1/cases/${caseId}/${path}`, {
      staffId: kim.staffId,
      note: 'Ban them.',
    });
    assert.equal(given.statusCode, 200, given.body);
    const held = await team.decide(kim, caseId, 'ban');
    const answer = (who: TestSession) =>
      team.call(who, 'POST', `/v1/decisions/${held.decisionId}/answer`, {
        answer: 'approve',
        reason: 'I see the same.',
      });
    assert.equal(codeOf(await answer(ina)), 'not-independent');
    await lookAt(team.server, rae, held.decisionId);
    assert.equal((await answer(rae)).statusCode, 200, 'a lead with no part in it is');
  });
}

test('after ten minutes no role of theirs lets an author undo: neither one decision nor a batch', async () => {
  const caseId = await team.claimed(ina, 'late-undo@x');
  const decision = await team.decide(ina, caseId, 'warn');
  const other = await team.opened('late-batch@x');
  const batchId = randomUUID();
  const asked = { action: 'warn', policyId: 'threats', days: null, reason: 'You threatened somebody.' };
  const made = await team.call(ina, 'POST', '/v1/decision-batches', {
    ...{ ...asked, batchId, category: 'threat.violence', departedWhy: 'as the test has it' },
    cases: [{ caseId: other, reportCount: 1 }],
  });
  assert.equal(made.json().cases[0].state, 'decided', made.body);
  await team.advance(10 * 60_000 + 1_000);
  const reason = 'I was wrong.';
  const one = await team.call(ina, 'POST', `/v1/decisions/${decision.decisionId}/undo`, { reason });
  assert.equal(codeOf(one), 'undo-over');
  assert.equal(codeOf(await team.call(ina, 'POST', `/v1/decision-batches/${batchId}/undo`, { reason })), 'undo-over');
  assert.equal(await team.stateOf(caseId), 'decided');
  assert.equal(await team.stateOf(other), 'decided');
});

test('minutes of a look are its own person’s to tell: nobody adds to those of a colleague, or ends their look', async () => {
  const caseId = await team.claimed(kim, 'minutes@x');
  const begin = { caseId, purpose: 'review', reason: null };
  const view = EvidenceView.parse((await team.call(kim, 'POST', '/v1/evidence-views', begin)).json());
  team.server.advance(60_000);
  const url = `/v1/evidence-views/${view.viewId}`;
  const forged = { visibleMs: 60_000, attachments: [], pictures: [], ended: true };
  const told = await team.server.app.inject({ method: 'PATCH', url, headers: lou.headers, payload: forged });
  assert.equal(told.statusCode, 404, told.body);
  const spent = async (who: TestSession) =>
    CarePage.parse((await team.call(who, 'GET', '/v1/care')).json()).days.at(-1)?.minutes;
  const none = { child: 0, graphic: 0, text: 0, other: 0 };
  assert.deepEqual(await spent(kim), none);
  assert.deepEqual(await spent(lou), none);
  assert.equal(
    await count('select count(*) from evidence_view where view_id = $1 and ended_at is null', view.viewId),
    1,
  );
});

/** Words that stand in one message and nowhere else. */
const canary = 'heliotrope umbrella seventeen';
/** Long enough that two cases are known to share it. */
const said = `Whoever wants to earn a lot with little work writes to me about the ${canary} offer before this evening`;

test('no operation but the two that open evidence tells a word of a message, to whoever may do everything', async () => {
  const { pool } = team.server.deps.database;
  const roleId = 'role-insider';
  await pool.query(
    `insert into staff_role (role_id, name, permissions, limit_categories, limit_regions, created_at)
      values ($1, 'Everything', $2, null, null, now())`,
    [roleId, [...Permission.options]],
  );
  const who = await team.server.logIn('reviewer');
  await pool.query('update staff set roles = $1 where staff_id = $2', [[roleId], who.staffId]);
  const file = async (sender: string) => {
    const payload = samplePayload({ evidence: [disclose(team.hub.send({ sender, text: said }))] });
    await report(team.server, team.hub, payload);
    return { reportId: payload.reportId, caseId: (await caseOf(team.server, payload.reportId)).case_id };
  };
  const other = await file('canary-two@x');
  const { caseId, reportId } = await file('canary@x');
  const decided = await team.claimed(kim, 'canary-three@x');
  const { decisionId } = await team.decide(kim, decided, 'ban');
  const ids: Record<string, string> = {
    ...{ caseId, reportId, decisionId, policyId: 'threats', hubId: team.hub.hubId },
    accountId: 'canary@x',
  };
  // Somebody whose account may change on the way.
  ids.staffId = (await team.server.logIn('reviewer')).staffId;
  const looks = await count('select count(*) from evidence_view');
  const opens = new Set(['beginEvidenceView', 'beginQualityView']);
  const all = Object.entries<Operation>(operations).filter(
    ([id, { access }]) =>
      (isPermission(access) || access === 'staff') && !opens.has(id) && !['logout', 'revokeOtherSessions'].includes(id),
  );
  // Those that read first: others may change what there is to read.
  const inOrder = [...all.filter(([, one]) => one.method === 'GET'), ...all.filter(([, one]) => one.method !== 'GET')];
  const reached = new Set<string>();
  for (const [id, operation] of inOrder) {
    const path = operation.path.replaceAll(/:(\w+)/g, (_match, name: string) => ids[name] ?? randomUUID());
    const searches =
      operation.query === undefined ? [''] : ['', `?search=${encodeURIComponent(canary)}`, '?text=canary'];
    const sample = sampleBody(operation);
    const given = sample === null || typeof sample !== 'object' ? {} : { ...sample, ...bodies(id, { caseId, other }) };
    for (const search of searches) {
      const answer = await team.server.app.inject({
        method: operation.method,
        url: `${path}${search}`,
        headers: who.headers,
        ...(operation.body === undefined ? {} : { payload: given }),
      });
      assert.ok(!answer.body.includes(canary), `${id}: ${answer.body.slice(0, 500)}`);
      assert.ok(!answer.body.includes('"unauthenticated"'), `${id} is asked by somebody who is logged in`);
      if (answer.statusCode < 300 && [caseId, other.caseId].some((one) => answer.body.includes(one))) reached.add(id);
    }
  }
  // It would prove nothing if nothing had told of the case at all.
  for (const id of ['getCase', 'listCases', 'findCases', 'getRelatedCases', 'previewBatchDecision', 'claimCase']) {
    assert.ok(reached.has(id), `${id} told of the case`);
  }
  assert.equal(await count('select count(*) from evidence_view'), looks, 'nothing was opened on the way');
  // The same member, by the way that is logged.
  const begin = { caseId: other.caseId, purpose: 'other', reason: 'To compare.' };
  const view = await team.call(who, 'POST', '/v1/evidence-views', begin);
  assert.ok(view.body.includes(canary), view.body);
  const { reads } = EvidenceReadList.parse((await team.call(rae, 'GET', '/v1/evidence-reads')).json());
  assert.deepEqual(
    [reads[0]?.caseId, reads[0]?.staffId, reads[0]?.reason, reads[0]?.items],
    [other.caseId, who.staffId, 'To compare.', 1],
  );
});

/** Bodies that name the cases, for operations whose answer could quote them. */
function bodies(id: string, given: { readonly caseId: string; readonly other: { readonly caseId: string } }): object {
  const { caseId, other } = given;
  if (id !== 'previewBatchDecision') return {};
  const asked = { action: 'warn', policyId: 'threats', days: null, category: 'threat.violence' };
  return { ...asked, caseIds: [caseId, other.caseId] };
}

test('the database itself refuses the author of a decision as its second person', async () => {
  const caseId = await team.claimed(kim, 'forced@x');
  const { decisionId } = await team.decide(kim, caseId, 'ban');
  const force = (second: string) =>
    team.server.deps.database.pool.query(
      "update decision set second_staff_id = $2, second_at = now(), second_reason = 'x', state = 'in-force', in_force_at = now() where decision_id = $1",
      [decisionId, second],
    );
  await assert.rejects(force(kim.staffId), /check constraint/);
  await force(ina.staffId);
});
