import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { CaseSummary, DecisionView } from '@wellhouse/protocol';
import { eraseCase } from '../../src/cases/erase-case.ts';
import { closeDrillCases } from '../../src/drill/close-drill-cases.ts';
import { albumEvidenceBlobKey, albumOriginalBlobKey } from '../../src/platform/blobs/evidence-blobs.ts';
import { drillHubId } from '../../src/platform/drill-hub.ts';
import { readReport, report } from '../support/reporting.ts';
import { disclose, samplePayload } from '../support/sample-hub.ts';
import type { TestSession } from '../support/test-server.ts';
import { type CaseWorld, codeOf, pictureOf, startCaseWorld } from './support/case-world.ts';

let world: CaseWorld;
let kim: TestSession;
let lou: TestSession;
before(async () => {
  world = await startCaseWorld();
  kim = await world.logIn('lead', 'reviewer');
  lou = await world.logIn('lead', 'reviewer');
  await world.list('known');
});
after(() => world.close());

const held = async (account: string, more: Parameters<CaseWorld['hold']>[0] = {}) =>
  world.hold({ account, matches: [{ entryId: await world.entry('known'), distance: 6 }], ...more });
const deliveries = async (caseId: string) =>
  (await world.deps.database.kysely.selectFrom('delivery').select('type').where('case_id', '=', caseId).execute()).map(
    ({ type }) => type,
  );
const approve = (decisionId: string, answer = 'approve') =>
  world.call(lou, 'POST', `/v1/decisions/${decisionId}/answer`, { answer, reason: 'I looked at it too.' });
/** Works off only what moves pictures: no webhook listens here. */
async function rehouse(): Promise<void> {
  await world.deps.database.pool.query(
    "update job set run_at = now() + interval '1 hour' where kind = 'deliver-action'",
  );
  await world.worker.drain();
}

test('no decision while a picture waits, and no account action on a match alone', async () => {
  const pictureId = await held('one@x');
  const caseId = await world.claim(kim, pictureId);
  for (const action of ['no-action', 'warn', 'suspend', 'ban']) {
    assert.equal(codeOf(await world.decide(kim, caseId, action)), 'pictures-unanswered');
  }
  await world.answer(kim, pictureId, 'clear');
  for (const action of ['warn', 'suspend', 'ban', 'remove-message']) {
    assert.equal(codeOf(await world.decide(kim, caseId, action)), 'nothing-confirmed');
  }
  assert.deepEqual(await deliveries(caseId), []);
  assert.equal((await world.decide(kim, caseId, 'no-action')).statusCode, 201, 'the same person closes it');
  const { summary } = await world.page(kim, caseId);
  assert.deepEqual([summary.state, summary.reportCount], ['decided', 0]);
});

test('a confirmed picture carries an account action; the owner is told, by a case that nobody reported', async () => {
  const pictureId = await held('two@x');
  const caseId = await world.claim(kim, pictureId);
  await world.answer(kim, pictureId, 'confirm');
  assert.equal(codeOf(await world.decide(kim, caseId, 'remove-message')), 'asserted-only');
  assert.equal(codeOf(await world.decide(kim, caseId, 'suspend', { reportCount: 1 })), 'case-changed');
  const decision = DecisionView.parse((await world.decide(kim, caseId, 'suspend')).json());
  assert.equal(decision.state, 'in-force');
  assert.deepEqual(await deliveries(caseId), ['account.suspended']);
  const again = await held('two@x');
  assert.notEqual((await world.picture(again)).case_id, caseId, 'what comes later is another case');
  const { history } = await world.page(kim, (await world.picture(again)).case_id ?? '');
  assert.deepEqual(
    history.map((one) => one.caseId),
    [caseId],
  );
});

test('a confirmed file that no list holds carries no account action', async () => {
  const pictureId = await held('noise@x', { reason: 'unreadable', matches: [] });
  const caseId = await world.claim(kim, pictureId);
  await world.answer(kim, pictureId, 'confirm');
  assert.equal(codeOf(await world.decide(kim, caseId, 'suspend', { policyId: 'conduct' })), 'nothing-confirmed');
  assert.equal((await world.decide(kim, caseId, 'no-action')).statusCode, 201);
});

test('cleared pictures take nothing from what a report proves', async () => {
  const payload = samplePayload({
    category: 'child.csam_known',
    evidence: [disclose(world.hub.send({ sender: 'three@x' }))],
  });
  const receipt = await report(world, world.hub, payload);
  const pictureId = await held('three@x');
  const caseId = await world.claim(kim, pictureId);
  await world.answer(kim, pictureId, 'clear');
  assert.equal((await world.fileOf(pictureId)).level, 'VERIFIED');
  assert.equal((await world.decide(kim, caseId, 'suspend', { reportCount: 1 })).statusCode, 201);
  assert.equal((await readReport(world, receipt)).decision?.outcome, 'action-taken');
});

test('a bare word beside a cleared picture is still a bare word', async () => {
  const words = {
    ...{ scheme: 'reporter-asserted/1' as const, role: 'reported' as const },
    ...{ sender: 'four@x', groupId: null, sentAt: null, text: 'x' },
  };
  const subject = { kind: 'account' as const, accountId: 'four@x' };
  await report(world, world.hub, samplePayload({ category: 'child.csam_known', evidence: [words], subject }));
  const pictureId = await held('four@x');
  assert.equal((await world.fileOf(pictureId)).level, 'ATTESTED');
  const caseId = await world.claim(kim, pictureId);
  await world.answer(kim, pictureId, 'clear');
  assert.equal((await world.fileOf(pictureId)).level, 'ASSERTED');
  assert.equal(codeOf(await world.decide(kim, caseId, 'suspend', { reportCount: 1 })), 'asserted-only');
  assert.equal((await world.decide(kim, caseId, 'warn', { reportCount: 1 })).statusCode, 201);
});

