import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { DecisionView, EvidenceView, HeldDecision } from '@wellhouse/protocol';
import { z } from 'zod';
import { eraseCase } from '../../src/cases/erase-case.ts';
import { type CaseWorld, startCaseWorld } from '../albums/support/case-world.ts';
import { caseOf, report } from '../support/reporting.ts';
import { disclose, samplePayload } from '../support/sample-hub.ts';
import type { TestSession } from '../support/test-server.ts';
import { codeOf } from './support.ts';

let world: CaseWorld;
let kim: TestSession;
let lou: TestSession;
before(async () => {
  world = await startCaseWorld();
  kim = await world.logIn('reviewer');
  lou = await world.logIn('lead');
  await world.list('known', { category: 'child.csam_known' });
});
after(() => world.close());

const category = 'child.csam_known';
const saidOnly = (sender: string) => ({
  scheme: 'reporter-asserted/1' as const,
  role: 'reported' as const,
  sender,
  groupId: null,
  sentAt: null,
  text: 'said to be worse',
});

/** A case that kim holds. */
async function claimed(given: Parameters<typeof samplePayload>[0], reporter?: string) {
  const payload = samplePayload({ category, ...given });
  await report(world, world.hub, payload, reporter === undefined ? {} : { reporter });
  const { case_id: caseId } = await caseOf(world, payload.reportId);
  await world.call(kim, 'POST', `/v1/cases/${caseId}/claim`);
  return caseId;
}
const itemsOf = async (caseId: string) =>
  (
    await world.deps.database.kysely
      .selectFrom('evidence_item')
      .select(['item_id', 'role'])
      .where('case_id', '=', caseId)
      .orderBy('item_index')
      .execute()
  ).map((item) => item.item_id);

test('a decision rests on nothing that is of another case, was only shown along, or that nobody has confirmed', async () => {
  const sender = 'one@x';
  const [foreign] = await itemsOf(await claimed({ evidence: [disclose(world.hub.send({ sender: 'other@x' }))] }));
  const evidence = [disclose(world.hub.send({ sender })), disclose(world.hub.send({ sender: 'friend@x' }), 'context')];
  const caseId = await claimed({ evidence });
  const [own, context] = await itemsOf(caseId);
  const elsewhere = await world.hold({ account: 'two@x', matches: [{ entryId: await world.entry('known') }] });
  const decide = (restsOn: unknown) => world.decide(kim, caseId, 'warn', { reportCount: 1, restsOn });
  for (const restsOn of [[foreign], [own, foreign], [context], [elsewhere], [own, elsewhere], [], ['message 1']]) {
    assert.equal(codeOf(await decide(restsOn)), 'invalid-request', JSON.stringify(restsOn));
  }
  const made = DecisionView.parse((await decide([own])).json());
  assert.deepEqual(made.restsOn, [{ kind: 'message', id: own, number: 1, level: 'VERIFIED' }]);
});

test('what rests on words alone is refused where it would hurt, and says so where it does not', async () => {
  const sender = 'three@x';
  const caseId = await claimed({ evidence: [disclose(world.hub.send({ sender })), saidOnly(sender)] });
  const [, said] = await itemsOf(caseId);
  const decide = (action: string) => world.decide(kim, caseId, action, { reportCount: 1, restsOn: [said] });
  assert.equal(codeOf(await decide('suspend')), 'asserted-only', 'though another message of the case is proven');
  assert.equal(codeOf(await decide('ban')), 'asserted-only');
  const warned = DecisionView.parse((await decide('warn')).json());
  assert.deepEqual(
    warned.restsOn?.map(({ number, level }) => [number, level]),
    [[2, 'ASSERTED']],
  );
});

