import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { CasePage, Numbers } from '@wellhouse/protocol';
import { startTeam, type Team } from '../decisions/support.ts';
import type { TestSession } from '../support/test-server.ts';

let team: Team;
let kim: TestSession;
let lead: TestSession;
const minute = 60_000;
before(async () => {
  team = await startTeam();
  kim = await team.server.logIn('reviewer');
  lead = await team.server.logIn('lead');
});
after(() => team.close());

async function reviewedAt(caseId: string): Promise<Date | null> {
  const { first_review_at } = await team.kysely
    .selectFrom('case_file')
    .select('first_review_at')
    .where('case_id', '=', caseId)
    .executeTakeFirstOrThrow();
  return first_review_at;
}
async function paceOf(priority: string) {
  // Past what an earlier question was answered.
  team.server.advance(16_000);
  const { pace } = Numbers.parse((await team.call(lead, 'GET', '/v1/numbers?days=7')).json());
  const found = pace.find((one) => one.priority === priority);
  assert.ok(found !== undefined);
  return found;
}

test('a case that is decided without a look was first reviewed by its decision: its clock and the figures say so', async () => {
  const caseId = await team.opened('unseen@x');
  team.server.advance(20 * minute);
  await team.call(kim, 'POST', `/v1/cases/${caseId}/claim`);
  assert.equal(await reviewedAt(caseId), null, 'a claim is no review');
  const decision = await team.decide(kim, caseId, 'warn');
  assert.equal((await reviewedAt(caseId))?.toISOString(), decision.decidedAt);
  const { summary } = CasePage.parse((await team.call(kim, 'GET', `/v1/cases/${caseId}`)).json());
  const { reviewed, kept, reviewMinutes, decided, decidedInTime, decideMinutes } = await paceOf(summary.priority);
  // Twenty minutes are late for a look, and in time for the decision.
  assert.deepEqual([reviewed, kept, decided, decidedInTime], [1, 0, 1, 1]);
  assert.ok(Math.abs((reviewMinutes?.median ?? 0) - 20) < 1, 'twenty minutes, and not none');
  assert.deepEqual(reviewMinutes, decideMinutes);
});

test('the figures count the first look against its own clock, as the case page does, not against the decision’s', async () => {
  const caseId = await team.opened('late-look@x');
  const page = async () => CasePage.parse((await team.call(kim, 'GET', `/v1/cases/${caseId}`)).json()).summary;
  const clockOf = async (kind: string) => (await page()).clocks.find((clock) => clock.kind === kind);
  const [review, decision] = [await clockOf('review'), await clockOf('decision')];
  assert.ok(review !== undefined && decision !== undefined && review.dueAt < decision.dueAt);
  const { review_due_at } = await team.kysely
    .selectFrom('case_file')
    .select('review_due_at')
    .where('case_id', '=', caseId)
    .executeTakeFirstOrThrow();
  assert.equal(review_due_at.toISOString(), review.dueAt);

  const { priority } = await page();
  const before = await paceOf(priority);
  // Between the two ends.
  team.server.advance((Date.parse(review.dueAt) + Date.parse(decision.dueAt)) / 2 - team.server.deps.clock().getTime());
  await team.call(kim, 'POST', `/v1/cases/${caseId}/claim`);
  await team.decide(kim, caseId, 'warn');
  const then = await paceOf(priority);
  assert.deepEqual([then.reviewed - before.reviewed, then.kept - before.kept], [1, 0]);
  assert.deepEqual([then.decided - before.decided, then.decidedInTime - before.decidedInTime], [1, 1]);
});

test('a decision does not move the time of the first look, nor does a second one after it was undone', async () => {
  const caseId = await team.claimed(kim, 'seen@x');
  const begin = { caseId, purpose: 'review', reason: null };
  assert.equal((await team.call(kim, 'POST', '/v1/evidence-views', begin)).statusCode, 201);
  const first = await reviewedAt(caseId);
  team.server.advance(minute);
  const decision = await team.decide(kim, caseId, 'warn');
  assert.deepEqual(await reviewedAt(caseId), first);
  const undone = await team.call(kim, 'POST', `/v1/decisions/${decision.decisionId}/undo`, { reason: null });
  assert.equal(undone.statusCode, 200, undone.body);
  await team.call(kim, 'POST', `/v1/cases/${caseId}/claim`);
  await team.decide(kim, caseId, 'no-action', { policyId: null });
  assert.deepEqual(await reviewedAt(caseId), first);
});

test('a ban that waits for its second person was reviewed when it was written', async () => {
  const caseId = await team.claimed(kim, 'held@x');
  const held = await team.decide(kim, caseId, 'ban');
  assert.equal(held.state, 'held');
  assert.equal((await reviewedAt(caseId))?.toISOString(), held.decidedAt);
});
