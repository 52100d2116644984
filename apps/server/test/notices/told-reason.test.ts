import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { isSignedBy } from '../../src/notices/told-reason.ts';
import { codeOf, startScene } from '../appeals/scene.ts';
import { caseOf, report } from '../support/reporting.ts';
import { ana, disclose, samplePayload } from '../support/sample-hub.ts';
import type { TestSession } from '../support/test-server.ts';

type Scene = Awaited<ReturnType<typeof startScene>>;

let scene: Scene;
let kim: TestSession;
let lou: TestSession;
let ina: TestSession;

before(async () => {
  scene = await startScene();
  kim = await scene.server.logIn('reviewer');
  lou = await scene.server.logIn('reviewer');
  ina = await scene.server.logIn('lead');
});
after(() => scene.server.close());

/** A claimed case that this account has reported. */
async function claimed(reporter: string) {
  const sender = `${randomUUID()}@x`;
  const payload = samplePayload({ evidence: [disclose(scene.hub.send({ sender }))] });
  const { reference } = await report(scene.server, scene.hub, payload, { reporter });
  const { case_id: caseId } = await caseOf(scene.server, payload.reportId);
  const { number } = (await scene.call(kim, 'POST', `/v1/cases/${caseId}/claim`)).json();
  return { caseId, sender, reference, number: String(number) };
}

const bodyOf = (reason: string) => ({
  ...{ action: 'warn', policyId: 'threats', reason, days: null, reportCount: 1, departedWhy: 'as the test has it' },
});

test('a decision whose reason says who reported, or who of the team wrote it, is refused and nothing is decided', async () => {
  const { caseId, sender, reference, number } = await claimed(ana);
  const decide = (reason: string) => scene.call(kim, 'POST', `/v1/cases/${caseId}/decisions`, bodyOf(reason));
  for (const reason of [
    `You threatened ${ana}, who told us.`,
    `See ${ana.toUpperCase()}’s report.`,
    `As ${reference} says, you threatened somebody.`,
    `In ${number} you threatened somebody.`,
    `You threatened somebody. Ask ${kim.me.staff.name} about it.`,
    `You threatened somebody. Write to ${kim.email}.`,
    `You threatened somebody.\n– ${kim.me.staff.name.split(' ')[0]}`,
  ]) {
    const answer = await decide(reason);
    assert.equal(codeOf(answer), 'note-names-somebody', `${reason}: ${answer.body}`);
    assert.equal(answer.json().fields[0].field, '/body/reason');
    assert.ok(!answer.body.includes(ana), 'the refusal repeats no name');
  }
  const { rows } = await scene.server.deps.database.pool.query('select state from case_file where case_id = $1', [
    caseId,
  ]);
  assert.deepEqual(rows, [{ state: 'open' }]);
  assert.equal((await decide(`You, ${sender}, threatened somebody.`)).statusCode, 201, 'whom it concerns can be named');
});

test('an account that is called like a word of the language keeps nobody from giving a reason', async () => {
  const { caseId } = await claimed('threatened');
  const answer = await scene.call(
    kim,
    'POST',
    `/v1/cases/${caseId}/decisions`,
    bodyOf('You threatened somebody in a group.'),
  );
  assert.equal(answer.statusCode, 201, answer.body);
});

