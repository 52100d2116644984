/** A reporter who tells true words of another time, place or person, or tells them twice. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  discloseMessage,
  encodeStamp,
  findContradictions,
  generateMacOnlyHubKey,
  verifyEvidence,
} from '../../src/index.ts';
import { encodePart } from '../../src/part.ts';
import { flip, zeros } from '../support/raw.ts';
import { asEvidence, hubId, hubKey, makeScene, otherGroupId } from '../support/scene.ts';
import { openEnvelope, sealEnvelope } from './support/envelope.ts';
import {
  fullStamp,
  judge,
  judgement,
  mustVerify,
  openHouse,
  receive,
  report,
  say,
  submit,
  verdict,
} from './support/house.ts';
import { refused } from './support/verdicts.ts';

const honest = makeScene();

test('A4: sender, group, epoch, sequence, time and wire hash are those of the stamp', () => {
  const evidence = asEvidence(honest);
  const changes = [
    { sender: 'ana@messenger.localhost' },
    { groupId: otherGroupId },
    { epoch: 6n },
    { sequence: 40n },
    { acceptedAt: honest.stamp.context.acceptedAt - 1 },
    { messageHash: zeros(32) },
  ];
  for (const altered of changes) {
    const stamp = encodeStamp({ ...honest.stamp, context: { ...honest.stamp.context, ...altered } });
    assert.equal(refused({ ...evidence, stamp }), 'mac-mismatch');
  }
  for (let index = 0; index < evidence.stamp.length; index++)
    refused({ ...evidence, stamp: flip(evidence.stamp, index) });
});

test('A4: nor under a MAC-only key, where no signature stands behind the MAC', () => {
  const key = generateMacOnlyHubKey({ ...hubKey, keyId: 9 });
  const scene = makeScene({ key });
  const { context } = scene.stamp;
  const outcome = (altered: Partial<typeof context>) => {
    const stamp = encodeStamp({ ...scene.stamp, context: { ...context, ...altered } });
    const verified = verifyEvidence({ ...asEvidence(scene), stamp }, { keys: [key], hubId });
    return verified.ok ? 'verified' : verified.code;
  };
  assert.equal(outcome({}), 'verified');
  for (const altered of [{ epoch: 6n }, { sequence: 40n }, { acceptedAt: context.acceptedAt - 1 }]) {
    assert.equal(outcome(altered), 'mac-mismatch');
  }
});

test('A4: one hub cannot speak for another, even where both hold a key of one id', () => {
  const verified = verifyEvidence(asEvidence(honest), { keys: [hubKey], hubId: 'other.localhost' });
  assert.equal(verified.ok ? 'verified' : verified.code, 'hub-mismatch');
});

describe('A5: replay of another’s report, and one message twice', () => {
  test('A5: reported twice, by two people, opened in two ways: the same message by hub, group and sequence', async () => {
    const house = openHouse();
    const parts = ['first', 'second'].map((text) => ({ type: 'text', text }) as const);
    const delivered = await say(house, house.mal, '', house.group, { parts });
    const items = [[1], [2], [1, 2]].map((reveal) => mustVerify(judge(house, report(house, delivered, reveal))));
    const names = items.map(({ stamp: { context } }) =>
      JSON.stringify([context.hubId, [...context.groupId], `${context.sequence}`]),
    );
    assert.equal(new Set(names).size, 1, 'one message under several names would count several times');
    assert.deepEqual(findContradictions(items), [], 'and it is no fault of the hub');
  });

  test('A5: someone else’s evidence can be filed again and says the same: it cannot be renumbered, moved or opened further', async () => {
    const house = openHouse();
    const parts = ['I know where you live', 'Ana’s address'].map((text) => ({ type: 'text', text }) as const);
    const item = report(house, await say(house, house.mal, '', house.group, { parts }), [1]);
    const { stamp } = mustVerify(judge(house, item));
    const changes = [
      { sequence: stamp.context.sequence + 1n },
      { acceptedAt: stamp.context.acceptedAt + 1 },
      { groupId: house.otherGroup.groupId },
    ];
    for (const change of changes) {
      const altered = encodeStamp({ ...stamp, context: { ...stamp.context, ...change } });
      assert.equal(judgement(house, { ...item, stamp: altered }), 'mac-mismatch');
    }
    const elsewhere = verifyEvidence(item, { keys: house.hub.verifyKeys(), hubId: 'other.localhost' });
    assert.equal(elsewhere.ok ? 'verified' : elsewhere.code, 'hub-mismatch');
    const [hidden] = item.hidden;
    const [, revealed] = item.revealed;
    assert.ok(hidden && revealed);
    for (const key of [revealed.key, hidden.leaf, zeros(32)]) {
      const opened = { index: 2, key, part: encodePart({ type: 'text', text: 'Ana’s address' }) };
      assert.equal(judgement(house, { ...item, revealed: [...item.revealed, opened], hidden: [] }), 'mac-mismatch');
    }
  });

  test('A5: Mal’s own wire bytes submitted again by a member are stamped with the member’s name and shown to nobody', async () => {
    const house = openHouse();
    const first = await say(house, house.mal, 'look at this');
    const again = await submit(house.hub, house.ana.account, first.message);
    assert.equal(verdict(receive(house, again)), 'signature-invalid', 'MLS says Mal, the stamp says Ana');
    const { content } = openEnvelope(house.group, first.message);
    assert.equal(verdict(receive(house, again, { sender: house.ana.account })), 'sender-mismatch');
    const stamp = fullStamp(again, house.ana.account);
    assert.equal(judgement(house, discloseMessage({ content, stamp })), 'sender-mismatch');
  });

  test('A5: a delivered message delivered once more is not shown once more', async () => {
    const house = openHouse();
    const delivered = await say(house, house.mal, 'only once');
    const received = receive(house, delivered);
    assert.ok(received.ok);
    assert.equal(verdict(receive(house, delivered, { last: received.stamp.context })), 'sequence-not-new');
  });
});

describe('A6: cross-group splice', () => {
  test('A6: a message of one group submitted to another by a member is no evidence about its author, and shown to nobody', async () => {
    const house = openHouse();
    const { ana, group, otherGroup } = house;
    const said = await say(house, house.mal, 'words for three people');
    const { content, authenticatedData } = openEnvelope(group, said.message);
    const spliced = await submit(house.hub, ana.account, sealEnvelope(otherGroup, ana, { content, authenticatedData }));
    assert.equal(verdict(receive(house, spliced, { state: otherGroup })), 'sender-mismatch');
    const stamp = fullStamp(spliced, ana.account);
    assert.equal(judgement(house, discloseMessage({ content, stamp })), 'sender-mismatch');
  });

  test('A6: not even where the author’s own account submits it: the header names the group it was written for', async () => {
    const house = openHouse();
    const { mal, group, otherGroup } = house;
    const { content, authenticatedData } = openEnvelope(
      group,
      (await say(house, mal, 'words for three people')).message,
    );
    const spliced = await submit(house.hub, mal.account, sealEnvelope(otherGroup, mal, { content, authenticatedData }));
    assert.equal(verdict(receive(house, spliced, { state: otherGroup })), 'group-mismatch');
    const stamp = fullStamp(spliced, mal.account);
    assert.equal(judgement(house, discloseMessage({ content, stamp })), 'group-mismatch');
  });

  test('A6: the parts of one group’s message under the stamp of another’s', async () => {
    const house = openHouse();
    const inGroup = report(house, await say(house, house.mal, 'said here'));
    const inOther = report(
      house,
      await say(house, house.mal, 'said there', house.otherGroup),
      undefined,
      house.otherGroup,
    );
    assert.equal(judgement(house, { ...inGroup, stamp: inOther.stamp }), 'mac-mismatch');
  });
});