test('a case of pictures alone stands in the queue, is found and claimed like any other', async () => {
  const pictureId = await held('queued@x');
  const found = await world.call(kim, 'GET', '/v1/cases?search=queued');
  const [listed] = (found.json() as { cases: { caseId: string; reportCount: number; pictureCount: number }[] }).cases;
  assert.deepEqual([listed?.reportCount, listed?.pictureCount], [0, 1]);
  const claimed: string[] = [];
  for (let response = await world.call(lou, 'POST', '/v1/queue/claim-next'); response.statusCode === 200; ) {
    claimed.push(CaseSummary.parse(response.json()).caseId);
    response = await world.call(lou, 'POST', '/v1/queue/claim-next');
  }
  assert.ok(claimed.includes((await world.picture(pictureId)).case_id ?? ''));
  for (const caseId of claimed) await world.call(lou, 'DELETE', `/v1/cases/${caseId}/claim`);
});

test('attack: whoever adds one matching picture after another keeps no ban from taking effect', async () => {
  const bytes = Buffer.from('the first one');
  const first = await held('five@x', { bytes });
  const caseId = await world.claim(kim, first);
  await world.answer(kim, first, 'confirm');
  const ban = DecisionView.parse((await world.decide(kim, caseId, 'ban')).json());
  assert.equal(ban.state, 'held');
  const late = await held('five@x', { bytes: Buffer.from('the second one') });
  assert.equal((await world.picture(late)).case_id, caseId);
  assert.equal((await approve(ban.decisionId)).statusCode, 200);
  assert.deepEqual(await deliveries(caseId), ['account.banned']);
  assert.equal(await eraseCase(world.deps, caseId, null, 'too early'), false, 'a picture in it still waits');

  await rehouse();
  const { case_id, state } = await world.picture(late);
  assert.equal(state, 'held');
  assert.notEqual(case_id, caseId);
  const next = await world.fileOf(late);
  assert.deepEqual([next.state, next.picture_count, next.level, next.subject_id], ['open', 1, 'ATTESTED', 'five@x']);
  assert.equal((await world.page(kim, caseId)).summary.pictureCount, 1);
  assert.equal(await world.deps.blobs.has(albumOriginalBlobKey(caseId, late)), false);
  await world.claim(lou, late);
  const shown = await world.show(lou, await world.look(lou, case_id ?? ''), late);
  assert.equal(shown.statusCode, 200);
  assert.equal((await world.answer(lou, late, 'clear')).statusCode, 200);
  const url = `/v1/hubs/${world.hub.hubId}/album-pictures/${late}/bytes`;
  const released = await world.app.inject({ url, headers: { authorization: `Bearer ${world.hub.apiSecret}` } });
  assert.equal(released.rawPayload.toString(), 'the second one');
});

test('a refused ban leaves the picture that came in meanwhile in its case', async () => {
  const first = await held('six@x');
  const caseId = await world.claim(kim, first);
  await world.answer(kim, first, 'confirm');
  const ban = DecisionView.parse((await world.decide(kim, caseId, 'ban')).json());
  const late = await held('six@x');
  await approve(ban.decisionId, 'refuse');
  await rehouse();
  assert.equal((await world.picture(late)).case_id, caseId);
  await world.claim(kim, late);
  assert.equal(codeOf(await world.decide(kim, caseId, 'suspend')), 'pictures-unanswered');
});

test('erasing a case takes the pictures of albums with it; the answer stays', async () => {
  const pictureId = await held('seven@x');
  const caseId = await world.claim(kim, pictureId);
  assert.equal(await eraseCase(world.deps, caseId, null, 'not decided'), false);
  await world.answer(kim, pictureId, 'confirm');
  await world.decide(kim, caseId, 'warn');
  assert.equal(await eraseCase(world.deps, caseId, null, 'retention ended'), true);
  for (const key of [albumOriginalBlobKey(caseId, pictureId), albumEvidenceBlobKey(caseId, pictureId)]) {
    assert.equal(await world.deps.blobs.has(key), false);
  }
  const { view, answer, state } = await pictureOf(world, kim, pictureId);
  assert.deepEqual([view, answer?.answer, state], ['erased', 'confirmed', 'removed']);
  const looked = await world.call(lou, 'POST', '/v1/evidence-views', { caseId, purpose: 'quality', reason: 'a test' });
  assert.equal(looked.statusCode, 404);
});

test('the end of a drill takes its pictures out and erases them', async () => {
  const pictureId = await held('drill-owner', { hubId: drillHubId, region: 'ZZ' });
  const file = await world.fileOf(pictureId);
  assert.equal(file.drill, true);
  const real = await held('real@x');
  await closeDrillCases(world.deps);
  const after = await world.picture(pictureId);
  assert.deepEqual([after.state, after.why], ['withdrawn', 'drill-over']);
  assert.equal(await world.deps.blobs.has(albumOriginalBlobKey(file.case_id, pictureId)), false);
  assert.ok((await world.fileOf(pictureId)).erased_at);
  assert.equal((await world.picture(real)).state, 'held');
});
