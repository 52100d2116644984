import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { ana, ben, disclose, samplePayload } from '../support/sample-hub.ts';
import { type AttackWorld, startAttackWorld } from './support/attack-world.ts';

let world: AttackWorld;
before(async () => {
  world = await startAttackWorld();
});
after(() => world.server.close());

const newGroup = () => Buffer.from(randomUUID()).toString('base64url');
const newSender = () => `${randomUUID()}@messenger.test`;
const then = 'reporter-not-in-group-then';

test('D3: a removed member reports what it held, and a message of a later epoch counts as its word alone', async () => {
  const [group, sender] = [newGroup(), newSender()];
  const messages = [0, 1, 2, 3, 4, 5, 6, 7].map((epoch) => world.hub.send({ group, sender, epoch }));
  // in the group for epochs 1 to 3, thrown out, taken back for epoch 6, thrown out again
  const spans = [
    { from: 1, to: 3 },
    { from: 6, to: 6 },
  ];
  const payload = samplePayload({ evidence: messages.map((message) => disclose(message)) });
  await world.accepted(payload, { groups: [{ groupId: group, spans }] });
  await world.server.worker.drain();
  assert.deepEqual(await world.seen(payload.reportId), [
    [1, 'ASSERTED', then],
    [2, 'VERIFIED'],
    [3, 'VERIFIED'],
    [4, 'VERIFIED'],
    [5, 'ASSERTED', then],
    [6, 'ASSERTED', then],
    [7, 'VERIFIED'],
    [8, 'ASSERTED', then],
  ]);
});

test('D3: with nothing but a message from after its removal, a colluding member’s gift, the case stays unproven', async () => {
  const [group, sender] = [newGroup(), newSender()];
  const message = world.hub.send({ group, sender, epoch: 4 });
  const subject = { kind: 'account' as const, accountId: sender };
  const removed = samplePayload({ subject, evidence: [disclose(message)] });
  await world.accepted(removed, { groups: [{ groupId: group, spans: [{ from: 1, to: 3 }] }] });
  await world.server.worker.drain();
  assert.equal((await world.caseOf(removed.reportId)).level, 'ASSERTED');
  assert.match(JSON.stringify(await world.seen(removed.reportId)), /reporter-not-in-group-then/);
  // the member who passed it on can report it, and then it is proof
  const member = samplePayload({ subject, evidence: [disclose(message)] });
  await world.accepted(member, { reporter: ben, groups: [{ groupId: group, spans: [{ from: 0, to: null }] }] });
  await world.server.worker.drain();
  assert.equal((await world.caseOf(member.reportId)).level, 'VERIFIED');
});

test('D3: a newcomer with a message from before it joined is told apart from one with its first message', async () => {
  const [group, sender] = [newGroup(), newSender()];
  const [before, first] = [4, 5].map((epoch) => world.hub.send({ group, sender, epoch }));
  assert.ok(before && first);
  const payload = samplePayload({ evidence: [disclose(before), disclose(first)] });
  await world.accepted(payload, { groups: [{ groupId: group, spans: [{ from: 5, to: null }] }] });
  await world.server.worker.drain();
  assert.deepEqual(await world.seen(payload.reportId), [
    [1, 'ASSERTED', then],
    [2, 'VERIFIED'],
  ]);
});

test('D3: the epoch decides, not the number: a message in flight when the member was removed is still its own', async () => {
  const [group, sender] = [newGroup(), newSender()];
  // a hub that accepts the old epoch a little longer numbers it after one of the new epoch
  const messages = [3, 4, 3].map((epoch) => world.hub.send({ group, sender, epoch }));
  const payload = samplePayload({ evidence: messages.map((message) => disclose(message)) });
  await world.accepted(payload, { groups: [{ groupId: group, spans: [{ from: 1, to: 3 }] }] });
  await world.server.worker.drain();
  assert.deepEqual(await world.seen(payload.reportId), [
    [1, 'VERIFIED'],
    [2, 'ASSERTED', then],
    [3, 'VERIFIED'],
  ]);
});

test('D3: spans of one group vouch for no other, and a group that is not named for none', async () => {
  const [here, there, sender] = [newGroup(), newGroup(), newSender()];
  const [one, two] = [2, 2].map((epoch) => disclose(world.hub.send({ group: there, sender, epoch })));
  assert.ok(one && two);
  const always = [{ from: 0, to: null }];
  const payload = samplePayload({ evidence: [one] });
  await world.accepted(payload, { groups: [{ groupId: here, spans: always }] });
  const rejoined = samplePayload({ evidence: [two] });
  await world.accepted(rejoined, {
    groups: [
      { groupId: here, spans: always },
      { groupId: there, spans: [{ from: 3, to: null }] },
    ],
  });
  await world.server.worker.drain();
  assert.deepEqual(await world.seen(payload.reportId), [[1, 'ASSERTED', 'reporter-not-in-group']]);
  assert.deepEqual(await world.seen(rejoined.reportId), [[2, 'ASSERTED', then]]);
});

test('D3: what the hub said counts as of the submission; a later removal takes nothing back', async () => {
  const [group, sender] = [newGroup(), newSender()];
  const message = world.hub.send({ group, sender, epoch: 2 });
  const payload = samplePayload({ evidence: [disclose(message)] });
  const receipt = await world.accepted(payload, { groups: [{ groupId: group, spans: [{ from: 0, to: 2 }] }] });
  // the same report again, with a token of after the removal that says less
  const again = await world.handIn(payload, { reporter: ana, groups: [] });
  assert.equal(again.status, 422, 'sealed anew it is another report');
  await world.server.worker.drain();
  assert.equal((await (await world.status(receipt)).json()).status, 'in-review');
  assert.deepEqual(await world.seen(payload.reportId), [[1, 'VERIFIED']]);
});
