import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { CaseList, GoldenCase, QualityResult, QualityReview, type QualityView } from '@wellhouse/protocol';
import { recordAudit } from '../../src/staff/record-audit.ts';
import type { TestSession } from '../support/test-server.ts';
import { type QualityServer, startQualityServer } from './support/quality-server.ts';

let quality: QualityServer;
let kim: TestSession;
let lou: TestSession;
let ina: TestSession;
let max: TestSession;
before(async () => {
  quality = await startQualityServer({ goldenEvery: 1 });
  kim = await quality.server.logIn('reviewer');
  lou = await quality.server.logIn('reviewer');
  ina = await quality.server.logIn('lead');
  max = await quality.server.logIn('lead');
});
after(() => quality.server.close());

const proposal = {
  category: 'harass.bully',
  messages: [
    { from: 'reporter', text: 'Please leave me alone.', reported: false },
    { from: 'subject', text: 'Nobody in this class likes you.', reported: true },
  ],
  statement: 'This goes on every day.',
  action: 'warn',
  policyId: 'threats',
  reasoning: 'Mean words without a threat: the mildest step that tells the person.',
};
const propose = (who: TestSession, body: object = proposal) => quality.call(who, 'POST', '/v1/quality/golden', body);
const answerGolden = (who: TestSession, goldenId: string, answer: string) =>
  quality.call(who, 'POST', `/v1/quality/golden/${goldenId}/answer`, { answer, reason: 'as we talked about' });

test('whoever invited the author less than a week ago does not agree to their golden case; a third one does', async () => {
  const sam = await quality.server.logIn('lead');
  const invited = { staffId: max.staffId, action: 'staff.invite', object: `staff:${sam.staffId}`, details: {} };
  await quality.server.deps.database.transaction((tx) => recordAudit(tx, invited));
  const golden = GoldenCase.parse((await propose(sam)).json());
  assert.equal(quality.codeOf(await answerGolden(max, golden.goldenId, 'agree')), 'not-independent');
  assert.equal(GoldenCase.parse((await answerGolden(ina, golden.goldenId, 'refuse')).json()).state, 'refused');
});

test('a lead cannot mark a golden case alone, by no way; a second one agrees', async () => {
  assert.equal((await propose(kim)).statusCode, 403);
  assert.equal(quality.codeOf(await propose(ina, { ...proposal, category: 'no.such' })), 'invalid-request');
  const golden = GoldenCase.parse((await propose(ina)).json());
  assert.equal(golden.state, 'proposed');
  assert.equal(quality.codeOf(await answerGolden(ina, golden.goldenId, 'agree')), 'same-person');
  const { pool } = quality.server.deps.database;
  const alone = pool.query(
    `update golden_case set state = 'agreed', answered_by = proposed_by, answered_at = now() where golden_id = $1`,
    [golden.goldenId],
  );
  await assert.rejects(alone, /check constraint/);
  assert.equal(GoldenCase.parse((await answerGolden(max, golden.goldenId, 'agree')).json()).state, 'agreed');
  assert.equal(quality.codeOf(await answerGolden(max, golden.goldenId, 'refuse')), 'quality-closed');
});

test('a golden case stands in no queue, and comes in the shape of a real one only while a real one waits', async () => {
  const open = CaseList.parse((await quality.call(kim, 'GET', '/v1/cases')).json());
  assert.equal(open.openCount, 0);
  assert.equal((await quality.call(lou, 'POST', '/v1/quality/reviews/take-next')).statusCode, 404);
  await quality.decided(kim, 'real@x');
  await quality.draw();

  const golden = QualityReview.parse((await quality.call(lou, 'POST', '/v1/quality/reviews/take-next')).json());
  const shown = await quality.look(lou, golden.reviewId);
  assert.ok(JSON.stringify(shown.conversation).includes('Nobody in this class'));
  const nan = await quality.server.logIn('lead', 'reviewer');
  const real = await quality.take(nan);
  const seen = await quality.look(nan, real.reviewId);
  const shapeOf = (value: unknown): unknown =>
    Array.isArray(value)
      ? value.slice(0, 1).map(shapeOf)
      : typeof value === 'object' && value !== null
        ? Object.fromEntries(Object.entries(value).map(([key, one]) => [key, shapeOf(one)]))
        : value === null
          ? 'null or text'
          : typeof value;
  const plain = ({ reports, policies, strikes, ...rest }: QualityReview) => ({
    ...rest,
    reports: reports.length,
    policies,
    strikes,
  });
  assert.deepEqual(shapeOf(plain(golden)), shapeOf(plain(real)), 'nobody can tell by the fields');
  const messageOf = (view: QualityViewShape) => {
    const [message] = view.conversation;
    return message?.type === 'message' ? Object.keys(message).sort() : [];
  };
  assert.deepEqual(messageOf(shown), messageOf(seen));
  assert.deepEqual([golden.level, golden.subject.hubId], ['VERIFIED', real.subject.hubId]);
  assert.ok(/^[0-9a-f-]{36}$/.test(shown.viewId));
  const times = { visibleMs: 5, attachments: [], pictures: [], ended: true };
  for (const [who, reviewId, viewId] of [
    [lou, golden.reviewId, shown.viewId],
    [nan, real.reviewId, seen.viewId],
  ] as const) {
    const told = await quality.call(who, 'PATCH', `/v1/quality/reviews/${reviewId}/views/${viewId}`, times);
    assert.equal(told.statusCode, 204, told.body);
  }

  const response = await quality.answer(lou, golden.reviewId, 'suspend');
  const result = QualityResult.parse(response.json());
  assert.deepEqual([result.kind, result.caseId, result.sameAction, result.samePolicy], ['golden', null, false, true]);
  assert.equal(result.other.reason, proposal.reasoning);
});

type QualityViewShape = (typeof QualityView)['_output'];

test('the same golden case comes once to each, and never to who can read the answers', async () => {
  for (const name of ['two@x', 'three@x']) await quality.decided(kim, name);
  await quality.draw();
  const next = await quality.take(lou);
  assert.ok(next.subject.kind === 'account' && next.subject.accountId.endsWith('@x'), 'a real one');
  const lead = await quality.take(max);
  assert.ok(lead.subject.kind === 'account' && lead.subject.accountId.endsWith('@x'));
  assert.equal((await quality.call(lou, 'GET', '/v1/quality/golden')).statusCode, 403);
});
