import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { Measure, MisuseAccount, ReportingStanding } from '@wellhouse/protocol';
import { caseOf, post, readReport, report, seal } from '../support/reporting.ts';
import { disclose, group, samplePayload } from '../support/sample-hub.ts';
import type { TestSession } from '../support/test-server.ts';
import { codeOf, reasonForReporter, type Scene, startScene } from './scene.ts';

let scene: Scene;
let kim: TestSession;
let lou: TestSession;
before(async () => {
  scene = await startScene();
  kim = await scene.server.logIn('lead', 'reviewer');
  lou = await scene.server.logIn('lead', 'reviewer');
});
after(() => scene.server.close());

const reason = 'You reported people again and again for nothing at all.';
const measure = (accountId: string, more: object = {}) =>
  scene.call(kim, 'POST', '/v1/misuse/measures', {
    hubId: scene.hub.hubId,
    accountId,
    of: 'report',
    kind: 'warn',
    days: null,
    reason,
    ...more,
  });
const pause = (accountId: string, days = 7) => measure(accountId, { kind: 'pause', days });
const accountOf = async (accountId: string) => {
  const { accounts } = (await scene.call(kim, 'GET', '/v1/misuse')).json();
  return MisuseAccount.array()
    .parse(accounts)
    .find((one) => one.accountId === accountId);
};
const standingOf = async (accountId: string) => {
  const token = scene.hub.token(accountId, { now: scene.server.deps.clock().getTime() });
  const url = '/v1/reporting-standing';
  const answer = await scene.server.app.inject({ url, headers: { authorization: `Bearer ${token}` } });
  return ReportingStanding.parse(answer.json());
};
const mark = (who: TestSession, caseId: string, reportIds: readonly string[], more: object = {}) =>
  scene.call(who, 'POST', `/v1/cases/${caseId}/unfounded`, {
    reportIds,
    gravity: 'minor',
    intention: 'unclear',
    reason: 'An ordinary greeting.',
    ...more,
  });

/** A case for nothing, reported by the account and marked as that. */
async function unfounded(reporter: string, more: object = {}) {
  const found = await scene.decided(kim, 'no-action', { reporters: [reporter] });
  const answer = await mark(kim, found.caseId, [found.receipt.reportId], more);
  assert.equal(answer.statusCode, 204, answer.body);
  return found;
}

async function warnedAndPaused(reporter: string) {
  for (let n = 0; n < 3; n += 1) await unfounded(reporter);
  assert.equal((await measure(reporter)).statusCode, 201);
  for (let n = 0; n < 2; n += 1) await unfounded(reporter);
  const taken = Measure.parse((await pause(reporter)).json());
  // Every process knows of it a few seconds later.
  scene.server.advance(6_000);
  return taken;
}

test('figures follow what was marked, propose a warning, then a pause, and are written down with each', async () => {
  const reporter = `${randomUUID()}@x`;
  await unfounded(reporter);
  await unfounded(reporter, { gravity: 'grave' });
  assert.equal((await accountOf(reporter))?.proposal, null);
  await unfounded(reporter);
  const figures = { unfounded: 3, total: 3, share: 1, grave: 1, deliberate: 0 };
  assert.deepEqual((await accountOf(reporter))?.figures, figures);
  assert.equal((await accountOf(reporter))?.proposal, 'warn');
  assert.deepEqual(Measure.parse((await measure(reporter)).json()).figures, figures);
  assert.equal((await accountOf(reporter))?.proposal, null);
  await unfounded(reporter);
  await unfounded(reporter);
  assert.equal((await accountOf(reporter))?.proposal, 'pause');
  assert.equal((await pause(reporter)).statusCode, 201);
  const record = await accountOf(reporter);
  assert.equal(record?.proposal, null);
  assert.deepEqual(
    record?.measures.map(({ kind }) => kind),
    ['pause', 'warn'],
  );
});

