import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { DecisionSheet, Macro, PolicyVersion } from '@wellhouse/protocol';
import type { TestSession } from '../support/test-server.ts';
import { codeOf, startTeam, type Team } from './support.ts';

let team: Team;
let kim: TestSession;
let lou: TestSession;
let rae: TestSession;
before(async () => {
  team = await startTeam();
  kim = await team.server.logIn('reviewer');
  lou = await team.server.logIn('lead');
  rae = await team.server.logIn('lead');
});
after(() => team.close());

const versions = async () =>
  PolicyVersion.array().parse((await team.call(kim, 'GET', '/v1/policy-versions')).json().versions);
const inForce = async (policyId: string) =>
  (await team.call(kim, 'GET', '/v1/policies'))
    .json()
    .policies.find((one: { policyId: string }) => one.policyId === policyId);
const draft = (version: string, effectiveFrom: Date, more: object = {}) => ({
  version,
  titles: { en: 'Threats and violence', de: 'Drohungen und Gewalt' },
  summaries: { en: 'No threats.' },
  texts: { en: 'No threats at all.' },
  categories: ['threat.life', 'threat.violence'],
  ladder: [{ fromStrikes: 0, fromSeverity: 0, action: 'ban', days: null }],
  strikeRule: { weight: 1, days: 30 },
  effectiveFrom: effectiveFrom.toISOString(),
  changeNote: 'Threats are met harder from now on.',
  ...more,
});
const propose = (who: TestSession, policyId: string, body: object) =>
  team.call(who, 'POST', `/v1/policies/${policyId}/versions`, body);
const answer = (who: TestSession, policyId: string, version: string, word: string) =>
  team.call(who, 'POST', `/v1/policies/${policyId}/versions/${version}/answer`, { answer: word, reason: 'Read it.' });

test('every shipped policy is in force, in four languages', async () => {
  const all = await versions();
  assert.equal(all.length, 13);
  for (const one of all) {
    assert.equal(one.state, 'in-force');
    for (const words of [one.titles, one.summaries, one.texts])
      assert.deepEqual(Object.keys(words).sort(), ['ar', 'de', 'en', 'es']);
  }
});

test('a version takes effect when another person has approved it and its day has come, and decisions keep theirs', async () => {
  const caseId = await team.claimed(kim, 'old@x');
  const before = await team.decide(kim, caseId, 'suspend');
  const from = new Date(team.server.deps.clock().getTime() + 3_600_000);
  assert.equal(codeOf(await propose(kim, 'threats', draft('2027-01', from))), 'forbidden');
  assert.equal((await propose(lou, 'threats', draft('2027-01', from))).statusCode, 201);
  assert.equal(codeOf(await propose(rae, 'threats', draft('2027-02', from))), 'policy-changed', 'one at a time');
  assert.equal(codeOf(await answer(lou, 'threats', '2027-01', 'approve')), 'same-person');
  assert.equal(PolicyVersion.parse((await answer(rae, 'threats', '2027-01', 'approve')).json()).state, 'coming');
  assert.equal(codeOf(await answer(rae, 'threats', '2027-01', 'refuse')), 'change-closed');
  assert.equal((await inForce('threats')).version, '2026-11');
  await team.advance(3_600_000);
  assert.equal((await inForce('threats')).version, '2027-01');
  const next = await team.claimed(kim, 'new@x');
  const sheet = DecisionSheet.parse((await team.call(kim, 'GET', `/v1/cases/${next}/decision-sheet`)).json());
  assert.equal(sheet.proposals.find((one) => one.policyId === 'threats')?.action, 'ban');
  const after = await team.decide(kim, next, 'suspend', { departedWhy: 'A first time.' });
  assert.deepEqual([before.policy?.version, after.policy?.version], ['2026-11', '2027-01']);
  assert.equal(after.departedWhy, 'A first time.');
});

test('a policy ends without a successor when two people say so: what was decided keeps it, and nothing new is decided under it', async () => {
  const end = (who: TestSession, policyId: string, from: Date) =>
    team.call(who, 'POST', `/v1/policies/${policyId}/end`, {
      effectiveFrom: from.toISOString(),
      changeNote: 'Nobody has used it for a year; conduct covers it.',
    });
  const before = await team.decide(kim, await team.claimed(kim, 'ending@x'), 'warn', { policyId: 'harassment' });
  const from = new Date(team.server.deps.clock().getTime() + 3_600_000);
  assert.equal(codeOf(await end(kim, 'harassment', from)), 'forbidden');
  assert.equal(codeOf(await end(lou, 'no-such', from)), 'not-found');
  const proposed = PolicyVersion.parse((await end(lou, 'harassment', from)).json());
  assert.deepEqual([proposed.ends, proposed.state], [true, 'proposed']);
  assert.equal(codeOf(await answer(lou, 'harassment', proposed.version, 'approve')), 'same-person');
  assert.equal((await answer(rae, 'harassment', proposed.version, 'approve')).statusCode, 200);
  const inTime = await team.decide(kim, await team.claimed(kim, 'in-time@x'), 'warn', { policyId: 'harassment' });
  assert.equal(inTime.policy?.policyId, 'harassment', 'until its day comes it stands');

  await team.advance(3_600_000);
  const late = await team.claimed(kim, 'too-late@x');
  const refused = await team.call(kim, 'POST', `/v1/cases/${late}/decisions`, {
    ...{ action: 'warn', policyId: 'harassment', reason: 'You broke the rules that we agreed to.', days: null },
    ...{ reportCount: 1, departedWhy: 'as the test has it' },
  });
  assert.equal(codeOf(refused), 'policy-retired');
  assert.equal(refused.json().fields[0].field, '/body/policyId');
  const sheet = DecisionSheet.parse((await team.call(kim, 'GET', `/v1/cases/${late}/decision-sheet`)).json());
  assert.ok(
    sheet.proposals.every((one) => one.policyId !== 'harassment'),
    'it is proposed no more',
  );
  const kept = await team.kysely
    .selectFrom('decision')
    .select(['policy_id', 'policy_version', 'state'])
    .where('decision_id', '=', before.decisionId)
    .executeTakeFirstOrThrow();
  assert.deepEqual(kept, {
    policy_id: 'harassment',
    policy_version: before.policy?.version,
    state: 'in-force',
  });
  assert.equal(codeOf(await end(lou, 'harassment', from)), 'not-found', 'it has ended');
  await propose(lou, 'harassment', draft('2028-01', new Date(0)));
  await answer(rae, 'harassment', '2028-01', 'approve');
  assert.equal((await inForce('harassment')).version, '2028-01', 'and can begin anew');
});