test('neither a batch, nor undoing one, nor a reversal tells who reported', async () => {
  const { caseId } = await claimed(ana);
  await scene.call(kim, 'DELETE', `/v1/cases/${caseId}/claim`);
  const batchId = randomUUID();
  const { reportCount, ...asked } = bodyOf(`You threatened ${ana}.`);
  const batch = { ...asked, batchId, category: 'threat.violence', cases: [{ caseId, reportCount }] };
  assert.equal(codeOf(await scene.call(kim, 'POST', '/v1/decision-batches', batch)), 'note-names-somebody');
  const plain = { ...batch, reason: 'You threatened somebody.' };
  const made = await scene.call(kim, 'POST', '/v1/decision-batches', plain);
  assert.equal(made.json().cases[0].state, 'decided', made.body);
  const undo = await scene.call(kim, 'POST', `/v1/decision-batches/${batchId}/undo`, {
    reason: `It was ${ana} alone.`,
  });
  assert.equal(codeOf(undo), 'note-names-somebody');
  const { rows } = await scene.server.deps.database.pool.query(
    'select undone_at from decision_batch where batch_id = $1',
    [batchId],
  );
  assert.deepEqual(rows, [{ undone_at: null }], 'it can still be undone, with other words');
  const { decision } = await scene.decided(kim, 'suspend');
  const url = `/v1/decisions/${decision.decisionId}`;
  const reason = `The report of ${ana} was wrong.`;
  assert.equal(codeOf(await scene.call(kim, 'POST', `${url}/undo`, { reason })), 'note-names-somebody');
  assert.equal(codeOf(await scene.call(ina, 'POST', `${url}/reverse`, { reason })), 'note-names-somebody');
});

test('the answer to an appeal names neither who reported nor who heard it, to either side', async () => {
  const { sender, decision } = await scene.decided(kim, 'suspend');
  await scene.appealAs(sender, decision.decisionId);
  const hearingId = await scene.hearingOf(decision.decisionId);
  await scene.claim(lou, hearingId);
  const plain = 'We looked at all of it again and see it as before.';
  for (const [side, text] of [
    ['person', `We asked ${ana} again.`],
    ['person', `${plain} ${lou.me.staff.name}`],
    ['reporter', `${plain} ${lou.email}`],
  ] as const) {
    const reasons = { person: plain, reporter: null, [side]: text };
    const answer = await scene.decide(lou, hearingId, { outcome: 'uphold', reasons });
    assert.equal(codeOf(answer), 'note-names-somebody', answer.body);
    assert.equal(answer.json().fields[0].field, `/body/reasons/${side}`);
  }
  const answer = await scene.decide(lou, hearingId, { outcome: 'uphold', reasons: { person: plain, reporter: null } });
  assert.equal(answer.statusCode, 200, answer.body);
});

test('a note to a reporter is not signed, also by a name of two letters or by an address', async () => {
  const { pool } = scene.server.deps.database;
  const bo = await scene.server.logIn('reviewer');
  await pool.query("update staff set name = 'Bo Li' where staff_id = $1", [bo.staffId]);
  const { decision, receipt } = await scene.decided(bo, 'warn');
  const url = `/v1/cases/${decision.caseId}/notes-to-reporters`;
  const send = (text: string) =>
    scene.call(bo, 'POST', url, { noteId: randomUUID(), text, reportIds: [receipt.reportId] });
  for (const text of ['Thank you for the report.\n– Bo', 'Thank you for the report. Bo Li', `Write to ${bo.email}.`]) {
    const answer = await send(text);
    assert.equal(codeOf(answer), 'note-names-somebody', answer.body);
    assert.equal(answer.json().fields[0].problem, 'staff');
  }
  const answer = await send('Thank you for the report.');
  assert.equal(answer.statusCode, 201, answer.body);
});

for (const [text, name, signed] of [
  ['Somebody looked again.\nRita Ramos', 'Rita Ramos', true],
  ['Rita-Ramos looked again.', 'rita ramos', true],
  ['Ri\u200bta Ramos looked again.', 'Rita Ramos', true],
  ['Somebody looked again.\n\n– Bo', 'Bo Li', true],
  ['Bo Li looked again.', 'Bo Li', true],
  ['It was no small mark of respect.', 'Mark Small', false],
  ['Mark', 'Mark Small', false],
  ['You wrote it in May.\nIt was May.', 'May West', false],
  ['Nobody signed.', '–', false],
] as const) {
  test(`${JSON.stringify(text)} is ${signed ? '' : 'not '}signed by ${name}`, () => {
    assert.equal(isSignedBy(text, name), signed);
  });
}
