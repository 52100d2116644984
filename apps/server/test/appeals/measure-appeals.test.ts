/** Appeals against a warning or a pause for misuse: made inside the app, heard by somebody else, with the four criteria. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { createWellhouse, memoryStorage } from '@wellhouse/client';
import { Measure, MeasureHearing, MeasureHearingPage, OwnAppeal, ReportingStanding } from '@wellhouse/protocol';
import { appealUntil } from '../../src/notices/appeal-period.ts';
import { post } from '../support/reporting.ts';
import { disclose, samplePayload } from '../support/sample-hub.ts';
import type { TestSession } from '../support/test-server.ts';
import { codeOf, type Scene, startScene } from './scene.ts';

const words = 'Two of them were right, and nobody told me.';
const answer = 'Two of the reports were right; we should have seen it.';

let scene: Scene;
let kim: TestSession;
let lou: TestSession;
let serverUrl: string;
before(async () => {
  scene = await startScene();
  serverUrl = await scene.server.listen();
  kim = await scene.server.logIn('lead', 'reviewer');
  lou = await scene.server.logIn('reviewer');
});
after(() => scene.server.close());

const take = async (accountId: string, more: object): Promise<Measure> => {
  const reason = 'You reported people again and again for nothing at all.';
  const body = { hubId: scene.hub.hubId, accountId, of: 'report', kind: 'warn', days: null, reason, ...more };
  const made = await scene.call(kim, 'POST', '/v1/misuse/measures', body);
  assert.equal(made.statusCode, 201, made.body);
  return Measure.parse(made.json());
};

/** A case for nothing, reported by the account and marked as that. */
async function unfounded(accountId: string, intention: string): Promise<string> {
  const found = await scene.decided(kim, 'no-action', { reporters: [accountId] });
  const marked = await scene.call(kim, 'POST', `/v1/cases/${found.caseId}/unfounded`, {
    ...{ gravity: 'grave', intention, reason: 'An ordinary greeting.' },
    reportIds: [found.receipt.reportId],
  });
  assert.equal(marked.statusCode, 204, marked.body);
  return found.caseId;
}

/** An account that was warned for two and paused by the same lead for a third. */
async function paused() {
  const accountId = `${randomUUID()}@x`;
  const cases = [await unfounded(accountId, 'unclear'), await unfounded(accountId, 'deliberate')];
  const warning = await take(accountId, {});
  cases.push(await unfounded(accountId, 'deliberate'));
  const pause = await take(accountId, { kind: 'pause', days: 30 });
  // Every process knows of it a few seconds later.
  scene.server.advance(6_000);
  return { accountId, warning, pause, cases };
}

const as = (accountId: string) => ({
  authorization: `Bearer ${scene.hub.token(accountId, { now: scene.server.deps.clock().getTime() })}`,
});
const appeal = (accountId: string, measureId: string, more: object = {}) =>
  scene.server.app.inject({
    method: 'POST',
    url: `/v1/reporting-standing/${measureId}/appeal`,
    headers: as(accountId),
    payload: { appealId: randomUUID(), statement: words, locale: 'de', ...more },
  });
const own = async (accountId: string, measureId: string) =>
  OwnAppeal.parse(
    (
      await scene.server.app.inject({ url: `/v1/reporting-standing/${measureId}/appeal`, headers: as(accountId) })
    ).json(),
  );
const standing = async (accountId: string) =>
  ReportingStanding.parse(
    (await scene.server.app.inject({ url: '/v1/reporting-standing', headers: as(accountId) })).json(),
  );
const page = async (who: TestSession, measureId: string) =>
  MeasureHearingPage.parse((await scene.call(who, 'GET', `/v1/misuse/measures/${measureId}/appeal`)).json());
const decide = (who: TestSession, measureId: string, outcome: string) =>
  scene.call(who, 'POST', `/v1/misuse/measures/${measureId}/appeal/outcome`, { outcome, reason: answer });
const listed = async (who: TestSession, state: string) =>
  MeasureHearing.array().parse((await scene.call(who, 'GET', `/v1/misuse/appeals?state=${state}`)).json().hearings);