test('a pause without a warning, on nothing, twice or for longer than ninety days is refused', async () => {
  const reporter = `${randomUUID()}@x`;
  assert.equal(codeOf(await measure(reporter)), 'not-found');
  await unfounded(reporter);
  assert.equal(codeOf(await pause(reporter)), 'warning-first');
  const warning = Measure.parse((await measure(reporter)).json());
  const ended = { reason: 'It was a mistake.' };
  assert.equal((await scene.call(kim, 'POST', `/v1/misuse/measures/${warning.measureId}/end`, ended)).statusCode, 200);
  assert.equal(codeOf(await pause(reporter)), 'warning-first', 'a warning that was taken back is none');
  assert.equal(
    codeOf(await scene.call(kim, 'POST', `/v1/misuse/measures/${warning.measureId}/end`, ended)),
    'measure-closed',
  );
  await measure(reporter);
  assert.equal(codeOf(await pause(reporter)), 'warning-first', 'nothing was unfounded since');
  await unfounded(reporter);
  assert.equal(codeOf(await pause(reporter, 91)), 'invalid-request');
  assert.equal(codeOf(await measure(reporter, { days: 7 })), 'invalid-request');
  assert.equal((await pause(reporter)).statusCode, 201);
  assert.equal(codeOf(await pause(reporter)), 'invalid-request');
});

test('nobody is warned and silenced in one breath, by one report, by old ones, or by saying it again', async () => {
  const victim = `${randomUUID()}@x`;
  const before = [await unfounded(victim), await unfounded(victim)];
  const late = await scene.decided(kim, 'no-action', { reporters: [victim] });
  assert.equal((await measure(victim)).statusCode, 201);
  scene.server.advance(60_000);
  for (const one of before) await mark(kim, one.caseId, [one.receipt.reportId], { gravity: 'grave' });
  await mark(kim, late.caseId, [late.receipt.reportId], { intention: 'deliberate' });
  assert.equal((await accountOf(victim))?.figures.unfounded, 3);
  assert.equal(codeOf(await pause(victim)), 'warning-first');
  await unfounded(victim);
  assert.equal((await pause(victim)).statusCode, 201, 'who goes on after the warning can be paused');
});

test('a paused account is refused with until when, and not those whose life or child is at stake', async () => {
  const reporter = `${randomUUID()}@x`;
  const taken = await warnedAndPaused(reporter);
  const message = scene.hub.send({ sender: `${randomUUID()}@x` });
  const evidence = [disclose(message)];
  const spam = samplePayload({ category: 'spam.bulk', evidence });
  const refused = await post(scene.server, scene.hub, spam, { reporter });
  assert.equal(codeOf(refused), 'reporting-paused');
  assert.ok(refused.json().detail.includes(taken.until));

  const danger = samplePayload({ category: 'threat.life', answers: { danger: 'now', about: 'me' }, evidence });
  assert.equal(codeOf(await post(scene.server, scene.hub, danger, { reporter })), 'reporting-paused');
  const urgent = await submitUrgent(reporter, danger);
  assert.equal(urgent.statusCode, 201, urgent.body);
  await scene.server.worker.drain();
  assert.equal((await caseOf(scene.server, danger.reportId)).danger, true);

  const standing = await standingOf(reporter);
  assert.equal(standing.report.pause?.until, taken.until);
  assert.equal(standing.report.pause?.reason, reason);
  assert.equal(standing.appeal.pause, null);
  scene.server.advance(7 * 86_400_000);
  assert.equal((await post(scene.server, scene.hub, spam, { reporter })).statusCode, 201);
  scene.server.advance(-7 * 86_400_000);
});

async function submitUrgent(reporter: string, payload: ReturnType<typeof samplePayload>) {
  const sealed = await seal(scene.server, scene.hub.hubId, payload.reportId, payload);
  const now = scene.server.deps.clock().getTime();
  return scene.server.app.inject({
    method: 'POST',
    url: '/v1/reports',
    headers: {
      authorization: `Bearer ${scene.hub.token(reporter, { groups: [group], now })}`,
      'idempotency-key': payload.reportId,
    },
    payload: {
      reportId: payload.reportId,
      sealed: Buffer.from(sealed).toString('base64url'),
      attachments: [],
      locale: 'en',
      urgent: true,
    },
  });
}

test('who calls spam urgent to get past a pause is not filed, and hears why', async () => {
  const reporter = `${randomUUID()}@x`;
  await warnedAndPaused(reporter);
  const spam = samplePayload({ category: 'spam.bulk', evidence: [disclose(scene.hub.send())] });
  const submitted = await submitUrgent(reporter, spam);
  assert.equal(submitted.statusCode, 201);
  await scene.server.worker.drain();
  const view = await readReport(scene.server, submitted.json());
  assert.deepEqual([view.status, view.problem?.code], ['unreadable', 'reporting-paused']);
});

