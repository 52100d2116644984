import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { type Operation, operations, QualityDesk, QualityResult } from '@wellhouse/protocol';
import { report } from '../support/reporting.ts';
import { disclose, samplePayload } from '../support/sample-hub.ts';
import type { TestSession } from '../support/test-server.ts';
import { type QualityServer, secretReason, startQualityServer } from './support/quality-server.ts';

let quality: QualityServer;
let kim: TestSession;
let lou: TestSession;
let ina: TestSession;
before(async () => {
  quality = await startQualityServer();
  kim = await quality.server.logIn('reviewer');
  lou = await quality.server.logIn('reviewer');
  ina = await quality.server.logIn('lead', 'reviewer');
});
after(() => quality.server.close());

const jsonGets = Object.entries<Operation>(operations).filter(
  ([, one]) => one.method === 'GET' && one.success[1] !== 'binary' && one.success[1] !== null,
);

/** Every answer to a GET that takes no id, and to those that take what the reviewer could come by. */
async function everything(who: TestSession, ids: Record<string, string>, searches: readonly string[]) {
  const bodies: { operationId: string; body: string }[] = [];
  for (const [operationId, operation] of jsonGets) {
    const names = [...operation.path.matchAll(/:(\w+)/g)].map(([, name]) => name ?? '');
    if (names.some((name) => ids[name] === undefined)) continue;
    const path = operation.path.replaceAll(/:(\w+)/g, (_, name: string) => ids[name] ?? '');
    const urls = [path];
    if (operationId === 'listCases') {
      for (const state of ['open', 'held', 'decided']) {
        urls.push(
          `${path}?state=${state}`,
          ...searches.map((text) => `${path}?state=${state}&search=${encodeURIComponent(text)}`),
        );
      }
    }
    if (operationId === 'findCases') urls.push(...searches.map((text) => `${path}?text=${encodeURIComponent(text)}`));
    if (operationId === 'listAudit') urls.push(`${path}?object=case:${ids.caseId}&limit=200`, `${path}?limit=200`);
    for (const url of urls) bodies.push({ operationId, body: (await quality.call(who, 'GET', url)).body });
  }
  return bodies;
}

for (const role of ['reviewer', 'lead'] as const) {
  test(`a ${role} who reviews blind learns nothing of the first decision from any operation`, async () => {
    const { decided, draw, take, look, answer, call } = quality;
    const who = role === 'reviewer' ? lou : ina;
    const sender = `mal-${role}@x`;
    const { caseId, summary, decision, reportId } = await decided(kim, sender);
    await draw();
    const review = await take(who);
    // Another case about the same account comes in meanwhile, and is the reviewer's own work.
    const other = samplePayload({
      evidence: [disclose(quality.hub.send({ sender, text: 'again' }))],
      category: 'spam.bulk',
    });
    await report(quality.server, quality.hub, other);
    const { pool } = quality.server.deps.database;
    const { rows } = await pool.query('select case_id from report where report_id = $1', [other.reportId]);
    const otherId: string = rows[0].case_id;
    assert.notEqual(otherId, caseId);

    const view = await look(who, review.reviewId);
    assert.ok(JSON.stringify(view.conversation).includes(`words of ${sender}`), 'the evidence is all there');
    const secrets = [
      caseId,
      summary.number,
      decision.decisionId,
      decision.reference,
      secretReason,
      reportId,
      kim.me.staff.name,
    ];
    const tells = (body: string) => secrets.filter((secret) => new RegExp(`\\b${secret}\\b`).test(body));
    for (const part of [JSON.stringify(review), JSON.stringify(view)]) assert.deepEqual(tells(part), []);
    assert.equal(review.strikes.length, 0, 'a strike that came of the decision is none that counted before it');

    const named = { reviewId: review.reviewId, viewId: view.viewId };
    for (const { operationId, body } of await everything(who, named, [sender, summary.number, decision.reference])) {
      // The team's list names everybody, and says nothing of who decided what.
      const found =
        operationId === 'listStaff' || operationId === 'listColleagues'
          ? []
          : tells(body).filter((one) => one !== kim.me.staff.name);
      assert.deepEqual(found, [], `${operationId}: ${body.slice(0, 400)}`);
    }
    const direct = { caseId, decisionId: decision.decisionId, reportId, reviewId: review.reviewId };
    for (const { operationId, body } of await everything(who, direct, [])) {
      if (operationId === 'getReport') continue;
      const found = tells(body).filter((one) => one !== kim.me.staff.name);
      assert.deepEqual(found, [], `${operationId}: ${body.slice(0, 400)}`);
    }
    assert.equal(quality.codeOf(await call(who, 'GET', `/v1/cases/${caseId}`)), 'under-blind-review');
    const second = { caseId, purpose: 'review', reason: 'just curious' };
    assert.equal(quality.codeOf(await call(who, 'POST', '/v1/evidence-views', second)), 'under-blind-review');
    assert.equal(
      quality.codeOf(await call(who, 'POST', `/v1/cases/${caseId}/notes`, { text: 'who decided this?' })),
      'under-blind-review',
    );
    const note = { noteId: randomUUID(), reportIds: [reportId], text: 'We are looking at it again.' };
    assert.equal(
      quality.codeOf(await call(who, 'POST', `/v1/cases/${caseId}/notes-to-reporters`, note)),
      'under-blind-review',
    );

    const response = await answer(who, review.reviewId, 'warn');
    assert.equal(response.statusCode, 200, response.body);
    const result = QualityResult.parse(response.json());
    assert.deepEqual([result.other.action, result.other.reason, result.sameAction], ['suspend', secretReason, false]);
    assert.equal(
      (await call(who, 'GET', `/v1/cases/${caseId}`)).statusCode,
      200,
      'open to them once they have answered',
    );
  });
}

