import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { EnforcementEvent, HearingPage, HearingSummary } from '@wellhouse/protocol';
import { readReport } from '../support/reporting.ts';
import { ana, ben } from '../support/sample-hub.ts';
import type { TestSession } from '../support/test-server.ts';
import { codeOf, reasonForPerson, reasonForReporter, type Scene, startScene, statement } from './scene.ts';

let scene: Scene;
let kim: TestSession;
let lou: TestSession;
before(async () => {
  scene = await startScene();
  kim = await scene.server.logIn('lead', 'reviewer');
  lou = await scene.server.logIn('reviewer');
});
after(() => scene.server.close());

const outcomeOf = async (caseId: string) =>
  (
    await scene.server.deps.database.kysely
      .selectFrom('case_outcome')
      .select('outcome')
      .where('case_id', '=', caseId)
      .executeTakeFirst()
  )?.outcome;
const events = async (caseId: string) =>
  (await scene.deliveriesOf(caseId)).map(({ body }) => EnforcementEvent.parse(JSON.parse(body)));

test('the person appeals, another one hears it, and what was decided is undone and told with reasons', async () => {
  const { sender, caseId, decision, receipt } = await scene.decided(kim, 'suspend', { days: 30 });
  await scene.tell(caseId);
  const made = await scene.appealAs(sender, decision.decisionId);
  assert.equal(made.statusCode, 201, made.body);
  const appeal = scene.made(made);
  assert.match(appeal.reference, /^A-/);
  assert.equal(appeal.status, 'received');

  const hearing = await scene.claim(lou, await scene.hearingOf(decision.decisionId));
  assert.deepEqual([hearing.persons, hearing.reporters, hearing.notHearer], [1, 0, null]);
  assert.equal((await scene.ownAppeal(sender, decision.decisionId)).appeal?.status, 'in-review');
  const page = await scene.pageOf(lou, hearing.hearingId);
  assert.equal(page.appeals[0]?.statement, statement);
  assert.equal(page.appeals[0]?.locale, 'de');
  assert.deepEqual(page.outcomes, ['uphold', 'milder', 'overturn']);

  const heard = await scene.decide(lou, hearing.hearingId, { outcome: 'overturn' });
  assert.equal(heard.statusCode, 200, heard.body);
  const own = await scene.ownAppeal(sender, decision.decisionId);
  assert.equal(own.appeal?.status, 'overturned');
  assert.equal(own.appeal?.outcome?.reason, reasonForPerson);
  const last = (await events(caseId)).at(-1);
  assert.ok(last?.type === 'account.restored');
  assert.equal(last.data.notice.reason, reasonForPerson);
  assert.deepEqual(last.data.standing, { banned: false, suspendedUntil: null, limitedUntil: null });
  assert.equal((await scene.ownReportAppeal(receipt)).appeal, null, 'the reporter is told of no appeal of the person');
  assert.equal(await outcomeOf(caseId), 'dismissed', 'and turns round in the record of who reported');
  const told = await readReport(scene.server, receipt);
  assert.deepEqual([told.status, told.decision?.outcome], ['decided', 'no-action'], 'but of what stands now');
  const strikes = await scene.server.deps.database.kysely
    .selectFrom('strike')
    .select('ended_why')
    .where('decision_id', '=', decision.decisionId)
    .execute();
  assert.ok(strikes.every((strike) => strike.ended_why === 'appeal'));
});

test('what the appeal says is sealed under the key of its case, and that it was read is logged', async () => {
  const { sender, caseId, decision } = await scene.decided(kim, 'warn');
  await scene.appealAs(sender, decision.decisionId);
  const { kysely } = scene.server.deps.database;
  const row = await kysely
    .selectFrom('appeal')
    .selectAll()
    .where('decision_id', '=', decision.decisionId)
    .executeTakeFirstOrThrow();
  assert.equal(row.statement.includes(Buffer.from(statement)), false);
  await scene.pageOf(lou, row.hearing_id);
  const logged = await kysely
    .selectFrom('audit_entry')
    .select('staff_id')
    .where('action', '=', 'appeal.view')
    .where('object', '=', `case:${caseId}`)
    .execute();
  assert.deepEqual(logged, [{ staff_id: lou.staffId }]);
});

