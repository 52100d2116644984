import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { CasePeople, type DecisionView, EvidenceView } from '@wellhouse/protocol';
import { codeOf, startTeam, type Team } from '../decisions/support.ts';
import { caseOf, report } from '../support/reporting.ts';
import { disclose, samplePayload } from '../support/sample-hub.ts';
import type { TestSession } from '../support/test-server.ts';

let team: Team;
let kim: TestSession;
let lou: TestSession;
before(async () => {
  team = await startTeam();
  kim = await team.server.logIn('reviewer');
  lou = await team.server.logIn('reviewer');
});
after(() => team.close());

interface Reported {
  readonly reporter: string;
  readonly sender: string;
  readonly category?: string;
  readonly context?: readonly string[];
}

async function reported({ reporter, sender, category = 'threat.violence', context = [] }: Reported) {
  const evidence = [
    disclose(team.hub.send({ sender })),
    ...context.map((other) => disclose(team.hub.send({ sender: other }), 'context')),
  ];
  const payload = samplePayload({ category, evidence });
  await report(team.server, team.hub, payload, { reporter });
  return { caseId: (await caseOf(team.server, payload.reportId)).case_id, reportId: payload.reportId };
}

/** A case that was reported and decided. */
async function decided(given: Reported, action: 'no-action' | 'warn') {
  const { caseId, reportId } = await reported(given);
  await team.call(kim, 'POST', `/v1/cases/${caseId}/claim`);
  const policyId = action === 'no-action' ? null : 'threats';
  const decision: DecisionView = await team.decide(kim, caseId, action, { policyId });
  return { caseId, reportId, decision };
}

const ask = (who: TestSession, caseId: string, viewId?: string) =>
  team.call(who, 'GET', `/v1/cases/${caseId}/people${viewId === undefined ? '' : `?viewId=${viewId}`}`);
const people = async (who: TestSession, caseId: string, viewId?: string) =>
  CasePeople.parse((await ask(who, caseId, viewId)).json());
const reporterIn = (page: CasePeople, accountId: string) => page.reporters.find((one) => one.accountId === accountId);

test('who reports one person again and again without ground is hinted at, with the unfounded ones counted', async () => {
  const pair = { reporter: 'eve@x', sender: 'innocent@x' };
  const [first] = [
    await decided(pair, 'no-action'),
    await decided(pair, 'no-action'),
    await decided(pair, 'no-action'),
  ];
  const mark = { reportIds: [first?.reportId], gravity: 'minor', intention: 'deliberate', reason: 'a made-up quarrel' };
  const marked = await team.call(kim, 'POST', `/v1/cases/${first?.caseId}/unfounded`, mark);
  assert.equal(marked.statusCode, 204, marked.body);
  const { caseId } = await reported(pair);
  await reported({ reporter: 'friend@x', sender: 'innocent@x' });

  const page = await people(lou, caseId);
  assert.deepEqual(
    page.reporters.map(({ accountId }) => accountId),
    ['eve@x', 'friend@x'],
    'who is hinted at comes first',
  );
  const eve = reporterIn(page, 'eve@x');
  assert.deepEqual(eve?.pair, { reports: 4, cases: 4, upheld: 0, dismissed: 3, unfounded: 1, hint: 'misuse' });
  assert.deepEqual(eve?.record, { upheld: 0, dismissed: 3, unfounded: 1, weighs: 'little' });
  const friend = reporterIn(page, 'friend@x');
  assert.equal(friend?.pair, null, 'this case is all that they have reported about the person');
  assert.deepEqual(friend?.record, { upheld: 0, dismissed: 0, unfounded: 0, weighs: 'half' });
  assert.deepEqual([page.about.total, page.about.acted, page.about.strikes], [3, 0, 0]);
});

test('reports about one person that hold again and again hint at somebody who is pursued', async () => {
  const pair = { reporter: 'ida@x', sender: 'stalker@x' };
  const earlier = [await decided(pair, 'warn'), await decided(pair, 'warn'), await decided(pair, 'warn')];
  const { caseId } = await reported(pair);
  const page = await people(lou, caseId);
  const ida = reporterIn(page, 'ida@x');
  assert.deepEqual(ida?.pair, { reports: 4, cases: 4, upheld: 3, dismissed: 0, unfounded: 0, hint: 'stalking' });
  assert.deepEqual([ida?.record.upheld, ida?.record.weighs], [3, 'full']);
  assert.deepEqual([page.about.total, page.about.acted, page.about.strikes], [3, 3, 6]);
  assert.deepEqual(
    page.about.cases.map((one) => [one.caseId, one.action]),
    earlier.map((one) => [one.caseId, 'warn']).reverse(),
    'the newest first, each with what was decided',
  );
  const [, undone] = earlier;
  const back = await team.call(kim, 'POST', `/v1/decisions/${undone?.decision.decisionId}/undo`, { reason: null });
  assert.equal(back.statusCode, 200, back.body);
  const later = await people(lou, caseId);
  assert.deepEqual([later.about.acted, later.about.strikes], [2, 4], 'what was taken back does not count');
  assert.equal(reporterIn(later, 'ida@x')?.pair?.hint, null);
});

