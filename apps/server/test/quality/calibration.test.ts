import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { Calibration, QualityDesk, QualityDisagreement } from '@wellhouse/protocol';
import type { TestSession } from '../support/test-server.ts';
import { type QualityServer, startQualityServer } from './support/quality-server.ts';

let quality: QualityServer;
let kim: TestSession;
let lou: TestSession;
let ina: TestSession;
let differs: string;
before(async () => {
  quality = await startQualityServer();
  kim = await quality.server.logIn('reviewer');
  lou = await quality.server.logIn('reviewer');
  ina = await quality.server.logIn('lead');
  await quality.decided(kim, 'same@x', 'warn');
  await quality.decided(kim, 'differs@x', 'warn');
  await quality.decided(lou, 'turned@x', 'suspend');
  await quality.draw();
  for (const [who, action] of [
    [lou, 'warn'],
    [lou, 'ban'],
    [kim, 'suspend'],
  ] as const) {
    const { reviewId } = await quality.take(who);
    if (action === 'ban') differs = reviewId;
    await quality.look(who, reviewId);
    assert.equal((await quality.answer(who, reviewId, action)).statusCode, 200);
  }
});
after(() => quality.server.close());

const calibration = async () => Calibration.parse((await quality.call(ina, 'GET', '/v1/quality/calibration')).json());
const settle = (who: TestSession, reviewId: string, outcome = 'second-right') =>
  quality.call(who, 'POST', `/v1/quality/reviews/${reviewId}/settle`, { outcome, note: 'We read it together again.' });

test('the matrix counts first by second, and a pair is one pair whoever was first', async () => {
  const { all, matrix, pairs, policies, counts, disagreements } = await calibration();
  assert.deepEqual([all.n, all.same, all.kappa], [3, 2, null]);
  assert.deepEqual([matrix[1]?.[1], matrix[1]?.[5], matrix[4]?.[4]], [1, 1, 1]);
  assert.equal(pairs.length, 1);
  assert.equal(pairs[0]?.agreement.n, 3);
  assert.deepEqual(
    policies.map((one) => [one.policy?.policyId, one.agreement.n]),
    [['threats', 3]],
  );
  assert.deepEqual([counts.drawn, counts.answered, counts.open], [3, 3, 0]);
  assert.deepEqual(
    disagreements.map((one) => [one.reviewId, one.first.action, one.second.action]),
    [[differs, 'warn', 'ban']],
  );
  assert.deepEqual(
    [disagreements[0]?.first.by.staffId, disagreements[0]?.second.by.staffId],
    [kim.staffId, lou.staffId],
  );
});

test('reviewers see their own agreement and nobody else’s', async () => {
  assert.equal((await quality.call(kim, 'GET', '/v1/quality/calibration')).statusCode, 403);
  const desk = QualityDesk.parse((await quality.call(lou, 'GET', '/v1/quality/reviews')).json());
  assert.deepEqual(desk.own, { answered: 2, sameAction: 1, samePolicy: 2 });
  assert.ok(!JSON.stringify(desk).includes(kim.me.staff.name));
});

test('a third person says what a disagreement came to, once; the decision stays until a lead reverses it', async () => {
  assert.equal((await settle(kim, differs)).statusCode, 403);
  await quality.server.deps.database.pool.query(`update staff set roles = '{lead}' where staff_id = $1`, [lou.staffId]);
  assert.equal(quality.codeOf(await settle(lou, differs)), 'not-independent');
  const settled = QualityDisagreement.parse((await settle(ina, differs)).json());
  assert.deepEqual([settled.settled?.outcome, settled.settled?.by], ['second-right', ina.me.staff.name]);
  assert.equal(quality.codeOf(await settle(ina, differs, 'first-stands')), 'quality-closed');
  const { rows } = await quality.server.deps.database.pool.query('select state from decision where case_id = $1', [
    settled.caseId,
  ]);
  assert.deepEqual(rows, [{ state: 'in-force' }]);
});

test('the overturn rate counts what appeals did not uphold, by policy, with its interval', async () => {
  const { pool } = quality.server.deps.database;
  const { rows } = await pool.query(`select decision_id, case_id from decision order by decided_at`);
  for (const [index, outcome] of (['uphold', 'overturn', 'milder'] as const).entries()) {
    const { decision_id, case_id } = rows[index];
    const now = quality.server.deps.clock();
    await pool.query(
      `insert into appeal_hearing (hearing_id, reference, decision_id, case_id, state, opened_at, due_at, outcome, heard_by, heard_at, reason_person)
      values ($1, $2, $3, $4, 'decided', $5, $5, $6, $7, $5, 'because')`,
      [randomUUID(), `A-${index}`, decision_id, case_id, now, outcome, ina.staffId],
    );
  }
  const { appeals } = await calibration();
  const [threats] = appeals;
  assert.deepEqual(
    [threats?.policy?.policyId, threats?.heard, threats?.changed, threats?.milder],
    ['threats', 3, 2, 1],
  );
  assert.ok((threats?.interval.low ?? 1) < 2 / 3 && (threats?.interval.high ?? 0) > 2 / 3);
});