test('a milder decision takes the place of the one that fell, is told after it, and can be appealed against', async () => {
  const { sender, caseId, decision, receipt } = await scene.decided(kim, 'suspend', { days: 30 });
  await scene.tell(caseId);
  await scene.appealAs(sender, decision.decisionId);
  await scene.appealReport(receipt);
  const hearing = await scene.claim(lou, await scene.hearingOf(decision.decisionId));
  const reasons = { person: reasonForPerson, reporter: reasonForReporter };
  const wanted = { outcome: 'milder', appealCount: 2, reasons };
  const harder = await scene.decide(lou, hearing.hearingId, { ...wanted, milder: { action: 'suspend', days: 60 } });
  assert.equal(codeOf(harder), 'invalid-request');
  const answer = await scene.decide(lou, hearing.hearingId, { ...wanted, milder: { action: 'limit', days: 7 } });
  assert.equal(answer.statusCode, 200, answer.body);
  const { heard } = HearingPage.parse(answer.json());
  assert.equal(heard?.newDecision?.action, 'limit');
  assert.equal(heard?.newDecision?.policy?.policyId, 'threats');
  assert.deepEqual(
    (await events(caseId)).map(({ type }) => type),
    ['account.suspended', 'account.restored', 'account.limited'],
  );
  const own = await scene.ownAppeal(sender, decision.decisionId);
  assert.deepEqual([own.appeal?.status, own.refusal], ['partly', 'appeal-made']);
  const told = await scene.ownReportAppeal(receipt);
  assert.equal(told.appeal?.status, 'upheld', 'how hard it hit is not the reporter’s to know');
  assert.equal(told.appeal?.outcome?.reason, reasonForReporter);
  assert.equal((await readReport(scene.server, receipt)).decision?.outcome, 'action-taken');

  const next = heard?.newDecision?.decisionId ?? '';
  assert.equal((await scene.appealAs(sender, next)).statusCode, 201);
  const again = await scene.hearingOf(next);
  for (const who of [kim, lou]) {
    assert.equal(codeOf(await scene.call(who, 'POST', `/v1/hearings/${again}/claim`)), 'not-independent');
  }
});

test('a reporter appeals against "no action": the case is decided anew, and the person hears nothing of it', async () => {
  const { caseId, decision, receipt } = await scene.decided(kim, 'no-action');
  assert.equal((await readReport(scene.server, receipt)).status, 'decided');
  assert.equal((await scene.appealReport(receipt)).statusCode, 201);
  const hearing = await scene.claim(lou, await scene.hearingOf(decision.decisionId));
  assert.deepEqual((await scene.pageOf(lou, hearing.hearingId)).outcomes, ['uphold', 'reopen']);
  const overturned = { reasons: { person: null, reporter: reasonForReporter } };
  assert.equal(
    codeOf(await scene.decide(lou, hearing.hearingId, { outcome: 'overturn', ...overturned })),
    'invalid-request',
  );
  const answer = await scene.decide(lou, hearing.hearingId, { outcome: 'reopen', ...overturned });
  assert.equal(answer.statusCode, 200, answer.body);
  assert.equal((await scene.ownReportAppeal(receipt)).appeal?.status, 'reopened');
  assert.equal(await outcomeOf(caseId), undefined, 'nothing is held against who reported any more');
  assert.equal((await readReport(scene.server, receipt)).status, 'in-review');
  assert.equal((await scene.deliveriesOf(caseId)).length, 0);

  // Not by who had decided it: with them the appeal would be heard by the same person after all.
  const claim = (who: TestSession) => scene.call(who, 'POST', `/v1/cases/${caseId}/claim`);
  const decide = (who: TestSession) => {
    const body = { action: 'no-action', policyId: null, reason: 'As before.', days: null, reportCount: 1 };
    return scene.call(who, 'POST', `/v1/cases/${caseId}/decisions`, body);
  };
  assert.equal(codeOf(await claim(kim)), 'not-independent');
  assert.equal(codeOf(await decide(kim)), 'not-independent');
  assert.equal((await claim(lou)).statusCode, 200);
  assert.equal((await decide(lou)).statusCode, 201);
});

