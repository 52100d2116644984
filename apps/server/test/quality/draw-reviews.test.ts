import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { QualityDesk, QualityDrawCheck, QualityPlan } from '@wellhouse/protocol';
import { sql } from 'kysely';
import { drawReviews } from '../../src/quality/draw-reviews.ts';
import { eligible, stands, waitingReviews } from '../../src/quality/eligible.ts';
import { lookAt } from '../support/look-at.ts';
import type { TestSession } from '../support/test-server.ts';
import { type QualityServer, startQualityServer } from './support/quality-server.ts';

let quality: QualityServer;
let kim: TestSession;
let lou: TestSession;
let ina: TestSession;
let max: TestSession;
before(async () => {
  quality = await startQualityServer();
  kim = await quality.server.logIn('reviewer');
  lou = await quality.server.logIn('reviewer');
  ina = await quality.server.logIn('lead');
  max = await quality.server.logIn('lead');
});
after(() => quality.server.close());

const rows = async (text: string, values: unknown[] = []) =>
  (await quality.server.deps.database.pool.query(text, values)).rows;
const waiting = async (who: TestSession) =>
  QualityDesk.parse((await quality.call(who, 'GET', '/v1/quality/reviews')).json()).waiting;
const reviewOf = async (decisionId: string) =>
  (await rows('select * from quality_review where decision_id = $1', [decisionId]))[0];

test('nothing is drawn before the time for undoing is over, and then once, by however many workers', async () => {
  const { decision } = await quality.decided(kim, 'one@x');
  await drawReviews(quality.server.deps);
  assert.equal(await reviewOf(decision.decisionId), undefined);
  quality.server.advance(11 * 60_000);
  await Promise.all([1, 2, 3].map(() => drawReviews(quality.server.deps)));
  await drawReviews(quality.server.deps);
  assert.equal((await reviewOf(decision.decisionId))?.state, 'waiting');
  assert.equal((await rows('select from quality_draw where decision_id = $1', [decision.decisionId])).length, 1);
  const lines = await rows(`select text from case_event where case_id = $1 and at > now() + interval '5 minutes'`, [
    decision.caseId,
  ]);
  assert.deepEqual(lines, [], 'the case’s timeline says nothing of it');
});

test('neither the author nor anybody who has seen the case is given it', async () => {
  const { caseId } = await quality.decided(lou, 'seen@x');
  const reader = await quality.server.logIn('reviewer');
  const looker = await quality.server.logIn('reviewer');
  const neighbour = await quality.server.logIn('reviewer');
  await quality.draw();
  const before = await waiting(neighbour);
  await quality.call(reader, 'GET', `/v1/cases/${caseId}`);
  await quality.call(looker, 'POST', '/v1/evidence-views', { caseId, purpose: 'other', reason: 'to see it' });
  assert.deepEqual([await waiting(reader), await waiting(looker)], [before - 1, before - 1]);
  assert.equal(await waiting(lou), before - 1, 'the author');
  assert.equal(await waiting(neighbour), before);
});

test('the database itself refuses the author as second reviewer', async () => {
  const { decision } = await quality.decided(kim, 'trigger@x');
  await quality.draw();
  const { review_id } = await reviewOf(decision.decisionId);
  await assert.rejects(
    rows(`update quality_review set state = 'taken', staff_id = $1, taken_at = now() where review_id = $2`, [
      kim.staffId,
      review_id,
    ]),
    /check constraint|never by somebody with a part/,
  );
});

test('what was held for a second person goes to nobody who sees held decisions, nor to either of the two', async () => {
  const { decision } = await quality.decided(kim, 'held@x', 'ban');
  await quality.draw();
  assert.equal(await reviewOf(decision.decisionId), undefined, 'not while it waits for its second person');
  await quality.server.deps.database.pool.query('update staff_session set fresh_at = $1', [
    quality.server.deps.clock(),
  ]);
  await lookAt(quality.server, ina, decision.decisionId);
  const approved = await quality.call(ina, 'POST', `/v1/decisions/${decision.decisionId}/answer`, {
    answer: 'approve',
    reason: 'agreed',
  });
  assert.equal(approved.statusCode, 200, approved.body);
  const before = [await waiting(lou), await waiting(max)];
  await quality.draw();
  assert.deepEqual([await waiting(lou), await waiting(max)], [(before[0] ?? 0) + 1, before[1]]);
});

