/** From a suspension to a restored account: the client, the server over HTTP, two people, and the hub's webhook. */
import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { createServer } from 'node:net';
import { after, before, test } from 'node:test';
import { createWellhouse, memoryStorage, type Wellhouse } from '@wellhouse/client';
import { encodeStamp } from '@wellhouse/franking';
import { CaseSummary, DecisionView, HearingSummary } from '@wellhouse/protocol';
import { appealUntil } from '../../src/notices/appeal-period.ts';
import { startWebhookTarget, type WebhookTarget } from '../faults/support/webhook-target.ts';
import { caseOf } from '../support/reporting.ts';
import { ana, group } from '../support/sample-hub.ts';
import type { TestSession } from '../support/test-server.ts';
import { codeOf, reasonForPerson, reasonForReporter, type Scene, startScene, statement } from './scene.ts';

const minuteMs = 60_000;
const why = 'You wrote that you would wait for her after school.';

let scene: Scene;
let target: WebhookTarget;
let serverUrl: string;
let kim: TestSession;
let lou: TestSession;
const clients: Wellhouse[] = [];

before(async () => {
  const secret = `whsec_${randomBytes(32).toString('base64')}`;
  target = await startWebhookTarget(await freePort(), secret);
  scene = await startScene({ url: target.url, secret });
  serverUrl = await scene.server.listen();
  // Both may do everything: only their part in the case tells them apart.
  kim = await scene.server.logIn('lead', 'reviewer');
  lou = await scene.server.logIn('lead', 'reviewer');
});
after(async () => {
  for (const client of clients) client.close();
  await scene.server.close();
  await target.down();
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('find no free port');
  return address.port;
}

/** The device of one account, that talks to the server over the network as it stands. */
function deviceOf(accountId: string): Wellhouse {
  const now = () => scene.server.deps.clock().getTime();
  const client = createWellhouse({
    serverUrl,
    hubId: scene.hub.hubId,
    accountId,
    storage: memoryStorage(),
    locale: 'de',
    clock: now,
    getReporterToken: async () => scene.hub.token(accountId, { groups: [group], now: now() }),
  });
  clients.push(client);
  return client;
}

/** A message of a fresh account, reported by the device's account; nobody has decided yet. */
async function reported(reporter: Wellhouse) {
  const sender = `${randomUUID()}@messenger.test`;
  const { content, stamp } = scene.hub.send({ sender, text: 'I wait for you after school.' });
  const draft = await reporter.draft({ messages: [{ content, stamp: encodeStamp(stamp) }], reported: 0 });
  draft.set({ category: 'threat.violence', wantsNotices: true });
  const { reportId } = await (await reporter.send(await draft.preview())).delivered;
  await scene.server.worker.drain();
  const file = await caseOf(scene.server, reportId);
  return { sender, reportId, caseId: file.case_id };
}

async function decide(who: TestSession, caseId: string, action: 'suspend' | 'no-action') {
  CaseSummary.parse((await scene.call(who, 'POST', `/v1/cases/${caseId}/claim`)).json());
  const acts = action === 'suspend';
  const answer = await scene.call(who, 'POST', `/v1/cases/${caseId}/decisions`, {
    action,
    policyId: acts ? 'threats' : null,
    reason: why,
    days: acts ? 300 : null,
    reportCount: 1,
    departedWhy: acts ? 'He had been told twice by his school.' : null,
  });
  assert.equal(answer.statusCode, 201, answer.body);
  await scene.server.worker.drain();
  return DecisionView.parse(answer.json());
}

const heardBy = (accountId: string) =>
  target.taken.map(({ event }) => event).filter(({ data }) => 'accountId' in data && data.accountId === accountId);
const recordOf = (reporter: string) =>
  scene.server.deps.database.kysely
    .selectFrom('reporter_record')
    .select(['upheld', 'dismissed'])
    .where('reporter', '=', reporter)
    .executeTakeFirst();

test('a suspension is appealed against on the device, kept from its author, overturned by another, and all of it is put right', async () => {
  const reporterId = `${randomUUID()}@messenger.test`;
  const reporter = deviceOf(reporterId);
  const { sender, reportId, caseId } = await reported(reporter);
  const person = deviceOf(sender);
  const decision = await decide(kim, caseId, 'suspend');
  const [suspended] = heardBy(sender);
  assert.ok(suspended?.type === 'account.suspended', 'the hub was told, by a signed event');
  assert.equal(suspended.data.notice.decisionId, decision.decisionId);
  assert.deepEqual(await recordOf(reporterId), { upheld: 1, dismissed: 0 });

  const decided = { kind: 'decision', decisionId: suspended.data.notice.decisionId } as const;
  const own = { kind: 'report', reportId } as const;
  assert.equal((await person.refreshAppeal(decided))?.refusal, null);
  await person.makeAppeal(decided, statement);
  await reporter.refresh();
  await reporter.makeAppeal(own, 'I am still afraid of him.');
  await Promise.all([person.flush(), reporter.flush()]);
  assert.equal((await person.getAppeal(decided))?.state, 'received');
  assert.equal((await person.getAppeal(decided))?.statement, null, 'the words have left the phone');
  assert.equal((await reporter.getAppeal(own))?.state, 'received');

  const hearingId = await scene.hearingOf(decision.decisionId);
  const outcome = {
    outcome: 'overturn',
    appealCount: 2,
    reasons: { person: reasonForPerson, reporter: reasonForReporter },
  };
  assert.equal(codeOf(await scene.call(kim, 'POST', `/v1/hearings/${hearingId}/claim`)), 'not-independent');
  assert.equal(codeOf(await scene.call(kim, 'POST', '/v1/hearings/claim-next')), 'queue-empty');
  assert.equal(codeOf(await scene.decide(kim, hearingId, outcome)), 'not-independent');

  const next = HearingSummary.parse((await scene.call(lou, 'POST', '/v1/hearings/claim-next')).json());
  assert.equal(next.hearingId, hearingId);
  assert.ok((await scene.pageOf(lou, hearingId)).appeals.some((one) => one.statement === statement));
  const heard = await scene.decide(lou, hearingId, outcome);
  assert.equal(heard.statusCode, 200, heard.body);
  await scene.server.worker.drain();

  const events = heardBy(sender);
  assert.deepEqual(
    events.map(({ type }) => type),
    ['account.suspended', 'account.restored'],
  );
  const restored = events.at(-1);
  assert.ok(restored?.type === 'account.restored');
  assert.deepEqual(restored.data.standing, { banned: false, suspendedUntil: null, limitedUntil: null });
  assert.equal(restored.data.notice.reason, reasonForPerson);
  assert.equal(target.taken.filter(({ event }) => event.type === 'account.restored').length, 1, 'once');

  const { kysely } = scene.server.deps.database;
  const strikes = await kysely
    .selectFrom('strike')
    .select(['ended_why'])
    .where('decision_id', '=', decision.decisionId)
    .execute();
  assert.deepEqual(strikes, [{ ended_why: 'appeal' }], 'nothing is left on the record');
  assert.deepEqual(await recordOf(reporterId), { upheld: 0, dismissed: 1 }, 'nor for who reported it');

  await Promise.all([person.refresh(), reporter.refresh()]);
  const [forPerson, forReporter] = [await person.getAppeal(decided), await reporter.getAppeal(own)];
  assert.deepEqual([forPerson?.state, forPerson?.reason], ['overturned', reasonForPerson]);
  assert.deepEqual([forReporter?.state, forReporter?.reason], ['overturned', reasonForReporter]);
  const report = (await reporter.reports()).find((one) => one.reportId === reportId);
  assert.equal(report?.decision?.outcome, 'no-action');

  await assert.rejects(person.makeAppeal(decided, 'Once more.'), { code: 'appeal-made' });
  assert.equal(codeOf(await scene.appealAs(sender, decision.decisionId)), 'appeal-made');
  assert.equal(codeOf(await scene.decide(lou, hearingId, outcome)), 'hearing-closed');
});

test('a dismissed report is appealed against by who made it, decided anew by another, and the new decision counts', async () => {
  const reporterId = `${randomUUID()}@messenger.test`;
  const reporter = deviceOf(reporterId);
  const { sender, reportId, caseId } = await reported(reporter);
  const dismissed = await decide(kim, caseId, 'no-action');
  assert.deepEqual(await recordOf(reporterId), { upheld: 0, dismissed: 1 });
  const own = { kind: 'report', reportId } as const;
  await reporter.refresh();
  await reporter.makeAppeal(own, 'He wrote it to me, not as a joke.');
  await reporter.flush();

  const hearingId = await scene.hearingOf(dismissed.decisionId);
  assert.equal(codeOf(await scene.call(kim, 'POST', `/v1/hearings/${hearingId}/claim`)), 'not-independent');
  await scene.claim(lou, hearingId);
  const reasons = { person: null, reporter: reasonForReporter };
  assert.equal((await scene.decide(lou, hearingId, { outcome: 'reopen', reasons })).statusCode, 200);
  await reporter.refresh();
  assert.deepEqual((await reporter.getAppeal(own))?.state, 'reopened');
  assert.equal((await recordOf(reporterId))?.dismissed, 0, 'nothing is held against them while it is open');
  assert.deepEqual(heardBy(sender), [], 'the person has heard nothing yet');

  const anew = await decide(lou, caseId, 'suspend');
  await reporter.refresh();
  const report = (await reporter.reports()).find((one) => one.reportId === reportId);
  assert.equal(report?.decision?.outcome, 'action-taken');
  assert.deepEqual(await recordOf(reporterId), { upheld: 1, dismissed: 0 });
  assert.deepEqual(
    heardBy(sender).map(({ type }) => type),
    ['account.suspended'],
  );
  const person = deviceOf(sender);
  const decided = { kind: 'decision', decisionId: anew.decisionId } as const;
  await person.makeAppeal(decided, statement);
  await person.flush();
  const again = await scene.hearingOf(anew.decisionId);
  for (const who of [kim, lou]) {
    assert.equal(codeOf(await scene.call(who, 'POST', `/v1/hearings/${again}/claim`)), 'not-independent');
  }
});

test('the way is open to the last minute of six calendar months from being told, for both sides, and closed after it', async () => {
  const reporter = deviceOf(ana);
  const { sender, reportId, caseId } = await reported(reporter);
  const person = deviceOf(sender);
  const decision = await decide(kim, caseId, 'suspend');
  await reporter.refresh();
  const told = scene.server.deps.clock();
  const decided = { kind: 'decision', decisionId: decision.decisionId } as const;
  const own = { kind: 'report', reportId } as const;
  const until = (await person.refreshAppeal(decided))?.until ?? 0;
  const months = (date: Date) => date.getUTCFullYear() * 12 + date.getUTCMonth();
  assert.equal(months(new Date(until)) - months(told), 6);
  assert.ok(Math.abs(until - appealUntil(told).getTime()) < minuteMs);
  // From a spring day on it is 184 days, and day 183 is in time: months count, and no number of days.
  assert.equal(appealUntil(new Date('2027-03-01T10:00:00Z')).toISOString(), '2027-09-01T10:00:00.000Z');

  const lastMinute = until - told.getTime() - 2 * minuteMs;
  scene.server.advance(lastMinute);
  try {
    assert.equal((await person.refreshAppeal(decided))?.refusal, null);
    assert.equal((await reporter.refreshAppeal(own))?.refusal, null);
    scene.server.advance(5 * minuteMs);
    try {
      assert.equal((await person.refreshAppeal(decided))?.refusal, 'appeal-over');
      assert.equal((await reporter.refreshAppeal(own))?.refusal, 'appeal-over');
      await person.makeAppeal(decided, statement);
      await person.flush();
      const late = await person.getAppeal(decided);
      assert.deepEqual([late?.state, late?.problem?.code], ['refused', 'appeal-over']);
      assert.equal(late?.statement, statement, 'the words stay with who wrote them, for the other way');
    } finally {
      scene.server.advance(-5 * minuteMs);
    }
    const other = deviceOf(sender);
    await other.makeAppeal(decided, statement);
    await other.flush();
    assert.equal((await other.getAppeal(decided))?.state, 'received');
  } finally {
    scene.server.advance(-lastMinute);
  }
});
