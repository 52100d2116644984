import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { CaseList } from '@wellhouse/protocol';
import { disclose, samplePayload } from '../support/sample-hub.ts';
import { type AttackWorld, startAttackWorld } from './support/attack-world.ts';

let world: AttackWorld;
before(async () => {
  world = await startAttackWorld();
});
after(() => world.server.close());

const account = () => `${randomUUID()}@messenger.test`;

/** Messages that a colluding sender makes up as it likes: they verify, for they were sent. */
async function flood(pair: { sender: string; reporter: string; category: string }, count: number): Promise<string> {
  let reportId = '';
  for (let n = 0; n < count; n += 1) {
    const evidence = [disclose(world.hub.send({ sender: pair.sender, text: `made up ${n}` }))];
    const payload = samplePayload({ category: pair.category, evidence });
    await world.accepted(payload, { reporter: pair.reporter });
    reportId = payload.reportId;
  }
  await world.server.worker.drain();
  return reportId;
}

async function queue(): Promise<string[]> {
  const { headers } = await world.server.logIn('reviewer');
  const answer = await world.server.app.inject({ url: '/v1/cases?limit=100', headers });
  return CaseList.parse(answer.json()).cases.map(({ caseId }) => String(caseId));
}

test('D1: sixty proven reports of one pair are one reporter, one case, and weigh what one report weighs', async () => {
  const pair = { sender: account(), reporter: account(), category: 'threat.violence' };
  const once = await world.caseOf(await flood(pair, 1));
  const often = await world.caseOf(await flood(pair, 59));
  assert.equal(often.case_id, once.case_id);
  assert.deepEqual([often.report_count, often.reporter_count, often.level], [60, 1, 'VERIFIED']);
  assert.deepEqual([often.score, often.rank, often.priority], [once.score, once.rank, once.priority]);
  assert.equal(often.due_at.getTime(), once.due_at.getTime());
  assert.deepEqual(
    often.why.filter((line) => line.code === 'reported'),
    [{ code: 'reported', count: 1 }],
  );
  const honest = await flood({ ...pair, reporter: account() }, 1);
  const two = await world.caseOf(honest);
  assert.equal(two.reporter_count, 2);
  assert.ok(two.score > often.score, 'a second person counts, which the first sixty reports did not');
});

test('D1: neither a pair’s flood nor a crowd’s lifts a case above a danger to life that one person cannot prove', async () => {
  const victim = account();
  const words = {
    ...{ scheme: 'reporter-asserted/1' as const, role: 'reported' as const },
    ...{ sender: victim, groupId: null, sentAt: null, text: 'a screenshot of a threat' },
  };
  const life = samplePayload({
    subject: { kind: 'account', accountId: victim },
    category: 'threat.life',
    answers: { danger: 'now', about: 'me' },
    evidence: [words],
  });
  await world.accepted(life, { reporter: account() });
  await world.server.worker.drain();
  const danger = await world.caseOf(life.reportId);
  assert.equal(danger.level, 'ASSERTED');

  const pair = await world.caseOf(await flood({ sender: account(), reporter: account(), category: 'spam.bulk' }, 40));
  const crowded = account();
  let last = '';
  for (let n = 0; n < 40; n += 1) {
    last = await flood({ sender: crowded, reporter: account(), category: 'spam.bulk' }, 1);
  }
  const crowd = await world.caseOf(last);
  assert.deepEqual([crowd.reporter_count, crowd.level], [40, 'VERIFIED']);
  const order = await queue();
  const placeOf = ({ case_id: caseId }: { case_id: string }) => order.indexOf(caseId);
  assert.ok(placeOf(danger) >= 0 && placeOf(pair) >= 0 && placeOf(crowd) >= 0);
  assert.ok(placeOf(danger) < placeOf(pair) && placeOf(danger) < placeOf(crowd), 'worst first');
});

test('D1: the same message brought sixty times by one account is one proven entry, and one for the copies that do not count', async () => {
  const [sender, reporter] = [account(), account()];
  const item = disclose(world.hub.send({ sender, text: 'said once' }));
  let reportId = '';
  for (let n = 0; n < 60; n += 1) {
    const payload = samplePayload({ evidence: Array(4).fill(item) });
    await world.accepted(payload, { reporter });
    reportId = payload.reportId;
  }
  await world.server.worker.drain();
  const filed = await world.caseOf(reportId);
  assert.equal(filed.reporter_count, 1);
  const entries = await world.seen(reportId);
  assert.deepEqual(entries.map(([, level, code]) => [level, code]).toSorted(), [
    ['ASSERTED', 'duplicate-item'],
    ['VERIFIED', undefined],
  ]);
});