test('who is paused appeals on the device, who paused cannot hear it, and overturned the pause has never been', async () => {
  const { accountId, pause, cases } = await paused();
  const now = () => scene.server.deps.clock().getTime();
  const device = createWellhouse({
    ...{ serverUrl, hubId: scene.hub.hubId, accountId, storage: memoryStorage(), locale: 'de', clock: now },
    getReporterToken: async () => scene.hub.token(accountId, { now: now() }),
  });
  const spam = () => samplePayload({ category: 'spam.bulk', evidence: [disclose(scene.hub.send())] });
  assert.equal(codeOf(await post(scene.server, scene.hub, spam(), { reporter: accountId })), 'reporting-paused');
  const told = await device.reportingStanding();
  assert.equal(told?.report.pause?.measureId, pause.measureId);
  const target = { kind: 'measure', measureId: pause.measureId } as const;
  assert.equal((await device.refreshAppeal(target))?.refusal, null);
  await device.makeAppeal(target, words);
  await device.flush();
  const made = await device.getAppeal(target);
  assert.deepEqual([made?.state, made?.statement], ['received', null]);

  const [seen] = (await listed(kim, 'open')).filter((one) => one.accountId === accountId);
  assert.deepEqual([seen?.own, (seen?.eligible ?? 0) > 0], [true, true]);
  assert.equal(codeOf(await decide(kim, pause.measureId, 'uphold')), 'not-independent');
  const read = await page(lou, pause.measureId);
  assert.equal(read.statement, words);
  const figures = { unfounded: 3, total: 3, share: 1, grave: 3, deliberate: 2 };
  assert.deepEqual(read.figures, figures, 'the four criteria');
  assert.deepEqual(read.summary.measure.figures, figures, 'and as they were');
  assert.deepEqual(new Set(read.marks.map(({ caseId }) => caseId)), new Set(cases), 'and what they count');

  assert.equal((await decide(lou, pause.measureId, 'overturn')).statusCode, 200);
  const heard = (await page(kim, pause.measureId)).heard;
  assert.deepEqual([heard?.outcome, heard?.by.staffId, heard?.reason], ['overturn', lou.staffId, answer]);
  assert.deepEqual(heard?.figures, figures, 'written down');
  await device.refresh();
  const answered = await device.getAppeal(target);
  assert.deepEqual([answered?.state, answered?.reason], ['overturned', answer]);
  const after = await standing(accountId);
  assert.deepEqual([after.report.pause, after.report.lifted?.measureId], [null, pause.measureId]);
  scene.server.advance(6_000);
  assert.equal((await post(scene.server, scene.hub, spam(), { reporter: accountId })).statusCode, 201);
  assert.equal(codeOf(await decide(lou, pause.measureId, 'uphold')), 'hearing-closed');
  assert.equal(codeOf(await appeal(accountId, pause.measureId)), 'appeal-made', 'once');
  assert.equal((await listed(lou, 'decided'))[0]?.accountId, accountId);
  device.close();
});

test('an appeal that is turned down leaves the pause, with a reason; a second one is refused', async () => {
  const { accountId, pause } = await paused();
  const body = { appealId: randomUUID() };
  const first = await appeal(accountId, pause.measureId, body);
  assert.equal(first.statusCode, 201, first.body);
  assert.equal((await appeal(accountId, pause.measureId, body)).body, first.body, 'sent again it is one');
  assert.equal(
    codeOf(await appeal(accountId, pause.measureId, { ...body, statement: 'Other words.' })),
    'idempotency-key-reused',
  );
  assert.equal((await decide(lou, pause.measureId, 'uphold')).statusCode, 200);
  const { appeal: view, refusal } = await own(accountId, pause.measureId);
  assert.deepEqual([view?.status, view?.outcome?.reason, refusal], ['upheld', answer, 'appeal-made']);
  assert.equal((await standing(accountId)).report.pause?.measureId, pause.measureId);
});

test('a warning that falls takes the pause with it that needed it', async () => {
  const { accountId, warning } = await paused();
  assert.equal((await appeal(accountId, warning.measureId)).statusCode, 201);
  assert.equal((await decide(lou, warning.measureId, 'overturn')).statusCode, 200);
  const { report } = await standing(accountId);
  assert.deepEqual([report.warning, report.pause], [null, null]);
});