test('who departs from what the policy proposes says why, whatever form it comes from, and the server keeps it', async () => {
  const caseId = await team.claimed(kim, 'departing@x');
  const send = (more: object) =>
    team.call(kim, 'POST', `/v1/cases/${caseId}/decisions`, {
      ...{ action: 'warn', policyId: 'threats', reason: 'You broke the rules that we agreed to.', days: null },
      ...{ reportCount: 1, ...more },
    });
  for (const more of [{}, { departedWhy: null }]) {
    const refused = await send(more);
    assert.equal(refused.statusCode, 422, refused.body);
    assert.equal(codeOf(refused), 'departure-unexplained');
    assert.deepEqual(
      refused.json().fields.map((one: { field: string }) => one.field),
      ['/body/departedWhy'],
    );
  }
  assert.equal(codeOf(await send({ departedWhy: '  ' })), 'invalid-request');
  assert.equal(await team.stateOf(caseId), 'open', 'nothing was decided');
  const made = await send({ departedWhy: 'They are brothers and were joking.' });
  assert.equal(made.statusCode, 201, made.body);
  assert.equal(made.json().departedWhy, 'They are brothers and were joking.');

  const other = await team.claimed(kim, 'as-proposed@x');
  const { proposals } = DecisionSheet.parse((await team.call(kim, 'GET', `/v1/cases/${other}/decision-sheet`)).json());
  const proposed = proposals.find((one) => one.policyId === 'threats');
  const taken = await team.call(kim, 'POST', `/v1/cases/${other}/decisions`, {
    ...{ action: proposed?.action, days: proposed?.days, policyId: 'threats', reportCount: 1 },
    reason: 'You broke the rules that we agreed to.',
  });
  assert.equal(taken.statusCode, 201, taken.body);
  assert.equal(taken.json().departedWhy, null, 'who takes what is proposed owes no word');
});

test('what was to begin before it was approved begins with the approval, and a refused one never', async () => {
  const past = new Date(team.server.deps.clock().getTime() - 86_400_000);
  await propose(lou, 'spam', draft('2027-01', past, { categories: ['spam.bulk'] }));
  const approved = PolicyVersion.parse((await answer(rae, 'spam', '2027-01', 'approve')).json());
  assert.ok(Date.parse(approved.effectiveFrom) > past.getTime());
  await propose(lou, 'spam', draft('2027-02', past, { categories: ['spam.bulk'] }));
  await answer(rae, 'spam', '2027-02', 'refuse');
  assert.equal((await inForce('spam')).version, '2027-01');
  assert.equal(
    codeOf(await propose(lou, 'spam', draft('2027-03', past, { categories: ['no.such'] }))),
    'invalid-request',
  );
});

test('the database keeps a version from being answered by who proposed it', async () => {
  const from = team.server.deps.clock();
  await propose(lou, 'hate', draft('2027-01', from, { categories: ['hate.speech'] }));
  const forced = team.kysely
    .updateTable('policy_version')
    .set({ state: 'approved', answered_by: lou.staffId, answered_at: from })
    .where('policy_id', '=', 'hate')
    .where('version', '=', '2027-01')
    .execute();
  await assert.rejects(forced, /check constraint/);
});

test('texts of the team are written by who may, name known placeholders only, and are retired', async () => {
  const macroId = randomUUID();
  const text = {
    title: 'First threat',
    policyId: 'threats',
    categories: ['threat.life'],
    texts: { en: 'Your account is suspended for {days} days.' },
  };
  const put = (who: TestSession, body: object, id = macroId) => team.call(who, 'PUT', `/v1/macros/${id}`, body);
  assert.equal(codeOf(await put(kim, text)), 'forbidden');
  assert.equal(Macro.parse((await put(lou, text)).json()).title, 'First threat');
  assert.equal(codeOf(await put(lou, { ...text, texts: { en: 'Because {reporter} told us so.' } })), 'invalid-request');
  assert.equal(codeOf(await put(lou, text, randomUUID())), 'invalid-request', 'a title is there once');
  const list = async () => (await team.call(kim, 'GET', '/v1/macros')).json().macros.length;
  assert.equal(await list(), 1);
  assert.equal((await team.call(lou, 'DELETE', `/v1/macros/${macroId}`)).statusCode, 204);
  assert.equal(await list(), 0);
});
