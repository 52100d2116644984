import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { openCaseVault } from '../../src/platform/case-vault.ts';
import { codeOf, reasonForReporter, type Scene, startScene } from '../appeals/scene.ts';
import type { TestSession } from '../support/test-server.ts';

let scene: Scene;
let kim: TestSession;
let lou: TestSession;
before(async () => {
  scene = await startScene();
  kim = await scene.server.logIn('reviewer');
  lou = await scene.server.logIn('reviewer');
});
after(() => scene.server.close());

test('a crowd of reporters that appeals on and on keeps the person who was suspended from no answer', async () => {
  const reporters = ['one@x', 'two@x', 'three@x'];
  const { sender, decision, receipts } = await scene.decided(kim, 'suspend', { reporters });
  assert.equal((await scene.appealAs(sender, decision.decisionId)).statusCode, 201);
  for (const receipt of receipts) assert.equal((await scene.appealReport(receipt)).statusCode, 201);
  const hearingId = await scene.hearingOf(decision.decisionId);
  const { kysely } = scene.server.deps.database;
  // As many more as a page shows, by rows.
  const { keys, random } = scene.server.deps;
  const [first] = await kysely.selectFrom('appeal').selectAll().where('side', '=', 'reporter').execute();
  assert.ok(first);
  const vault = await openCaseVault(kysely, keys, random, first.case_id);
  assert.ok(vault);
  const at = (n: number) => new Date(first.received_at.getTime() + n);
  const one = async (n: number) => {
    const appealId = randomUUID();
    const statement = await vault.seal(Buffer.from('He is right.', 'utf8'), `appeal:${appealId}`);
    return { ...first, appeal_id: appealId, account_id: `crowd-${n}@x`, received_at: at(60_000 + n), statement };
  };
  const crowd = (from: number, count: number) => Promise.all(Array.from({ length: count }, (_, n) => one(from + n)));
  const join = async (from: number, count: number) => {
    await kysely
      .insertInto('appeal')
      .values(await crowd(from, count))
      .execute();
    await kysely
      .updateTable('appeal_hearing')
      .set((query) => ({ appeal_count: query('appeal_count', '+', count) }))
      .where('hearing_id', '=', hearingId)
      .execute();
  };
  await scene.claim(lou, hearingId);
  await join(0, 100);
  const outcome = { outcome: 'uphold', reasons: { person: 'We read it again.', reporter: reasonForReporter } };
  assert.equal(codeOf(await scene.decide(lou, hearingId, { ...outcome, appealCount: 4 })), 'case-changed');
  await join(100, 150);
  assert.equal(
    codeOf(await scene.decide(lou, hearingId, { ...outcome, appealCount: 255 })),
    'case-changed',
    'more than are there',
  );
  await join(250, 7);
  const heard = await scene.decide(lou, hearingId, { ...outcome, appealCount: 254 });
  assert.equal(heard.statusCode, 200, heard.body);
});
