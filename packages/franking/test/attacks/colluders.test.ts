/** Several attackers together: a sender with a reporter, a reporter with a provider that relays. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { computeLeaf } from '../../src/commitment.ts';
import {
  discloseMessage,
  encodeStamp,
  expandStamp,
  type FrankedEvidence,
  findContradictions,
  type Stamp,
} from '../../src/index.ts';
import { zeros } from '../support/raw.ts';
import { openEnvelope, sealEnvelope } from './support/envelope.ts';
import {
  draft,
  fullStamp,
  type House,
  houseHubId,
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

describe('D1: sender and reporter flood the safety team with messages that no honest member could open', () => {
  /** Mal has the hub stamp a tag beside bytes that are no message at all, and hands Ana the opening on another way. */
  async function phantom(house: House, text: string) {
    const { mal, group } = house;
    const { content, authenticatedData } = draft(group, mal, text);
    const message = Buffer.concat([Buffer.from('not a message '), authenticatedData]);
    const { groupId, epoch } = group;
    const accepted = await house.hub.accept({ sender: mal.account, groupId, epoch, authenticatedData, message });
    const stamp = fullStamp({ message, ...accepted }, mal.account, group);
    return { message, content, stamp };
  }

  test('D1: no honest device opens one, so none is shown and none is reported by anyone but the accomplice', async () => {
    const house = openHouse();
    const { message } = await phantom(house, 'phantom');
    assert.throws(() => openEnvelope(house.group, message));
  });

  test('D1: the evidence verifies and accuses the flooder alone: the account that the hub authenticated', async () => {
    const house = openHouse();
    const { content, stamp } = await phantom(house, 'phantom');
    const { header } = mustVerify(judge(house, discloseMessage({ content, stamp })));
    assert.equal(header.sender, house.mal.account);
    for (const sender of [house.ana.account, house.ben.account]) {
      const blamed = { ...stamp, context: { ...stamp.context, sender } };
      assert.equal(judgement(house, discloseMessage({ content, stamp: blamed })), 'mac-mismatch');
    }
  });

  test('D1: one submission is one message however many items are made of it: the flood costs a number of the hub each', async () => {
    const house = openHouse();
    const { mal, group } = house;
    const parts = Array.from({ length: 8 }, (_, index) => ({ type: 'text', text: `part ${index}` }) as const);
    const { content, authenticatedData } = draft(group, mal, '', { parts });
    const message = zeros(64);
    const outside = { groupId: group.groupId, epoch: group.epoch };
    const accepted = await house.hub.accept({ sender: mal.account, ...outside, authenticatedData, message });
    const stamp = fullStamp({ message, ...accepted }, mal.account, outside);
    const items = Array.from({ length: 256 }, (_, mask) => {
      const reveal = parts.flatMap((_, index) => ((mask >> index) & 1 ? [index + 1] : []));
      return mustVerify(judge(house, discloseMessage({ content, stamp, reveal })));
    });
    const names = new Set(
      items.map(({ stamp: { context } }) => `${context.hubId} ${context.groupId} ${context.sequence}`),
    );
    assert.equal(names.size, 1);
    assert.deepEqual(findContradictions(items), []);
  });

  test('D1: a tag that the content does not open is dropped by every device and refused in a report', async () => {
    const house = openHouse();
    const { mal, group } = house;
    const { authenticatedData } = draft(group, mal, 'one');
    const { content } = draft(group, mal, 'another');
    const delivered = await submit(house.hub, mal.account, sealEnvelope(group, mal, { content, authenticatedData }));
    assert.equal(verdict(receive(house, delivered)), 'tag-mismatch');
    const evidence = discloseMessage({ content, stamp: fullStamp(delivered, mal.account) });
    assert.equal(judgement(house, evidence), 'mac-mismatch');
  });
});

describe('D2: a reporter, whose device checks nothing, and a provider that relays', () => {
  test('D2: the stamp of one message, the words of another: the safety team computes what the device left out', async () => {
    const house = openHouse();
    const kind = await say(house, house.mal, 'good morning');
    const { content } = draft(house.group, house.mal, 'I will hurt you');
    assert.equal(
      judgement(house, discloseMessage({ content, stamp: fullStamp(kind, house.mal.account) })),
      'mac-mismatch',
    );
  });

  test('D2: the parts of two messages of one sender mixed, with and without the leaves of the first', async () => {
    const house = openHouse();
    const parts = (label: string) =>
      ['one', 'two'].map((text) => ({ type: 'text', text: `${label} ${text}` }) as const);
    const [a, b] = [
      report(house, await say(house, house.mal, '', house.group, { parts: parts('a') })),
      report(house, await say(house, house.mal, '', house.group, { parts: parts('b') })),
    ];
    for (const index of [0, 1, 2]) {
      const revealed = a.revealed.map((part, at) => (at === index ? (b.revealed[at] ?? part) : part));
      assert.equal(judgement(house, { ...a, revealed }), 'mac-mismatch');
    }
    const [header, ...body] = b.revealed;
    assert.ok(header);
    const hidden = body.map(({ index, key, part }) => ({ index, leaf: computeLeaf(key, part) }));
    assert.equal(judgement(house, { ...a, revealed: a.revealed.slice(0, 1), hidden }), 'mac-mismatch');
  });

  test('D2: every field of the context rewritten on the way, in the compact stamp and in the full one', async () => {
    const house = openHouse();
    const delivered = await say(house, house.mal, 'hello');
    const { content } = openEnvelope(house.group, delivered.message);
    const stamp = fullStamp(delivered, house.mal.account);
    const { context } = stamp;
    const known = { hubId: houseHubId, sender: house.mal.account, ...house.group, message: delivered.message };
    const forged: Stamp[] = [
      expandStamp(delivered.stamp, { ...known, message: zeros(8) }),
      expandStamp(delivered.stamp, { ...known, epoch: 6n }),
      expandStamp(delivered.stamp, { ...known, groupId: house.otherGroup.groupId }),
      { ...stamp, context: { ...context, sequence: context.sequence + 1n } },
      { ...stamp, context: { ...context, acceptedAt: context.acceptedAt - 60_000 } },
    ];
    for (const item of forged)
      assert.equal(judgement(house, discloseMessage({ content, stamp: item })), 'mac-mismatch');
  });

  test('D2: the reporter’s own message made to look like someone else’s: the stamp keeps the reporter’s name', async () => {
    const house = openHouse();
    const { ana, mal, group } = house;
    const framed = draft(group, mal, 'as if Mal had said it');
    const delivered = await submit(house.hub, ana.account, sealEnvelope(group, ana, framed));
    const evidence = (stamp: Stamp): FrankedEvidence => discloseMessage({ content: framed.content, stamp });
    assert.equal(judgement(house, evidence(fullStamp(delivered, ana.account))), 'sender-mismatch');
    assert.equal(judgement(house, evidence(fullStamp(delivered, mal.account))), 'mac-mismatch');
  });

  test('D2: the signature taken off or replaced by another', async () => {
    const house = openHouse();
    const item = report(house, await say(house, house.mal, 'hello'));
    const { stamp } = mustVerify(judge(house, item));
    for (const [signature, code] of [
      [null, 'signature-missing'],
      [zeros(64), 'signature-invalid'],
    ] as const) {
      assert.equal(judgement(house, { ...item, stamp: encodeStamp({ ...stamp, signature }) }), code);
    }
  });
});