test('a lead cannot take the tables out while they review blind', async () => {
  await quality.decided(kim, 'exported@x');
  await quality.draw();
  const { reviewId } = await quality.take(ina);
  const { database, clock } = quality.server.deps;
  await database.pool.query('update staff_session set fresh_at = $1 where staff_id = $2', [clock(), ina.staffId]);
  const response = await quality.call(ina, 'GET', '/v1/exports/decisions');
  assert.equal(quality.codeOf(response), 'under-blind-review');
  await quality.call(ina, 'DELETE', `/v1/quality/reviews/${reviewId}`);
});

test('the author is told nowhere that a decision of theirs was drawn, by no line and by no look', async () => {
  const { caseId, decision } = await quality.decided(ina, 'unaware@x');
  await quality.draw();
  for (let one = await quality.take(lou); ; one = await quality.take(lou)) {
    const view = await quality.look(lou, one.reviewId);
    if (one.subject.kind === 'account' && one.subject.accountId === 'unaware@x') {
      const told = await everything(ina, { caseId, decisionId: decision.decisionId, viewId: view.viewId }, [
        'unaware@x',
      ]);
      for (const { operationId, body } of told) {
        if (operationId === 'getCase') assert.ok(!/quality|Second review/i.test(body), body);
        assert.ok(!body.includes(view.viewId) || operationId === 'listAudit', `${operationId} shows the look`);
        if (operationId !== 'listAudit') continue;
        const { entries } = JSON.parse(body) as { entries: { object: string; staffId: string; action: string }[] };
        const lines = entries.filter((entry) => entry.object === `case:${caseId}` && entry.staffId === lou.staffId);
        assert.deepEqual(lines, []);
      }
      break;
    }
    await quality.answer(lou, one.reviewId, 'warn');
  }
});

test('giving a review back to read up on it ends it for this person for good', async () => {
  const { caseId } = await quality.decided(kim, 'peeker@x');
  await quality.draw();
  const max = await quality.server.logIn('reviewer');
  for (;;) {
    const review = await quality.take(max);
    const mine = review.subject.kind === 'account' && review.subject.accountId === 'peeker@x';
    if (!mine) {
      await quality.look(max, review.reviewId);
      await quality.answer(max, review.reviewId, 'warn');
      continue;
    }
    assert.equal((await quality.call(max, 'DELETE', `/v1/quality/reviews/${review.reviewId}`)).statusCode, 204);
    assert.equal((await quality.call(max, 'GET', `/v1/cases/${caseId}`)).statusCode, 200);
    for (;;) {
      const next = await quality.call(max, 'POST', '/v1/quality/reviews/take-next');
      if (next.statusCode === 404) return;
      const { reviewId } = next.json() as { reviewId: string };
      assert.notEqual(reviewId, review.reviewId);
      await quality.look(max, reviewId);
      await quality.answer(max, reviewId, 'warn');
    }
  }
});

