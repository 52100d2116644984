import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { CaseSummary, Colleague, Problem } from '@wellhouse/protocol';
import { z } from 'zod';
import { lookAt } from '../support/look-at.ts';
import type { TestSession } from '../support/test-server.ts';
import { codeOf, type Scene, startScene } from './scene.ts';

let scene: Scene;
let kim: TestSession;
let lou: TestSession;
let max: TestSession;
let lead: TestSession;
before(async () => {
  scene = await startScene();
  kim = await scene.server.logIn('reviewer');
  lou = await scene.server.logIn('lead');
  max = await scene.server.logIn('reviewer');
  lead = await scene.server.logIn('lead');
});
after(() => scene.server.close());

const next = (who: TestSession) => scene.call(who, 'POST', '/v1/queue/claim-next');
const claim = (who: TestSession, caseId: string) => scene.call(who, 'POST', `/v1/cases/${caseId}/claim`);
const give = (who: TestSession, to: TestSession, caseId: string, how: 'hand-over' | 'assign') =>
  scene.call(who, 'POST', `/v1/cases/${caseId}/${how}`, { staffId: to.staffId, note: '' });

/** A dismissal of this person that fell on appeal: its case waits again. */
async function fallen(author: TestSession): Promise<string> {
  const { caseId, receipt, decision } = await scene.decided(author, 'no-action');
  await scene.tell(caseId);
  assert.equal((await scene.appealReport(receipt)).statusCode, 201);
  const hearingId = await scene.hearingOf(decision.decisionId);
  await scene.claim(lead, hearingId);
  const reasons = { person: null, reporter: 'We read it again.' };
  assert.equal((await scene.decide(lead, hearingId, { outcome: 'reopen', reasons })).statusCode, 200);
  return caseId;
}

test('a case whose decision fell on appeal is not given to its author as the next one, and is to anybody else', async () => {
  const caseId = await fallen(kim);
  assert.equal(codeOf(await next(kim)), 'queue-empty');
  assert.equal(CaseSummary.parse((await next(max)).json()).caseId, caseId);
});

test('the author is given what stands behind it, also in the same lane', async () => {
  const mine = await fallen(kim);
  const theirs = await fallen(max);
  assert.equal(CaseSummary.parse((await next(kim)).json()).caseId, theirs);
  assert.equal(CaseSummary.parse((await next(max)).json()).caseId, mine);
});

test('claiming it by hand, being handed it and being assigned it are refused, and the list of colleagues says why', async () => {
  const caseId = await fallen(kim);
  const refused = Problem.parse((await claim(kim, caseId)).json());
  assert.deepEqual([refused.status, refused.code], [409, 'not-independent']);
  assert.match(refused.detail, /fell on appeal/);
  assert.equal((await claim(max, caseId)).statusCode, 200);
  for (const [who, how] of [
    [max, 'hand-over'],
    [lou, 'assign'],
  ] as const) {
    const problem = Problem.parse((await give(who, kim, caseId, how)).json());
    assert.equal(problem.code, 'not-for-them');
    assert.match(problem.detail, /fell on appeal/);
  }
  const { colleagues } = z
    .object({ colleagues: z.array(Colleague) })
    .parse((await scene.call(max, 'GET', `/v1/cases/${caseId}/colleagues`)).json());
  const barOf = (who: TestSession) => colleagues.find((one) => one.staffId === who.staffId)?.bar;
  assert.deepEqual([barOf(kim), barOf(lou)], ['fell', null]);
  assert.equal((await give(max, lou, caseId, 'hand-over')).statusCode, 200);
  const help = { staffId: kim.staffId, note: 'What did you see then?' };
  assert.equal(
    (await scene.call(lou, 'POST', `/v1/cases/${caseId}/help`, help)).statusCode,
    204,
    'asking is no deciding',
  );
});

test('the second person of what fell is passed over as its author is', async () => {
  const { caseId, decision, sender } = await scene.decided(kim, 'ban');
  const held = `/v1/decisions/${decision.decisionId}/answer`;
  await lookAt(scene.server, lou, decision.decisionId);
  const answered = await scene.call(lou, 'POST', held, { answer: 'approve', reason: 'Yes, for good.' });
  assert.equal(answered.statusCode, 200, answered.body);
  await scene.tell(caseId);
  assert.equal((await scene.appealAs(sender, decision.decisionId)).statusCode, 201);
  const hearingId = await scene.hearingOf(decision.decisionId);
  await scene.claim(lead, hearingId);
  const outcome = await scene.decide(lead, hearingId, { outcome: 'overturn' });
  assert.equal(outcome.statusCode, 200, outcome.body);
  await scene.server.deps.database.kysely
    .updateTable('case_file')
    .set({ state: 'open', decided_at: null })
    .where('case_id', '=', caseId)
    .execute();
  for (const who of [kim, lou]) {
    assert.equal(codeOf(await claim(who, caseId)), 'not-independent');
    assert.equal(codeOf(await next(who)), 'queue-empty');
  }
  assert.equal(CaseSummary.parse((await next(max)).json()).caseId, caseId);
});