test('whose appealing is paused can appeal against that, and not against a decision', async () => {
  const accountId = `${randomUUID()}@x`;
  const appealForNothing = async () => {
    const found = await scene.decided(kim, 'no-action', { reporters: [accountId] });
    const made = scene.made(await scene.appealReport(found.receipt));
    const hearing = await scene.claim(lou, await scene.hearingOf(found.decision.decisionId));
    const reasons = { person: null, reporter: answer };
    const outcome = { outcome: 'uphold', reasons, unfounded: [made.appealId] };
    assert.equal((await scene.decide(lou, hearing.hearingId, outcome)).statusCode, 200);
  };
  await appealForNothing();
  await take(accountId, { of: 'appeal' });
  await appealForNothing();
  const pause = await take(accountId, { of: 'appeal', kind: 'pause', days: 7 });
  const other = await scene.decided(kim, 'no-action', { reporters: [accountId] });
  assert.equal(codeOf(await scene.appealReport(other.receipt)), 'appealing-paused');
  assert.equal((await appeal(accountId, pause.measureId)).statusCode, 201);
});

test('another account’s measure does not exist, one that was taken back needs no appeal, and six months are the end', async () => {
  const { accountId, warning, pause } = await paused();
  assert.equal(codeOf(await appeal(`${randomUUID()}@x`, pause.measureId)), 'not-found');
  const until = (await own(accountId, pause.measureId)).until ?? '';
  assert.equal(until, appealUntil(new Date(pause.at)).toISOString());
  const ahead = Date.parse(until) - scene.server.deps.clock().getTime() + 60_000;
  scene.server.advance(ahead);
  try {
    assert.equal(codeOf(await appeal(accountId, pause.measureId)), 'appeal-over');
  } finally {
    scene.server.advance(-ahead);
  }
  const end = { reason: 'It was a mistake.' };
  assert.equal((await scene.call(kim, 'POST', `/v1/misuse/measures/${warning.measureId}/end`, end)).statusCode, 200);
  assert.equal(codeOf(await appeal(accountId, warning.measureId)), 'decision-closed');
});

test('what is taken back while the appeal waits is answered as that', async () => {
  const { accountId, pause } = await paused();
  await appeal(accountId, pause.measureId);
  const end = { reason: 'It was a mistake.' };
  await scene.call(kim, 'POST', `/v1/misuse/measures/${pause.measureId}/end`, end);
  assert.deepEqual((await page(lou, pause.measureId)).outcomes, ['overturn']);
  assert.equal(codeOf(await decide(lou, pause.measureId, 'uphold')), 'invalid-request');
  assert.equal((await decide(lou, pause.measureId, 'overturn')).statusCode, 200);
});

test('the words stand under a key of their own, that they were read is logged, and the table refuses who paused', async () => {
  const { accountId, pause } = await paused();
  await appeal(accountId, pause.measureId);
  const { kysely } = scene.server.deps.database;
  const row = await kysely
    .selectFrom('measure_appeal')
    .selectAll()
    .where('measure_id', '=', pause.measureId)
    .executeTakeFirstOrThrow();
  assert.equal(row.statement.includes(Buffer.from(words)), false);
  await page(lou, pause.measureId);
  const logged = await kysely
    .selectFrom('audit_entry')
    .select('staff_id')
    .where('action', '=', 'appeal.view')
    .where('object', '=', `account:${scene.hub.hubId}/${accountId}`)
    .execute();
  assert.deepEqual(logged, [{ staff_id: lou.staffId }]);
  const forced = kysely
    .updateTable('measure_appeal')
    .set({ outcome: 'uphold', heard_by: kim.staffId, heard_at: new Date(), reason: 'no', figures: '{}' })
    .where('measure_id', '=', pause.measureId)
    .execute();
  await assert.rejects(forced, { constraint: 'measure_appeal_independent' });
});

test('who warned before another paused, and on whose word alone it rests, does not hear it; a third person does', async () => {
  const { accountId, warning, pause } = await paused();
  const { pool } = scene.server.deps.database;
  const ina = await scene.server.logIn('reviewer');
  // As if another one had taken the pause, and a third one had marked all that it is about.
  await pool.query('update misuse_measure set taken_by = $1 where measure_id = $2', [lou.staffId, pause.measureId]);
  await pool.query('update misuse_mark set marked_by = $1 where account_id = $2', [ina.staffId, accountId]);
  assert.equal((await appeal(accountId, pause.measureId)).statusCode, 201);
  for (const who of [kim, lou, ina]) {
    assert.equal((await page(who, pause.measureId)).summary.own, true);
    assert.equal(codeOf(await decide(who, pause.measureId, 'uphold')), 'not-independent');
  }
  const third = await scene.server.logIn('reviewer');
  assert.equal((await page(third, pause.measureId)).summary.own, false);
  assert.equal((await decide(third, pause.measureId, 'overturn')).statusCode, 200);
  assert.equal((await standing(accountId)).report.warning?.measureId, warning.measureId);
});
