import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { appealUntil } from '../../src/notices/appeal-period.ts';
import { lookAt } from '../support/look-at.ts';
import { readReport } from '../support/reporting.ts';
import { ana, createSampleHub, mal } from '../support/sample-hub.ts';
import type { TestSession } from '../support/test-server.ts';
import { codeOf, reasonForPerson, type Scene, startScene, statement } from './scene.ts';

let scene: Scene;
let kim: TestSession;
let lou: TestSession;
before(async () => {
  scene = await startScene();
  kim = await scene.server.logIn('lead', 'reviewer');
  lou = await scene.server.logIn('lead', 'reviewer');
});
after(() => scene.server.close());

test('the same appeal sent again is one appeal; other words under its id are refused', async () => {
  const { sender, decision } = await scene.decided(kim, 'warn');
  const appealId = randomUUID();
  const first = scene.made(await scene.appealAs(sender, decision.decisionId, { appealId }));
  const again = scene.made(await scene.appealAs(sender, decision.decisionId, { appealId }));
  assert.deepEqual(again, first);
  const other = await scene.appealAs(sender, decision.decisionId, { appealId, statement: 'Something else.' });
  assert.equal(codeOf(other), 'idempotency-key-reused');
  assert.equal(codeOf(await scene.appealAs(sender, decision.decisionId)), 'appeal-made');
});

test('an id that somebody else used says nothing of them', async () => {
  const mine = await scene.decided(kim, 'warn');
  const theirs = await scene.decided(kim, 'warn');
  const appealId = randomUUID();
  await scene.appealAs(theirs.sender, theirs.decision.decisionId, { appealId });
  const answer = await scene.appealAs(mine.sender, mine.decision.decisionId, { appealId });
  assert.equal(codeOf(answer), 'idempotency-key-reused');
});

test('somebody else’s decision does not exist: to another account, to one of another hub, and to who reported', async () => {
  const { sender, decision } = await scene.decided(kim, 'suspend');
  const unknown = await scene.appealAs(mal, randomUUID());
  assert.equal(unknown.statusCode, 404);
  const { requestId: _one, ...missing } = unknown.json();
  for (const accountId of [mal, ana]) {
    const { requestId: _other, ...answer } = (await scene.appealAs(accountId, decision.decisionId)).json();
    assert.deepEqual(answer, missing);
  }
  const stranger = createSampleHub({ hubId: 'elsewhere.test' });
  const answer = await scene.server.app.inject({
    method: 'POST',
    url: `/v1/decisions/${decision.decisionId}/appeal`,
    headers: { authorization: `Bearer ${stranger.token(sender)}` },
    payload: { appealId: randomUUID(), statement, locale: 'en' },
  });
  assert.equal(answer.statusCode, 401);
});

test('nobody appeals against what they were never told: a decision that waits, or one without an action', async () => {
  const held = await scene.decided(kim, 'ban');
  assert.equal(codeOf(await scene.appealAs(held.sender, held.decision.decisionId)), 'not-found');
  const none = await scene.decided(kim, 'no-action');
  assert.equal(codeOf(await scene.appealAs(none.sender, none.decision.decisionId)), 'not-found');
});

test('the receipt of another report opens no appeal', async () => {
  const mine = await scene.decided(kim, 'no-action');
  const theirs = await scene.decided(kim, 'no-action');
  const answer = await scene.server.app.inject({
    method: 'POST',
    url: `/v1/reports/${theirs.receipt.reportId}/appeal`,
    headers: { authorization: `Bearer ${mine.receipt.receiptToken}` },
    payload: { appealId: randomUUID(), statement, locale: 'en' },
  });
  assert.equal(answer.statusCode, 401);
});