test('what was acknowledged before a pause keeps its receipt, and the word urgent makes no other report', async () => {
  const reporter = `${randomUUID()}@x`;
  const payload = samplePayload({ evidence: [disclose(scene.hub.send())] });
  const sealed = await seal(scene.server, scene.hub.hubId, payload.reportId, payload);
  const first = await post(scene.server, scene.hub, payload, { reporter, sealed });
  await warnedAndPaused(reporter);
  const again = await post(scene.server, scene.hub, payload, { reporter, sealed });
  assert.equal(again.statusCode, 201, again.body);
  assert.equal(again.json().receiptToken, first.json().receiptToken);
});

test('reports of a case that led to an action, or of another case, cannot be called unfounded', async () => {
  const acted = await scene.decided(kim, 'warn');
  assert.equal(codeOf(await mark(kim, acted.caseId, [acted.receipt.reportId])), 'led-to-action');
  const none = await scene.decided(kim, 'no-action');
  assert.equal(codeOf(await mark(kim, none.caseId, [acted.receipt.reportId])), 'not-found');
  const viewer = await scene.server.logIn('viewer');
  assert.equal(codeOf(await mark(viewer, none.caseId, [none.receipt.reportId])), 'forbidden');
});

test('an appeal that has "no action" decided anew takes the mark out by itself', async () => {
  const reporter = `${randomUUID()}@x`;
  const { decision, receipt } = await unfounded(reporter);
  assert.equal((await accountOf(reporter))?.figures.unfounded, 1);
  await scene.appealReport(receipt);
  const hearing = await scene.claim(lou, await scene.hearingOf(decision.decisionId));
  const reasons = { person: null, reporter: reasonForReporter };
  assert.equal((await scene.decide(lou, hearing.hearingId, { outcome: 'reopen', reasons })).statusCode, 200);
  assert.equal(await accountOf(reporter), undefined);
});

test('appeals are paused apart from reports, and a reviewer without the permission takes no measure', async () => {
  const reporter = `${randomUUID()}@x`;
  const unfoundedAppeal = async () => {
    const { decision, receipt } = await scene.decided(kim, 'no-action', { reporters: [reporter] });
    const appeal = scene.made(await scene.appealReport(receipt));
    const hearing = await scene.claim(lou, await scene.hearingOf(decision.decisionId));
    const reasons = { person: null, reporter: reasonForReporter };
    const answer = { outcome: 'uphold', reasons, unfounded: [appeal.appealId] };
    assert.equal((await scene.decide(lou, hearing.hearingId, answer)).statusCode, 200);
  };
  await unfoundedAppeal();
  const of = { of: 'appeal' };
  const reviewer = await scene.server.logIn('reviewer');
  assert.equal(codeOf(await scene.call(reviewer, 'GET', '/v1/misuse')), 'forbidden');
  assert.equal((await measure(reporter, of)).statusCode, 201);
  await unfoundedAppeal();
  assert.equal((await measure(reporter, { ...of, kind: 'pause', days: 30 })).statusCode, 201);
  const other = await scene.decided(kim, 'no-action', { reporters: [reporter] });
  assert.equal(codeOf(await scene.appealReport(other.receipt)), 'appealing-paused');
  const payload = samplePayload({ evidence: [disclose(scene.hub.send())] });
  assert.ok(await report(scene.server, scene.hub, payload, { reporter }));
});

test('whoever is limited to some kinds or regions reads no account that has a mark elsewhere alone', async () => {
  const reporter = `${randomUUID()}@x`;
  await unfounded(reporter);
  const limited = await scene.server.logIn('lead', 'reviewer');
  const listed = async (limits: { limit_categories?: string[]; limit_regions?: string[] }) => {
    await scene.server.deps.database.kysely
      .updateTable('staff')
      .set({ limit_categories: null, limit_regions: null, ...limits })
      .where('staff_id', '=', limited.staffId)
      .execute();
    const { accounts } = (await scene.call(limited, 'GET', '/v1/misuse')).json();
    return MisuseAccount.array()
      .parse(accounts)
      .some((one) => one.accountId === reporter);
  };
  assert.equal(await listed({}), true);
  assert.equal(await listed({ limit_categories: ['threat'] }), true);
  assert.equal(await listed({ limit_categories: ['spam'] }), false);
  assert.equal(await listed({ limit_regions: ['FR'] }), false);
});