test('a decision that is taken back, or a case that opens again, is reviewed by nobody', async () => {
  const { decision, caseId } = await quality.decided(kim, 'back@x');
  await quality.draw();
  await rows(
    `update decision set state = 'overturned', ended_at = now(), ended_why = 'reversed' where decision_id = $1`,
    [decision.decisionId],
  );
  await drawReviews(quality.server.deps);
  assert.equal((await reviewOf(decision.decisionId))?.state, 'withdrawn');
  await rows(`update case_file set state = 'open', decided_at = null where case_id = $1`, [caseId]);
  assert.equal(
    (await quality.call(lou, 'GET', `/v1/cases/${caseId}`)).statusCode,
    200,
    'a live case is veiled to nobody',
  );
});

test('two people who ask at once are never given the same review, and one person never two', async () => {
  for (const name of ['a@x', 'b@x', 'c@x']) await quality.decided(kim, name);
  await quality.draw();
  const people = await Promise.all([1, 2, 3].map(() => quality.server.logIn('reviewer')));
  const taken = await Promise.all([...people, ...people].map((who) => quality.take(who)));
  const ids = taken.map((one) => one.reviewId);
  assert.equal(new Set(ids).size, 3);
  assert.deepEqual(ids.slice(0, 3), ids.slice(3), 'asked again, each gets their own');
});

test('share and rules are a lead’s to set, and every draw can be checked later without naming one', async () => {
  const plan = {
    share: 0,
    rules: [{ policyId: 'threats', priority: null, share: 100, pictures: false }],
    goldenEvery: 0,
    reason: 'threats only',
  };
  assert.equal((await quality.call(kim, 'PUT', '/v1/quality/plan', plan)).statusCode, 403);
  const set = QualityPlan.parse((await quality.call(ina, 'PUT', '/v1/quality/plan', plan)).json());
  assert.deepEqual([set.share, set.setBy], [0, ina.me.staff.name]);
  const drawn = await quality.decided(kim, 'rule@x');
  const not = await quality.decided(kim, 'norule@x', 'no-action');
  await quality.draw();
  assert.notEqual(await reviewOf(drawn.decision.decisionId), undefined);
  assert.equal(await reviewOf(not.decision.decisionId), undefined);
  const check = async () => QualityDrawCheck.parse((await quality.call(ina, 'GET', '/v1/quality/draws/check')).json());
  const honest = await check();
  assert.equal(honest.wrong, 0);
  assert.ok(honest.checked > 5);
  await rows(`update quality_draw set outcome = 'not-drawn' where decision_id = $1`, [drawn.decision.decisionId]);
  assert.equal((await check()).wrong, 1, 'a draw that somebody changed is found');
});

test('who has looked at enough is given texts alone, what they opted out of never, and on a break nothing', async () => {
  const nan = await quality.server.logIn('reviewer');
  const before = await waiting(nan);
  const { decision } = await quality.decided(kim, 'pictured@x');
  await quality.draw();
  await rows('update quality_review set pictures = true where decision_id = $1', [decision.decisionId]);
  assert.equal(await waiting(nan), before + 1);
  const candidate = {
    staffId: nan.staffId,
    limits: { categories: null, regions: null },
    sawHeld: false,
    withoutCategories: [],
    textOnly: false,
    resting: false,
  };
  const count = async (given: object) => {
    const { rows: found } =
      await sql`select from ${waitingReviews} where ${stands} and ${eligible({ ...candidate, ...given })}`.execute(
        quality.server.deps.database.kysely,
      );
    return found.length;
  };
  assert.deepEqual(await Promise.all([count({}), count({ textOnly: true }), count({ resting: true })]), [
    before + 1,
    before,
    0,
  ]);
  assert.equal(await count({ withoutCategories: ['threat.violence'] }), 0);
});

test('what somebody has taken and not answered within three days goes to another', async () => {
  await quality.decided(kim, 'kept@x');
  await quality.draw();
  const slow = await quality.server.logIn('reviewer');
  const { reviewId } = await quality.take(slow);
  quality.server.advance(2 * 86_400_000);
  await drawReviews(quality.server.deps);
  const stateOf = async () =>
    (await rows('select state, staff_id, left_by from quality_review where review_id = $1', [reviewId]))[0];
  assert.equal((await stateOf())?.state, 'taken');
  quality.server.advance(86_400_001);
  await drawReviews(quality.server.deps);
  assert.deepEqual(await stateOf(), { state: 'waiting', staff_id: null, left_by: [slow.staffId] });
});