test('six months are the server’s, whatever time the device has; a token dated back is none', async () => {
  const { sender, caseId, decision, receipt } = await scene.decided(kim, 'warn');
  await scene.tell(caseId);
  await readReport(scene.server, receipt);
  const told = scene.server.deps.clock();
  const { until } = await scene.ownAppeal(sender, decision.decisionId);
  assert.ok(Math.abs(Date.parse(until ?? '') - appealUntil(told).getTime()) < 60_000);
  const day = 86_400_000;
  const back = scene.server.deps.clock().getTime();
  scene.server.advance(appealUntil(told).getTime() - back - day);
  assert.equal((await scene.ownAppeal(sender, decision.decisionId)).refusal, null);
  scene.server.advance(2 * day);
  assert.equal((await scene.ownAppeal(sender, decision.decisionId)).refusal, 'appeal-over');
  assert.equal(codeOf(await scene.appealAs(sender, decision.decisionId)), 'appeal-over');
  assert.equal(codeOf(await scene.appealReport(receipt)), 'appeal-over');
  const dated = scene.hub.token(sender, { now: back });
  const answer = await scene.server.app.inject({
    method: 'POST',
    url: `/v1/decisions/${decision.decisionId}/appeal`,
    headers: { authorization: `Bearer ${dated}` },
    payload: { appealId: randomUUID(), statement, locale: 'en' },
  });
  assert.equal(codeOf(answer), 'token-expired');
  scene.server.advance(-(appealUntil(told).getTime() - back + day));
});

test('who has no network for months has six months from the day they were told', async () => {
  const { receipt } = await scene.decided(kim, 'no-action');
  const months = 200 * 86_400_000;
  scene.server.advance(months);
  try {
    await readReport(scene.server, receipt);
    assert.equal((await scene.ownReportAppeal(receipt)).refusal, null);
    assert.equal((await scene.appealReport(receipt)).statusCode, 201);
  } finally {
    scene.server.advance(-months);
  }
});

test('who decided cannot hear it, with whatever roles, by claim, by claim-next and by a claim from before', async () => {
  const { sender, decision } = await scene.decided(kim, 'warn');
  await scene.appealAs(sender, decision.decisionId);
  const hearingId = await scene.hearingOf(decision.decisionId);
  const { kysely } = scene.server.deps.database;
  await kysely
    .updateTable('staff')
    .set({ roles: ['reviewer'] })
    .where('staff_id', '=', kim.staffId)
    .execute();
  try {
    assert.equal(codeOf(await scene.call(kim, 'POST', `/v1/hearings/${hearingId}/claim`)), 'not-independent');
    const next = await scene.call(kim, 'POST', '/v1/hearings/claim-next');
    assert.ok(next.statusCode === 404 || next.json().hearingId !== hearingId);
    // As if the claim had been there before the rule.
    const until = new Date(scene.server.deps.clock().getTime() + 60_000);
    await kysely
      .updateTable('appeal_hearing')
      .set({ claim_staff_id: kim.staffId, claim_until: until })
      .where('hearing_id', '=', hearingId)
      .execute();
    assert.equal(codeOf(await scene.decide(kim, hearingId, { outcome: 'uphold' })), 'not-independent');
  } finally {
    await kysely
      .updateTable('staff')
      .set({ roles: ['lead', 'reviewer'] })
      .where('staff_id', '=', kim.staffId)
      .execute();
  }
  // And past every rule of ours, the database refuses it.
  const forced = kysely
    .updateTable('appeal_hearing')
    .set({
      ...{ state: 'decided', outcome: 'uphold', heard_by: kim.staffId },
      ...{ heard_at: scene.server.deps.clock(), reason_person: 'x', claim_staff_id: null, claim_until: null },
    })
    .where('hearing_id', '=', hearingId)
    .execute();
  await assert.rejects(forced, /never heard by somebody with a part/);
});

test('the second person of a ban, and who heard it before, cannot hear it either', async () => {
  const { sender, caseId, decision, receipt } = await scene.decided(kim, 'ban');
  await lookAt(scene.server, lou, decision.decisionId);
  const answer = { answer: 'approve', reason: 'I looked at it too.' };
  const approved = await scene.call(lou, 'POST', `/v1/decisions/${decision.decisionId}/answer`, answer);
  assert.equal(approved.statusCode, 200, approved.body);
  await scene.tell(caseId);
  await scene.appealAs(sender, decision.decisionId);
  const first = await scene.hearingOf(decision.decisionId);
  for (const who of [kim, lou]) {
    assert.equal(codeOf(await scene.call(who, 'POST', `/v1/hearings/${first}/claim`)), 'not-independent');
  }
  const mia = await scene.server.logIn('reviewer');
  await scene.claim(mia, first);
  assert.equal((await scene.decide(mia, first, { outcome: 'uphold' })).statusCode, 200);
  await scene.appealReport(receipt);
  const second = await scene.hearingOf(decision.decisionId);
  assert.notEqual(second, first);
  assert.equal(codeOf(await scene.call(mia, 'POST', `/v1/hearings/${second}/claim`)), 'not-independent');
});