test('a confirmed picture proves enough, by its number; one that waits or was cleared is nothing to rest on', async () => {
  const account = 'four@x';
  const held = async () => world.hold({ account, matches: [{ entryId: await world.entry('known') }] });
  const [confirmed, cleared] = [await held(), await held()];
  const caseId = await claimed({
    subject: { kind: 'account', accountId: account },
    evidence: [saidOnly(account)],
  });
  const [said] = await itemsOf(caseId);
  await world.answer(kim, confirmed, 'confirm');
  await world.answer(kim, cleared, 'clear');
  const decide = (action: string, restsOn: unknown) => world.decide(kim, caseId, action, { reportCount: 1, restsOn });
  assert.equal(codeOf(await decide('suspend', [cleared])), 'invalid-request');
  assert.equal(codeOf(await decide('suspend', [said])), 'asserted-only');
  assert.equal(codeOf(await decide('remove-message', [confirmed])), 'asserted-only', 'no message is named');
  const made = DecisionView.parse((await decide('ban', [confirmed, said])).json());
  assert.deepEqual(
    made.restsOn?.map(({ kind, number, level }) => [kind, number, level]),
    [
      ['message', 1, 'ASSERTED'],
      ['picture', 1, 'ATTESTED'],
    ],
  );
  const { decisions } = z
    .object({ decisions: z.array(HeldDecision) })
    .parse((await world.call(lou, 'GET', '/v1/decisions/held')).json());
  const waiting = decisions.find((one) => one.decisionId === made.decisionId);
  assert.deepEqual(waiting?.restsOn, made.restsOn, 'the second person reads what it rests on');

  await world.deps.database.pool.query('update album_picture set reopened_at = now() where picture_id = $1', [
    confirmed,
  ]);
  const answer = { answer: 'approve', reason: 'I looked at it too.' };
  const approved = await world.call(lou, 'POST', `/v1/decisions/${made.decisionId}/answer`, answer);
  assert.equal(codeOf(approved), 'asserted-only', 'its ground is gone, and the other one it names is words alone');
});

test('a message keeps its number when others come in, and copies of it have the same one', async () => {
  const sender = 'five@x';
  const [first, second] = [world.hub.send({ sender, text: 'one' }), world.hub.send({ sender, text: 'two' })];
  const caseId = await claimed({ evidence: [disclose(second)] }, 'ana@x');
  const numbers = async () => {
    const begin = { caseId, purpose: 'review', reason: 'a test' };
    const view = EvidenceView.parse((await world.call(lou, 'POST', '/v1/evidence-views', begin)).json());
    return view.conversation.flatMap((entry) => {
      if (entry.type !== 'message') return [];
      const [part] = entry.parts;
      return [{ text: part?.type === 'text' ? part.text : '', number: entry.number, itemId: entry.itemId }];
    });
  };
  const alone = await numbers();
  assert.deepEqual(
    alone.map(({ text, number }) => [text, number]),
    [['two', 1]],
  );
  // Another person shows the first along, and reports the second as well.
  await claimed({ evidence: [disclose(first, 'context'), disclose(second)] }, 'ben@x');
  await claimed({ evidence: [disclose(first)] }, 'cleo@x');
  const all = await numbers();
  assert.deepEqual(
    all.map(({ text, number }) => [text, number]),
    [
      ['one', 2],
      ['two', 1],
    ],
    'in the order in which they were sent, by the numbers in which they came',
  );
  const restsOn = all.map(({ itemId }) => itemId);
  const response = await world.decide(kim, caseId, 'suspend', { reportCount: 3, restsOn });
  assert.equal(response.statusCode, 201, 'what one person showed along and another reported is reported');
  const made = DecisionView.parse(response.json());
  assert.deepEqual(
    made.restsOn?.map(({ number }) => number),
    [1, 2],
  );
  assert.ok(await eraseCase(world.deps, caseId, null, 'a test'));
  const page = await world.page(lou, caseId);
  assert.deepEqual(
    page.decisions[0]?.restsOn?.map(({ id, number }) => [id, number]),
    made.restsOn?.map(({ id, number }) => [id, number]),
    'and keeps it when what copies are recognised by is gone',
  );
});
