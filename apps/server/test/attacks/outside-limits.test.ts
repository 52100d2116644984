import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { DecisionSheet, Permission } from '@wellhouse/protocol';
import { decideBatchCases } from '../../src/decisions/decide-batch.ts';
import { type QualityServer, startQualityServer } from '../quality/support/quality-server.ts';
import { caseOf, report } from '../support/reporting.ts';
import { disclose, samplePayload } from '../support/sample-hub.ts';
import type { TestSession } from '../support/test-server.ts';

let quality: QualityServer;
/** Decides what the others may not see. */
let kim: TestSession;
before(async () => {
  quality = await startQualityServer();
  kim = await quality.server.logIn('reviewer');
});
after(() => quality.server.close());

/** A member whose permissions have limits of their own: everything, but for those of `narrow` only about spam. */
async function memberWith(narrow: readonly Permission[], without: readonly Permission[] = []): Promise<TestSession> {
  const { pool } = quality.server.deps.database;
  const who = await quality.server.logIn('reviewer');
  const roleIds = [`role-wide-${who.staffId.slice(0, 8)}`, `role-spam-${who.staffId.slice(0, 8)}`];
  const wide = Permission.options.filter((one) => !narrow.includes(one) && !without.includes(one));
  const insert = `insert into staff_role (role_id, name, permissions, limit_categories, limit_regions, created_at)
    values ($1, $1, $2, $3, null, now())`;
  await pool.query(insert, [roleIds[0], wide, null]);
  await pool.query(insert, [roleIds[1], [...narrow], ['spam']]);
  await pool.query('update staff set roles = $1 where staff_id = $2', [roleIds, who.staffId]);
  return who;
}

async function reported(sender: string): Promise<string> {
  const payload = samplePayload({ evidence: [disclose(quality.hub.send({ sender }))] });
  await report(quality.server, quality.hub, payload);
  return (await caseOf(quality.server, payload.reportId)).case_id;
}

const threat = { action: 'warn', policyId: 'threats', days: null, reason: 'You threatened somebody.' };

test('a batch decides no case outside of the limits of deciding, though its author may claim it', async () => {
  const { server, call, codeOf } = quality;
  const who = await memberWith(['decision.make']);
  const caseId = await reported('out@x');
  const body = { ...threat, batchId: randomUUID(), category: 'threat.violence', cases: [{ caseId, reportCount: 1 }] };
  const answer = await call(who, 'POST', '/v1/decision-batches', body);
  assert.equal(answer.statusCode, 404, answer.body);
  assert.equal(codeOf(answer), 'not-found');
  const { rows } = await server.deps.database.pool.query('select state from case_file where case_id = $1', [caseId]);
  assert.deepEqual(rows, [{ state: 'open' }]);
});

test('the audit log and the deliveries tell nothing of cases outside of the limits', async () => {
  const { call, decided } = quality;
  const who = await memberWith(['audit.read', 'delivery.read']);
  const sender = `out-${randomUUID()}@x`;
  const { caseId } = await decided(kim, sender);
  const lead = await quality.server.logIn('lead');
  const urls = ['/v1/audit?limit=200', `/v1/audit?object=case:${caseId}`, '/v1/deliveries', '/v1/evidence-reads'];
  const read = async (one: TestSession) =>
    (await Promise.all(urls.map(async (url) => (await call(one, 'GET', url)).body))).join('\n');
  assert.match(await read(lead), new RegExp(caseId), 'it is there for who may read of all');
  const seen = await read(who);
  assert.ok(seen.includes('staff.login'), 'what is about no case is there');
  assert.ok(!seen.includes(caseId) && !seen.includes(sender), seen.slice(0, 800));
});

test('a second reviewer is given no case whose evidence they may not see, and sees none whose limits came meanwhile', async () => {
  const { server, call, decided, draw, take, codeOf } = quality;
  await decided(kim, `quality-${randomUUID()}@x`);
  await draw();
  const narrowed = await memberWith(['evidence.view']);
  const none = await call(narrowed, 'POST', '/v1/quality/reviews/take-next');
  assert.equal(codeOf(none), 'no-quality-review');
  const free = await server.logIn('reviewer');
  const { reviewId } = await take(free);
  const { rows } = await server.deps.database.pool.query('select roles from staff where staff_id = $1', [
    narrowed.staffId,
  ]);
  await server.deps.database.pool.query('update staff set roles = $1 where staff_id = $2', [
    rows[0].roles,
    free.staffId,
  ]);
  const look = await call(free, 'POST', `/v1/quality/reviews/${reviewId}/views`);
  assert.equal(codeOf(look), 'forbidden', look.body);
});

test('who may approve in another field alone undoes nobody’s decision here', async () => {
  const { call, decided, codeOf } = quality;
  const who = await memberWith(['decision.approve']);
  const { decision } = await decided(kim, `undo-${randomUUID()}@x`);
  const answer = await call(who, 'POST', `/v1/decisions/${decision.decisionId}/undo`, { reason: 'It was me.' });
  assert.equal(codeOf(answer), 'not-yours', answer.body);
});

for (const [what, change] of [
  ['locked', 'update staff set active = false where staff_id = $1'],
  ['a viewer alone', "update staff set roles = array['viewer'] where staff_id = $1"],
] as const) {
  test(`what is left of a batch when its author is ${what} is decided by nobody`, async () => {
    const { server, call } = quality;
    const { database } = server.deps;
    const who = await server.logIn('reviewer');
    const caseId = await reported(`batch-${randomUUID()}@x`);
    const batchId = randomUUID();
    // What the policy proposes, so that there is nothing to explain.
    const sheet = DecisionSheet.parse((await call(who, 'GET', `/v1/cases/${caseId}/decision-sheet`)).json());
    const proposed = sheet.proposals.find((one) => one.policyId === threat.policyId);
    const { action, days } = proposed ?? threat;
    const asked = { ...threat, action, days, batchId, category: 'threat.violence' };
    const body = { ...asked, cases: [{ caseId, reportCount: 1 }] };
    assert.equal((await call(who, 'POST', '/v1/decision-batches', body)).statusCode, 200);
    // As if the process had died before this case: undone, it waits again.
    await call(who, 'POST', `/v1/decision-batches/${batchId}/undo`, { reason: null });
    await database.pool.query('update decision_batch set undone_at = null, undone_by = null where batch_id = $1', [
      batchId,
    ]);
    await database.pool.query("update decision_batch_case set state = 'waiting', code = null where batch_id = $1", [
      batchId,
    ]);
    await database.pool.query(change, [who.staffId]);
    await decideBatchCases(server.deps, batchId);
    const { rows } = await database.pool.query('select state, code from decision_batch_case where batch_id = $1', [
      batchId,
    ]);
    assert.deepEqual(rows, [{ state: 'refused', code: 'out-of-scope' }]);
  });
}