test('of two who overturn at once one is refused, and the person is restored once', async () => {
  const { sender, caseId, decision } = await scene.decided(kim, 'suspend');
  await scene.tell(caseId);
  await scene.appealAs(sender, decision.decisionId);
  const hearingId = await scene.hearingOf(decision.decisionId);
  await scene.claim(lou, hearingId);
  const [one, other] = await Promise.all([
    scene.decide(lou, hearingId, { outcome: 'overturn' }),
    scene.decide(lou, hearingId, { outcome: 'overturn' }),
  ]);
  assert.deepEqual([one.statusCode, other.statusCode].sort(), [200, 409]);
  const restored = (await scene.deliveriesOf(caseId)).filter(({ type }) => type === 'account.restored');
  assert.equal(restored.length, 1);
});

test('what a lead takes back while it is heard is answered as that, and undone once', async () => {
  const { sender, caseId, decision } = await scene.decided(kim, 'suspend');
  await scene.tell(caseId);
  await scene.appealAs(sender, decision.decisionId);
  const hearingId = await scene.hearingOf(decision.decisionId);
  const reason = 'We looked at it again by ourselves.';
  const reversed = await scene.call(lou, 'POST', `/v1/decisions/${decision.decisionId}/reverse`, { reason });
  assert.equal(reversed.statusCode, 200, reversed.body);
  const mia = await scene.server.logIn('reviewer');
  await scene.claim(mia, hearingId);
  assert.deepEqual((await scene.pageOf(mia, hearingId)).outcomes, ['overturn']);
  assert.equal(codeOf(await scene.decide(mia, hearingId, { outcome: 'uphold' })), 'invalid-request');
  assert.equal((await scene.decide(mia, hearingId, { outcome: 'overturn' })).statusCode, 200);
  const own = await scene.ownAppeal(sender, decision.decisionId);
  assert.deepEqual([own.appeal?.status, own.appeal?.outcome?.reason], ['overturned', reasonForPerson]);
  const restored = (await scene.deliveriesOf(caseId)).filter(({ type }) => type === 'account.restored');
  assert.equal(restored.length, 1);
});

test('a hearing cannot be decided without claiming it, nor on a claim that ran out, nor by who may not', async () => {
  const { sender, decision } = await scene.decided(kim, 'warn');
  await scene.appealAs(sender, decision.decisionId);
  const hearingId = await scene.hearingOf(decision.decisionId);
  assert.equal(codeOf(await scene.decide(lou, hearingId, { outcome: 'uphold' })), 'not-claimed');
  await scene.claim(lou, hearingId);
  const mia = await scene.server.logIn('reviewer');
  assert.equal(codeOf(await scene.call(mia, 'POST', `/v1/hearings/${hearingId}/claim`)), 'already-claimed');
  scene.server.advance(16 * 60_000);
  assert.equal(codeOf(await scene.decide(lou, hearingId, { outcome: 'uphold' })), 'not-claimed');
  const viewer = await scene.server.logIn('viewer');
  assert.equal(codeOf(await scene.call(viewer, 'GET', `/v1/hearings/${hearingId}`)), 'forbidden');
});