test('an outcome without reasons for who appealed, or over an unread appeal, is refused', async () => {
  const { sender, decision, receipt } = await scene.decided(kim, 'warn');
  await scene.appealReport(receipt);
  const hearing = await scene.claim(lou, await scene.hearingOf(decision.decisionId));
  const reasons = { person: null, reporter: null };
  assert.equal(codeOf(await scene.decide(lou, hearing.hearingId, { outcome: 'uphold', reasons })), 'invalid-request');
  await scene.appealAs(sender, decision.decisionId);
  const outcome = { outcome: 'uphold', reasons: { person: reasonForPerson, reporter: reasonForReporter } };
  assert.equal(codeOf(await scene.decide(lou, hearing.hearingId, outcome)), 'case-changed');
  assert.equal((await scene.decide(lou, hearing.hearingId, { ...outcome, appealCount: 2 })).statusCode, 200);
  assert.equal((await scene.ownAppeal(sender, decision.decisionId)).appeal?.outcome?.reason, reasonForPerson);
  const last = (await events(hearing.caseId)).at(-1);
  assert.ok(last?.type === 'appeal.answered');
  assert.deepEqual([last.data.accountId, last.data.notice.reason], [sender, reasonForPerson]);
  assert.equal((await scene.ownReportAppeal(receipt)).appeal?.outcome?.reason, reasonForReporter);
});

test('the oldest clock is heard first, and what concerns a life waits two days and not seven', async () => {
  const calm = await scene.decided(kim, 'warn', { category: 'other' });
  await scene.appealAs(calm.sender, calm.decision.decisionId);
  const grave = await scene.decided(kim, 'warn', { category: 'threat.life' });
  await scene.appealAs(grave.sender, grave.decision.decisionId);
  const mia = await scene.server.logIn('reviewer');
  const list = (await scene.call(mia, 'GET', '/v1/hearings')).json();
  const hearings = HearingSummary.array().parse(list.hearings);
  const placeOf = ({ decision }: typeof calm) =>
    hearings.findIndex((one) => one.decision.decisionId === decision.decisionId);
  assert.ok(placeOf(grave) < placeOf(calm), 'though it came later');
  const { openedAt, dueAt } = hearings[placeOf(grave)] ?? assert.fail();
  assert.equal(Date.parse(dueAt) - Date.parse(openedAt), 48 * 3_600_000);
  const due = hearings.map((one) => one.dueAt);
  assert.deepEqual(due, due.toSorted());
  const next = HearingSummary.parse((await scene.call(mia, 'POST', '/v1/hearings/claim-next')).json());
  assert.equal(next.hearingId, hearings.find((one) => one.claim === null && one.notHearer === null)?.hearingId);
  assert.equal(list.openCount, due.length);
});

test('where nobody is left who may hear it, the queue says so', async () => {
  const { sender, decision } = await scene.decided(kim, 'warn');
  await scene.appealAs(sender, decision.decisionId);
  const { kysely } = scene.server.deps.database;
  const hearingId = await scene.hearingOf(decision.decisionId);
  const before = (await scene.pageOf(kim, hearingId)).summary;
  assert.equal(before.notHearer, 'author');
  assert.ok(before.eligible >= 1);
  const others = kysely.updateTable('staff').where('staff_id', '<>', kim.staffId);
  await others.set({ active: false }).execute();
  try {
    assert.equal((await scene.pageOf(kim, hearingId)).summary.eligible, 0);
  } finally {
    await others.set({ active: true }).execute();
  }
});

test('reporters of one case who appeal while it is heard share one hearing, and each has an own answer', async () => {
  const { decision, receipts } = await scene.decided(kim, 'no-action', { reporters: [ana, ben] });
  const references = [];
  for (const receipt of receipts) references.push(scene.made(await scene.appealReport(receipt)).reference);
  assert.equal(new Set(references).size, 1);
  const hearing = await scene.claim(lou, await scene.hearingOf(decision.decisionId));
  const [one, other] = (await scene.pageOf(lou, hearing.hearingId)).appeals;
  assert.ok(one !== undefined && other !== undefined);
  await scene.decide(lou, hearing.hearingId, {
    outcome: 'uphold',
    appealCount: 2,
    reasons: { person: null, reporter: reasonForReporter },
    unfounded: [one.appealId],
  });
  const page = await scene.pageOf(lou, hearing.hearingId);
  assert.deepEqual(
    page.appeals.map(({ unfounded }) => unfounded),
    [true, false],
  );
  for (const receipt of receipts) {
    assert.equal((await scene.ownReportAppeal(receipt)).appeal?.status, 'upheld');
    assert.equal(codeOf(await scene.appealReport(receipt, { appealId: randomUUID() })), 'appeal-made');
  }
});
