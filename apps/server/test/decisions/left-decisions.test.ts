import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { CasePage, HeldDecision } from '@wellhouse/protocol';
import { z } from 'zod';
import { lookAt } from '../support/look-at.ts';
import type { TestSession } from '../support/test-server.ts';
import { codeOf, startTeam, type Team } from './support.ts';

const dayMs = 86_400_000;
let team: Team;
let lead: TestSession;
before(async () => {
  team = await startTeam();
  lead = await team.server.logIn('lead');
});
after(() => team.close());

const lock = (who: TestSession, active = false) =>
  team.kysely.updateTable('staff').set({ active }).where('staff_id', '=', who.staffId).execute();
const waiting = async () => {
  const answer = (await team.call(lead, 'GET', '/v1/decisions/held')).json();
  return z.object({ decisions: z.array(HeldDecision) }).parse(answer).decisions;
};
const answer = async (decisionId: string, say: 'approve' | 'refuse') => {
  if (say === 'approve') await lookAt(team.server, lead, decisionId);
  return team.call(lead, 'POST', `/v1/decisions/${decisionId}/answer`, {
    answer: say,
    reason: 'I have read it again.',
  });
};
const stateOf = async (decisionId: string) =>
  (
    await team.kysely
      .selectFrom('decision')
      .select('state')
      .where('decision_id', '=', decisionId)
      .executeTakeFirstOrThrow()
  ).state;

/** A suspension that begins in two days, of somebody who is locked before. */
async function left(sender: string) {
  const author = await team.server.logIn('reviewer');
  const caseId = await team.claimed(author, sender);
  const startsAt = new Date(team.server.deps.clock().getTime() + 2 * dayMs).toISOString();
  const decision = await team.decide(author, caseId, 'suspend', { startsAt });
  assert.equal(decision.state, 'scheduled');
  assert.deepEqual((await waiting()).map((one) => one.decisionId).includes(decision.decisionId), false);
  await lock(author);
  return { author, caseId, decisionId: decision.decisionId, startsAt };
}

test('a scheduled decision does not begin once its author is locked: it is listed for a second person until its beginning', async () => {
  const { decisionId, caseId, startsAt } = await left('left-a@x');
  const [listed] = (await waiting()).filter((one) => one.decisionId === decisionId);
  assert.deepEqual([listed?.state, listed?.answerBy, listed?.notSecond], ['scheduled', startsAt, null]);
  await team.advance(2 * dayMs + 60_000);
  await team.work();
  assert.equal(await stateOf(decisionId), 'scheduled');
  assert.ok(!team.types('left-a@x').includes('account.suspended'));

  const approved = await answer(decisionId, 'approve');
  assert.equal(approved.statusCode, 200, approved.body);
  assert.equal(await stateOf(decisionId), 'in-force', 'late, but at once');
  await team.work();
  assert.ok(team.types('left-a@x').includes('account.suspended'));
  assert.ok(!(await waiting()).some((one) => one.decisionId === decisionId));
  assert.equal(codeOf(await answer(decisionId, 'refuse')), 'case-closed');
  const { timeline } = CasePage.parse((await team.call(lead, 'GET', `/v1/cases/${caseId}`)).json());
  assert.ok(timeline.some(({ kind, staffName }) => kind === 'approved' && staffName === lead.me.staff.name));
});

test('agreed to before it is due, it begins by itself at its time and ends at its own', async () => {
  const { decisionId } = await left('left-b@x');
  assert.equal((await answer(decisionId, 'approve')).statusCode, 200);
  assert.equal(await stateOf(decisionId), 'scheduled');
  await team.work();
  assert.equal(await stateOf(decisionId), 'scheduled');
  await team.advance(2 * dayMs + 60_000);
  await team.work();
  assert.equal(await stateOf(decisionId), 'in-force');
  await team.advance(7 * dayMs);
  await team.work();
  assert.equal(team.hubStanding('left-b@x').suspendedUntil, null);
});

test('refused, it is cancelled: the person hears so and the case waits in the queue again', async () => {
  const { decisionId, caseId } = await left('left-c@x');
  await team.work();
  const before = team.types('left-c@x');
  assert.equal((await answer(decisionId, 'refuse')).statusCode, 200);
  assert.deepEqual([await stateOf(decisionId), await team.stateOf(caseId)], ['undone', 'open']);
  await team.work();
  assert.notDeepEqual(team.types('left-c@x'), before);
  await team.advance(3 * dayMs);
  await team.work();
  assert.ok(!team.types('left-c@x').includes('account.suspended'));
});

test('an author who is back begins what they scheduled, without anybody asking', async () => {
  const { author, decisionId } = await left('left-d@x');
  await team.advance(2 * dayMs + 60_000);
  await team.work();
  await lock(author, true);
  assert.ok(!(await waiting()).some((one) => one.decisionId === decisionId));
  assert.equal(codeOf(await answer(decisionId, 'approve')), 'case-closed');
  await team.advance(3_700_000);
  await team.work();
  assert.equal(await stateOf(decisionId), 'in-force');
});

test('what would have ended by now can only be refused', async () => {
  const { decisionId } = await left('left-e@x');
  await team.advance(10 * dayMs);
  await team.work();
  assert.equal(codeOf(await answer(decisionId, 'approve')), 'decision-closed');
  assert.equal((await answer(decisionId, 'refuse')).statusCode, 200);
});