test('who may work on some kinds of abuse alone sees and hears no appeal of another', async () => {
  const { sender, decision } = await scene.decided(kim, 'warn', { category: 'hate.speech' });
  await scene.appealAs(sender, decision.decisionId);
  const hearingId = await scene.hearingOf(decision.decisionId);
  const nia = await scene.server.logIn('reviewer');
  const { kysely } = scene.server.deps.database;
  const limit = (categories: string[]) =>
    kysely.updateTable('staff').set({ limit_categories: categories }).where('staff_id', '=', nia.staffId).execute();
  await limit(['spam']);
  const seen = async () =>
    (await scene.call(nia, 'GET', '/v1/hearings'))
      .json()
      .hearings.some((one: { hearingId: string }) => one.hearingId === hearingId);
  assert.equal(await seen(), false);
  assert.equal(codeOf(await scene.call(nia, 'GET', `/v1/hearings/${hearingId}`)), 'not-found');
  assert.equal(codeOf(await scene.call(nia, 'POST', `/v1/hearings/${hearingId}/claim`)), 'not-found');
  const next = await scene.call(nia, 'POST', '/v1/hearings/claim-next');
  assert.equal(codeOf(next), 'queue-empty');
  await limit(['hate']);
  assert.equal(await seen(), true);
  assert.equal((await scene.call(nia, 'POST', `/v1/hearings/${hearingId}/claim`)).statusCode, 200);
});

test('an account that floods keeps twenty appeals waiting and no more', async () => {
  const sender = `flood-${randomUUID()}@x`;
  const { kysely } = scene.server.deps.database;
  const { decision } = await scene.decided(kim, 'warn', { sender });
  const other = await scene.decided(kim, 'no-action', { reporters: [sender] });
  // Twenty that wait, made on cases of other people.
  for (let n = 0; n < 20; n += 1) {
    const { receipt } = n === 0 ? other : await scene.decided(kim, 'no-action', { reporters: [sender] });
    const answer = await scene.appealReport(receipt);
    assert.equal(answer.statusCode, 201, answer.body);
  }
  assert.equal(codeOf(await scene.appealAs(sender, decision.decisionId)), 'too-many-appeals');
  assert.equal((await scene.ownAppeal(sender, decision.decisionId)).refusal, 'too-many-appeals');
  const open = await kysely.selectFrom('appeal').select('appeal_id').where('account_id', '=', sender).execute();
  assert.equal(open.length, 20);
});

test('more than twenty requests a minute are refused before anything is read', async () => {
  const { sender, decision } = await scene.decided(kim, 'warn');
  const answers = [];
  for (let n = 0; n < 25; n += 1) answers.push((await scene.appealAs(sender, decision.decisionId)).statusCode);
  assert.equal(answers[0], 201);
  assert.ok(answers.includes(429));
});

test('an empty appeal, a book, and one with a field of its own are refused', async () => {
  const { sender, decision } = await scene.decided(kim, 'warn');
  for (const more of [{ statement: '   ' }, { statement: 'x'.repeat(2_001) }, { madeAt: '2026-01-01T00:00:00Z' }]) {
    assert.equal(codeOf(await scene.appealAs(sender, decision.decisionId, more)), 'invalid-request');
  }
});

test('who has opted out of a kind, has seen enough of it or is on a break is given no appeal about it', async () => {
  const author = await scene.server.logIn('reviewer');
  const { sender, decision } = await scene.decided(author, 'suspend', { category: 'threat.violence' });
  assert.equal((await scene.appealAs(sender, decision.decisionId)).statusCode, 201);
  const hearingId = await scene.hearingOf(decision.decisionId);
  const tired = await scene.server.logIn('reviewer');
  const put = (url: string, payload: object) =>
    scene.server.app.inject({ method: 'PUT', url, headers: tired.headers, payload });
  const own = (await scene.call(tired, 'GET', '/v1/care')).json().own;
  assert.equal((await put('/v1/care', { ...own, withoutCategories: ['threat.violence'] })).statusCode, 200);
  const next = await scene.call(tired, 'POST', '/v1/hearings/claim-next');
  assert.ok(next.statusCode === 409 || next.json().category !== 'threat.violence', next.body);
  assert.equal(codeOf(await scene.call(tired, 'POST', `/v1/hearings/${hearingId}/claim`)), 'not-for-them');
  await put('/v1/care', own);
  assert.equal((await put('/v1/care/break', { minutes: 10 })).statusCode, 200);
  assert.equal(codeOf(await scene.call(tired, 'POST', '/v1/hearings/claim-next')), 'on-break');
  assert.equal(codeOf(await scene.call(tired, 'POST', `/v1/hearings/${hearingId}/claim`)), 'on-break');
  await put('/v1/care/break', { minutes: 0 });
  assert.equal((await scene.call(tired, 'POST', `/v1/hearings/${hearingId}/claim`)).statusCode, 200);
});
