/** A sender who claims to be someone else, somewhere else, or at another time. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asReceived, makeScene, otherGroupId } from '../support/scene.ts';
import { openEnvelope, removeMember, sealEnvelope } from './support/envelope.ts';
import { draft, judge, mustVerify, noon, openHouse, receive, report, say, submit, verdict } from './support/house.ts';
import { dropped } from './support/verdicts.ts';

const honest = makeScene();

test('B7: the header claims another sender than the credential', () => {
  const scene = makeScene({ header: { sender: 'ana@messenger.localhost' } });
  assert.deepEqual(dropped(asReceived(scene)), { rule: 2, code: 'sender-mismatch' });
  const claimed = makeScene({
    header: { sender: 'ana@messenger.localhost' },
    context: { sender: 'ana@messenger.localhost' },
  });
  assert.deepEqual(dropped(asReceived(claimed)), { rule: 2, code: 'sender-mismatch' });
});

test('B7: names that look alike are different accounts', () => {
  for (const name of ['m\u0430l@messenger.localhost', 'mal@messenger.localhost ', 'MAL@messenger.localhost']) {
    assert.equal(dropped(asReceived(makeScene({ header: { sender: name } }))).code, 'sender-mismatch');
  }
});

test('B8: a stamp of a stale epoch, a header of another group', () => {
  assert.deepEqual(dropped(asReceived(honest, { epoch: 6n })), { rule: 3, code: 'epoch-mismatch' });
  const scene = makeScene({ header: { groupId: otherGroupId } });
  assert.deepEqual(dropped(asReceived(scene)), { rule: 3, code: 'group-mismatch' });
  assert.deepEqual(dropped(asReceived(honest, { groupId: otherGroupId })), { rule: 3, code: 'group-mismatch' });
});

test('B7: mounted in a group: Mal writes as Ana, with his own device or through the hub under his own account', async () => {
  const house = openHouse();
  const { mal, ana, group } = house;
  const forged = draft(group, ana, 'I, Ana, say this');
  const delivered = await submit(house.hub, mal.account, sealEnvelope(group, mal, forged));
  assert.equal(verdict(receive(house, delivered)), 'sender-mismatch');
  const asAna = sealEnvelope(group, { ...mal, account: ana.account }, forged);
  const impersonated = await submit(house.hub, mal.account, asAna);
  assert.throws(() => openEnvelope(group, impersonated.message), /did not sign/);
});

test('B8: mounted in a group: words of an old epoch, under the old secret, and a tag that another group’s message has', async () => {
  const house = openHouse();
  const { mal, ana, group, otherGroup } = house;
  const next = removeMember(group, house.ben.account);
  const old = await submit(house.hub, mal.account, sealEnvelope(next, mal, draft(group, mal, 'late'), group.epoch));
  assert.equal(
    verdict(receive(house, old, { state: next, epoch: next.epoch })),
    'signature-invalid',
    'restamped as new',
  );
  const elsewhere = openEnvelope(otherGroup, (await say(house, mal, 'there', otherGroup)).message);
  const { content } = draft(group, mal, 'here');
  const borrowed = sealEnvelope(group, mal, { content, authenticatedData: elsewhere.authenticatedData });
  assert.equal(verdict(receive(house, await submit(house.hub, mal.account, borrowed))), 'tag-mismatch');
  assert.notEqual(ana.account, mal.account);
});

test('B12: a clock that lies by years moves nothing: not the order, not the verdict, not the time in the evidence', async () => {
  const house = openHouse();
  const { mal, group } = house;
  const said = [];
  for (const clientTime of [0, 2 ** 48 - 1, noon - 86_400_000]) {
    said.push(await say(house, mal, `at ${clientTime}`, group, { header: { clientTime } }));
  }
  const shown = said.map((delivered) => mustVerify(judge(house, report(house, delivered))));
  assert.deepEqual(
    shown.map(({ stamp }) => stamp.context.sequence),
    [1n, 2n, 3n],
  );
  for (const { stamp, header } of shown) {
    assert.equal(stamp.context.acceptedAt, noon, 'the time that counts is the hub’s');
    assert.notEqual(header.clientTime, stamp.context.acceptedAt, 'the sender’s stays what it is: a claim');
  }
  const last = shown[1]?.stamp.context ?? assert.fail();
  assert.equal(
    verdict(receive(house, said[2] ?? assert.fail(), { last })),
    'shown',
    'a clock that goes back drops nothing',
  );
});

test('B12: a time beyond 48 bits, negative or broken never reaches the wire', () => {
  const house = openHouse();
  for (const clientTime of [2 ** 48, -1, 0.5, Number.NaN]) {
    assert.throws(() => draft(house.group, house.mal, 'x', { header: { clientTime } }), { code: 'invalid-argument' });
  }
});