test('that the subject has reported the reporter before is said, and what became of it is in their own history', async () => {
  const { caseId: before } = await decided({ reporter: 'cat@x', sender: 'dog@x' }, 'warn');
  const { caseId } = await reported({ reporter: 'dog@x', sender: 'cat@x' });
  const dog = reporterIn(await people(lou, caseId), 'dog@x');
  assert.deepEqual([dog?.back, dog?.about.total, dog?.about.acted, dog?.about.strikes], [1, 1, 1, 2]);
  assert.deepEqual(
    dog?.about.cases.map((one) => one.caseId),
    [before],
  );
});

test('who else wrote in the evidence is named only within an own look that is not over', async () => {
  await decided({ reporter: 'ana@x', sender: 'uma@x' }, 'warn');
  const { caseId } = await reported({ reporter: 'ana@x', sender: 'tom@x', context: ['ana@x', 'uma@x', 'uma@x'] });
  const closed = await ask(kim, caseId);
  assert.equal(CasePeople.parse(closed.json()).writers, null);
  assert.ok(!closed.body.includes('uma@x'), 'a name out of the evidence is evidence');

  const begin = { caseId, purpose: 'review', reason: 'who else was there' };
  const { viewId } = EvidenceView.parse((await team.call(kim, 'POST', '/v1/evidence-views', begin)).json());
  const { writers } = await people(kim, caseId, viewId);
  assert.deepEqual(
    writers?.map((one) => [one.accountId, one.messages, one.about.total, one.about.strikes]),
    [['uma@x', 2, 1, 2]],
  );
  assert.equal(codeOf(await ask(lou, caseId, viewId)), 'not-found', 'somebody else’s look');
  const { caseId: other } = await reported({ reporter: 'ana@x', sender: 'somebody@x' });
  assert.equal(codeOf(await ask(kim, other, viewId)), 'not-found', 'a look at another case');
  const end = { visibleMs: 0, attachments: [], ended: true };
  const path = `/v1/evidence-views/${viewId}`;
  assert.equal(
    (await team.server.app.inject({ method: 'PATCH', url: path, headers: kim.headers, payload: end })).statusCode,
    204,
  );
  const over = await ask(kim, caseId, viewId);
  assert.equal(CasePeople.parse(over.json()).writers, null, 'a look that is over');
  assert.ok(!over.body.includes('uma@x'));
});

test('reading the people of a case is one look at the case, whatever is asked for at a time', async () => {
  const { caseId } = await reported({ reporter: 'ana@x', sender: 'seen@x' });
  const viewer = await team.server.logIn('viewer');
  const page = () => team.call(viewer, 'GET', `/v1/cases/${caseId}`);
  await Promise.all([page(), ask(viewer, caseId), ask(viewer, caseId), page()]);
  const looks = await team.kysely
    .selectFrom('audit_entry')
    .select('object')
    .where('staff_id', '=', viewer.staffId)
    .where('action', '=', 'case.read')
    .execute();
  assert.deepEqual(looks, [{ object: `case:${caseId}` }]);
});

test('whoever is limited to some kinds learns of no other case, not even in a number', async () => {
  const sender = 'both@x';
  await decided({ reporter: 'nia@x', sender }, 'warn');
  const { caseId } = await reported({ reporter: 'nia@x', sender, category: 'spam.bulk' });
  const limited = await team.server.logIn('reviewer');
  const all = await people(limited, caseId);
  assert.deepEqual([all.about.total, all.about.strikes, reporterIn(all, 'nia@x')?.record.upheld], [1, 2, 1]);
  await team.server.deps.database.pool.query("update staff set limit_categories = array['spam'] where staff_id = $1", [
    limited.staffId,
  ]);
  const page = await people(limited, caseId);
  assert.deepEqual([page.about.total, page.about.acted, page.about.strikes, page.about.cases], [0, 0, 0, []]);
  const nia = reporterIn(page, 'nia@x');
  assert.deepEqual([nia?.pair, nia?.record.upheld], [null, 0]);
});

test('of a crowd of reporters fifty are named and all are counted, whoever reports again and again first', async () => {
  const sender = 'crowded@x';
  await decided({ reporter: 'zoe@x', sender }, 'no-action');
  for (let n = 0; n < 55; n += 1) await reported({ reporter: `fresh-${n}@x`, sender });
  const { caseId } = await reported({ reporter: 'zoe@x', sender });
  const page = await people(lou, caseId);
  assert.deepEqual([page.reporters.length, page.reporterCount, page.reporters[0]?.accountId], [50, 56, 'zoe@x']);
});
