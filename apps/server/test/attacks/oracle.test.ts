import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import type { FrankedItem } from '@wellhouse/protocol';
import type { z } from 'zod';
import { assertProblem } from '../faults/support/call.ts';
import { ana, ben, createSampleHub, disclose, samplePayload } from '../support/sample-hub.ts';
import { type AttackWorld, startAttackWorld } from './support/attack-world.ts';

type Item = z.infer<typeof FrankedItem>;
const reportsPerMinute = 25;
let world: AttackWorld;
before(async () => {
  const environment = { WELLHOUSE_REPORTS_PER_MINUTE: String(reportsPerMinute) };
  world = await startAttackWorld({ environment });
});
after(() => world.server.close());

/** Every answer that a reporter gets about a report, with what is random in it taken out. */
async function answersTo(items: Item[], groups?: string[]) {
  const subject = { kind: 'account' as const, accountId: `${randomUUID()}@messenger.test` };
  const payload = samplePayload({ subject, evidence: items });
  const response = await world.handIn(payload, { reporter: ben, ...(groups ? { groups } : {}) });
  const receipt = await response.clone().json();
  const before = await world.status(receipt);
  await world.server.worker.drain();
  const after = await world.status(receipt);
  const plain = async (answer: Response) => {
    const headers = [...answer.headers].filter(
      ([name]) => !['date', 'x-request-id', 'x-ratelimit-remaining', 'x-ratelimit-reset'].includes(name),
    );
    const text = (await answer.text())
      .replaceAll(payload.reportId, 'ID')
      .replaceAll(receipt.reference, 'REFERENCE')
      .replaceAll(receipt.receiptToken, 'RECEIPT')
      .replaceAll(receipt.acceptedAt, 'TIME');
    return { status: answer.status, headers, text };
  };
  const level = (await world.caseOf(payload.reportId)).level;
  return { answers: [await plain(response), await plain(before), await plain(after)], level };
}

test('C9: no answer tells a reporter whether evidence verified, or why it did not', async () => {
  const { hub } = world;
  const own = () => `${randomUUID()}@messenger.test`;
  const genuine = () => disclose(hub.send({ sender: own() }));
  const bent = (item: Item, bend: (bytes: Buffer) => void): Item => {
    const revealed = item.revealed.map((part) => {
      const bytes = Buffer.from(part.part, 'base64url');
      if (part.index === 1) bend(bytes);
      return { ...part, part: bytes.toString('base64url') };
    });
    return { ...item, revealed };
  };
  const flipped = (item: Item, at: number): Item => {
    const stamp = Buffer.from(item.stamp, 'base64url');
    const index = at < 0 ? stamp.length + at : at;
    stamp[index] = (stamp[index] ?? 0) ^ 1;
    return { ...item, stamp: stamp.toString('base64url') };
  };
  const sameNumber = { sender: own(), sequence: 900 };
  const cases: [name: string, level: string, items: Item[], groups?: string[]][] = [
    ['genuine', 'VERIFIED', [genuine()]],
    ['an altered word', 'ASSERTED', [bent(genuine(), (bytes) => bytes.set([0x21], bytes.length - 1))]],
    ['an altered MAC', 'ASSERTED', [flipped(genuine(), -66)]],
    ['an altered signature', 'ASSERTED', [flipped(genuine(), -1)]],
    ['another hub under the same name', 'ASSERTED', [disclose(createSampleHub().send({ sender: own() }))]],
    ['a key that nobody has', 'ASSERTED', [disclose(createSampleHub({ keyId: 77 }).send({ sender: own() }))]],
    ['a group that the reporter was not in', 'ASSERTED', [genuine()], []],
    ['every word kept back', 'ATTESTED', [disclose(hub.send({ sender: own() }), 'reported', [1])]],
    [
      'a number given twice',
      'ASSERTED',
      [disclose(hub.send({ ...sameNumber, text: 'a' })), disclose(hub.send({ ...sameNumber, text: 'b' }))],
    ],
  ];
  const [, , first] = cases[0] ?? [];
  const reference = await answersTo(first ?? []);
  assert.equal(reference.answers[2]?.text.includes('in-review'), true);
  for (const [name, expected, items, groups] of cases) {
    const { answers, level } = await answersTo(items, groups);
    assert.deepEqual(answers, reference.answers, name);
    assert.equal(level, expected, name);
  }
});

test('C9 D1: an account that tries on is stopped, whatever ids and tokens it uses, and others are not', async (context) => {
  // the limit counts in minutes of the clock: it stands still, so that a slow machine makes no second minute of it
  context.mock.timers.enable({ apis: ['Date'], now: Date.now() });
  const reporter = 'probing@messenger.test';
  const statuses: number[] = [];
  let last: Response | undefined;
  for (let n = 0; n < reportsPerMinute + 3; n += 1) {
    // a new report, a new token, other groups each time
    last = await world.handIn(samplePayload(), { reporter, groups: n % 2 === 0 ? [] : [`Z${n}`] });
    statuses.push(last.status);
  }
  assert.deepEqual(statuses.slice(0, reportsPerMinute), Array(reportsPerMinute).fill(201));
  assert.deepEqual(statuses.slice(reportsPerMinute), [429, 429, 429]);
  assert.ok(last !== undefined && Number(last.headers.get('retry-after')) > 0);
  await assertProblem(last, 'rate-limited');
  const { kysely } = world.server.deps.database;
  const kept = await kysely.selectFrom('report').select('report_id').where('reporter', '=', reporter).execute();
  assert.equal(kept.length, reportsPerMinute, 'what was refused left nothing');
  await world.accepted(samplePayload(), { reporter: ana });

  context.mock.timers.tick(60_000);
  await world.accepted(samplePayload(), { reporter });
});