test('an answer counts once, needs a look at the evidence, and nobody answers for another', async () => {
  await quality.decided(kim, 'once@x');
  await quality.draw();
  const max = await quality.server.logIn('reviewer');
  const { reviewId } = await quality.take(max);
  assert.equal(quality.codeOf(await quality.answer(max, reviewId, 'warn')), 'quality-unread');
  assert.equal(quality.codeOf(await quality.answer(kim, reviewId, 'warn')), 'not-found');
  assert.equal(quality.codeOf(await quality.call(kim, 'GET', `/v1/quality/reviews/${reviewId}`)), 'not-found');
  await quality.look(max, reviewId);
  assert.equal(quality.codeOf(await quality.answer(max, reviewId, 'ban', 'no-such-policy')), 'invalid-request');
  const both = await Promise.all([quality.answer(max, reviewId, 'warn'), quality.answer(max, reviewId, 'ban')]);
  assert.deepEqual(both.map((one) => one.statusCode).sort(), [200, 409]);
  const desk = QualityDesk.parse((await quality.call(max, 'GET', '/v1/quality/reviews')).json());
  assert.deepEqual([desk.own.answered, desk.taken], [1, null]);
});

test('who comes to work on another case about the same account is blind no more: the case does not wait, the review goes to another', async () => {
  const sender = 'twice@x';
  const { caseId } = await quality.decided(kim, sender);
  await quality.draw();
  const max = await quality.server.logIn('reviewer');
  let review = await quality.take(max);
  while (review.subject.kind !== 'account' || review.subject.accountId !== sender) {
    await quality.look(max, review.reviewId);
    await quality.answer(max, review.reviewId, 'warn');
    review = await quality.take(max);
  }
  const other = samplePayload({
    evidence: [disclose(quality.hub.send({ sender, text: 'again' }))],
    category: 'spam.bulk',
  });
  await report(quality.server, quality.hub, other);
  const { pool } = quality.server.deps.database;
  const { rows } = await pool.query('select case_id from report where report_id = $1', [other.reportId]);
  const live: string = rows[0].case_id;
  assert.notEqual(live, caseId);
  assert.equal((await quality.call(max, 'POST', `/v1/cases/${live}/claim`)).statusCode, 200);
  const sheet = await quality.call(max, 'GET', `/v1/cases/${live}/decision-sheet`);
  assert.notEqual(sheet.statusCode, 403, 'strikes and standing are the case’s to know');
  assert.equal(quality.codeOf(await quality.answer(max, review.reviewId, 'warn')), 'not-found');
  const found = await pool.query('select state, left_by from quality_review where review_id = $1', [review.reviewId]);
  assert.deepEqual(found.rows, [{ state: 'waiting', left_by: [max.staffId] }]);
});

test('who laid the right to review down, read the case meanwhile and takes it up again answers no more', async () => {
  const { decided, draw, take, look, answer, call, codeOf, server } = quality;
  const who = await server.logIn('reviewer');
  const { caseId } = await decided(kim, 'role-change@x');
  await draw();
  const { pool } = server.deps.database;
  // Others wait too, from the tests before; this one is theirs.
  await pool.query("update quality_review set state = 'withdrawn' where state = 'waiting' and case_id <> $1", [caseId]);
  const review = await take(who);
  await look(who, review.reviewId);
  assert.equal(codeOf(await call(who, 'GET', `/v1/cases/${caseId}`)), 'under-blind-review');
  const roles = (name: string) =>
    pool.query('update staff set roles = array[$1] where staff_id = $2', [name, who.staffId]);
  await roles('viewer');
  assert.equal((await call(who, 'GET', `/v1/cases/${caseId}`)).statusCode, 200);
  await roles('reviewer');
  assert.equal(codeOf(await answer(who, review.reviewId, 'suspend')), 'quality-closed');
  const { rows } = await pool.query('select state, staff_id, left_by from quality_review where review_id = $1', [
    review.reviewId,
  ]);
  assert.deepEqual(rows, [{ state: 'waiting', staff_id: null, left_by: [who.staffId] }]);
});
