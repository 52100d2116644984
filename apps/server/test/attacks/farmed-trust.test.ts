import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { recordOutcome } from '../../src/reporters/record-outcome.ts';
import { disclose, samplePayload } from '../support/sample-hub.ts';
import { type AttackWorld, startAttackWorld } from './support/attack-world.ts';

let world: AttackWorld;
before(async () => {
  world = await startAttackWorld();
});
after(() => world.server.close());

const account = () => `${randomUUID()}@messenger.test`;

/** An account given up to be reported by all of these, and decided about as it deserves. */
async function upheld(reporters: readonly string[]): Promise<string> {
  const sender = account();
  let reportId = '';
  for (const reporter of reporters) {
    const payload = samplePayload({ category: 'spam.bulk', evidence: [disclose(world.hub.send({ sender }))] });
    await world.accepted(payload, { reporter });
    reportId = payload.reportId;
  }
  await world.server.worker.drain();
  const { case_id: caseId } = await world.caseOf(reportId);
  await ends(caseId, 'upheld');
  return caseId;
}

async function ends(caseId: string, outcome: 'upheld' | 'dismissed' | null): Promise<void> {
  const { database, clock } = world.server.deps;
  await database.transaction((tx) => recordOutcome(tx, { caseId, outcome, at: clock() }));
  await world.server.worker.drain();
}

/** What nobody can prove, about a fresh account. */
async function cryWolf(reporter: string) {
  const accountId = account();
  const words = {
    ...{ scheme: 'reporter-asserted/1' as const, role: 'reported' as const },
    ...{ sender: accountId, groupId: null, sentAt: null, text: 'he will kill me' },
  };
  const payload = samplePayload({
    subject: { kind: 'account', accountId },
    category: 'threat.life',
    answers: { danger: 'now', about: 'me' },
    evidence: [words],
  });
  await world.accepted(payload, { reporter });
  await world.server.worker.drain();
  return world.caseOf(payload.reportId);
}

test('three accounts that are given up make no crowd trusted, and one person who is right three times is', async () => {
  const farm = Array.from({ length: 30 }, account);
  const cases = [await upheld(farm), await upheld(farm), await upheld(farm)];
  const farmed = await cryWolf(farm[0] ?? '');
  assert.deepEqual([farmed.trusted_reporters, farmed.level], [0, 'ASSERTED']);

  const honest = account();
  for (let n = 0; n < 3; n += 1) await upheld([honest]);
  assert.equal((await cryWolf(honest)).trusted_reporters, 1);

  // Taken back, nothing is left of it; turned round, it counts in full against each of them.
  for (const caseId of cases) await ends(caseId, null);
  const records = () =>
    world.server.deps.database.kysely
      .selectFrom('reporter_record')
      .select(['upheld', 'dismissed'])
      .where('reporter', 'in', farm)
      .execute();
  assert.ok((await records()).every((one) => one.upheld < 0.001 && one.dismissed === 0));
  for (const caseId of cases) await ends(caseId, 'dismissed');
  assert.ok((await records()).every((one) => one.dismissed > 2.9));
});
