import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { CasePage } from '@wellhouse/protocol';
import { loadConversation } from '../../src/review/load-conversation.ts';
import { disclose, samplePayload } from '../support/sample-hub.ts';
import { type AttackWorld, startAttackWorld } from './support/attack-world.ts';

let world: AttackWorld;
before(async () => {
  world = await startAttackWorld();
});
after(() => world.server.close());

const account = () => `${randomUUID()}@messenger.test`;
/** As many as a case's page lists, and some. */
const brigade = 205;
const isSaid = (text: string) => (entry: Awaited<ReturnType<typeof loadConversation>>[number]) =>
  entry.type === 'message' && JSON.stringify(entry).includes(text);

/** The one who is reported lets new accounts report him for the same, to bury who he harms. */
async function bury(subject: string, count: number): Promise<void> {
  for (let n = 0; n < count; n += 1) {
    const words = {
      ...{ scheme: 'reporter-asserted/1' as const, role: 'reported' as const },
      ...{ sender: subject, groupId: null, sentAt: null, text: `he was rude ${n}` },
    };
    const payload = samplePayload({
      subject: { kind: 'account', accountId: subject },
      category: 'threat.life',
      answers: { danger: 'now', about: 'me' },
      evidence: [words],
    });
    await world.accepted(payload, { reporter: account() });
  }
  await world.server.worker.drain();
}

test('a brigade of new accounts that reports the same account for the same buries neither proof nor plea of who did before', async () => {
  const subject = account();
  const victim = account();
  const plea = samplePayload({
    subject: { kind: 'account', accountId: subject },
    category: 'threat.life',
    answers: { danger: 'now', about: 'me' },
    statement: 'he is on his way to my house',
    evidence: [disclose(world.hub.send({ sender: subject, text: 'I am coming to your house tonight' }))],
  });
  await world.accepted(plea, { reporter: victim });
  await world.server.worker.drain();
  await bury(subject, brigade);
  const { case_id: caseId, reporter_count: reporters } = await world.caseOf(plea.reportId);
  assert.equal(reporters, brigade + 1, 'all of them stand in one case');

  const { headers } = await world.server.logIn('reviewer');
  const page = CasePage.parse((await world.server.app.inject({ url: `/v1/cases/${caseId}`, headers })).json());
  assert.ok(page.reports.some((one) => one.reporter === victim && one.statement === plea.statement));
  // The conversation holds 2,000 messages; with a tenth of that the brigade is as large as one of five thousand.
  const conversation = await loadConversation(world.server.deps, caseId, 50);
  assert.ok(conversation.some(isSaid('I am coming to your house tonight')), 'the proof is shown');

  // And they do not keep it from being decided by reporting on and on, unless they prove something.
  await world.server.app.inject({ method: 'POST', url: `/v1/cases/${caseId}/claim`, headers });
  const decide = (reportCount: number) =>
    world.server.app.inject({
      method: 'POST',
      url: `/v1/cases/${caseId}/decisions`,
      headers,
      payload: {
        ...{
          action: 'suspend',
          policyId: 'threats',
          reason: 'You said that you would hurt her.',
          days: 30,
          reportCount,
        },
        departedWhy: 'as the test has it',
      },
    });
  await bury(subject, 1);
  const news = samplePayload({
    subject: { kind: 'account', accountId: subject },
    category: 'threat.life',
    evidence: [disclose(world.hub.send({ sender: subject, text: 'and you too' }))],
  });
  await world.accepted(news, { reporter: account() });
  await world.server.worker.drain();
  assert.equal((await decide(brigade + 1)).json().code, 'case-changed', 'another proof is news');
  await bury(subject, 2);
  assert.equal((await decide(brigade + 3)).statusCode, 201);
});

test('who could prove nothing and reported before the brigade is heard too', async () => {
  const subject = account();
  const victim = account();
  const words = {
    ...{ scheme: 'reporter-asserted/1' as const, role: 'reported' as const },
    ...{ sender: subject, groupId: null, sentAt: null, text: 'a screenshot of a threat' },
  };
  const plea = samplePayload({
    subject: { kind: 'account', accountId: subject },
    category: 'threat.life',
    answers: { danger: 'now', about: 'me' },
    statement: 'I am afraid',
    evidence: [words],
  });
  await world.accepted(plea, { reporter: victim });
  await world.server.worker.drain();
  await bury(subject, 60);
  const { case_id: caseId } = await world.caseOf(plea.reportId);
  const conversation = await loadConversation(world.server.deps, caseId, 20);
  assert.ok(conversation.some(isSaid('a screenshot of a threat')));
});

test('who is reported cannot send the case to where nobody looks, by a made-up report from there before', async () => {
  const subject = account();
  const from = (locale: string, country: string, evidence: ReturnType<typeof samplePayload>['evidence']) =>
    samplePayload({
      subject: { kind: 'account', accountId: subject },
      category: 'threat.life',
      locale,
      country,
      evidence,
    });
  const words = {
    ...{ scheme: 'reporter-asserted/1' as const, role: 'reported' as const },
    ...{ sender: subject, groupId: null, sentAt: null, text: 'rude' },
  };
  const madeUp = from('en', 'AQ', [words]);
  await world.accepted(madeUp, { reporter: account() });
  await world.server.worker.drain();
  assert.equal((await world.caseOf(madeUp.reportId)).region, 'AQ');
  const proof = from('de', 'DE', [disclose(world.hub.send({ sender: subject }))]);
  await world.accepted(proof, { reporter: account() });
  await world.server.worker.drain();
  const { region, language, case_id: caseId } = await world.caseOf(proof.reportId);
  assert.deepEqual([region, language], ['DE', 'de']);
  const again = from('en', 'AQ', [disclose(world.hub.send({ sender: subject }))]);
  await world.accepted(again, { reporter: account() });
  await world.server.worker.drain();
  assert.deepEqual(
    [(await world.caseOf(again.reportId)).case_id, (await world.caseOf(again.reportId)).region],
    [caseId, 'DE'],
  );
});
