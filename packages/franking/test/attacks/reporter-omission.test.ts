/** A reporter who leaves things out so that the rest means something else. What is left out shows. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createContent, discloseMessage, encodeAuthenticatedData, readEvidence, sequenceGap } from '../../src/index.ts';
import { sealEnvelope } from './support/envelope.ts';
import { draft, judge, judgement, mustVerify, noon, openHouse, report, say, submit } from './support/house.ts';

describe('A10: omission of context', () => {
  test('A10: a message kept back between two others leaves its number open', async () => {
    const house = openHouse();
    const said = [];
    for (const text of ['I could kill you', 'if you beat me again at this game', 'see you on Sunday']) {
      said.push(await say(house, house.mal, text));
    }
    const shown = said
      .filter((_, index) => index !== 1)
      .map((delivered) => mustVerify(judge(house, report(house, delivered))));
    const numbers = shown.map(({ stamp }) => stamp.context.sequence);
    assert.deepEqual(numbers, [1n, 3n], 'the hub numbers without gaps, so a gap is a message that was kept back');
    assert.deepEqual(sequenceGap(numbers[0] ?? 0n, numbers[1] ?? 0n), { from: 2n, to: 2n });
  });

  test('A10: the gap cannot be closed: no stamp can be renumbered, and no other message of the group has the number', async () => {
    const house = openHouse();
    const first = report(house, await say(house, house.mal, 'first'));
    await say(house, house.mal, 'kept back');
    const third = report(house, await say(house, house.mal, 'third'));
    const elsewhere = [];
    for (const text of ['one', 'two']) elsewhere.push(await say(house, house.mal, text, house.otherGroup));
    const second = report(house, elsewhere[1] ?? assert.fail(), undefined, house.otherGroup);
    const [a, b, c] = [first, second, third].map((item) => mustVerify(judge(house, item)).stamp.context);
    assert.ok(a && b && c);
    assert.deepEqual([a.sequence, b.sequence, c.sequence], [1n, 2n, 3n]);
    assert.notDeepEqual(
      b.groupId,
      a.groupId,
      'a number of another group fills no gap: numbers are compared within a group',
    );
  });

  test('A10: a part kept back stays visible as a place, to the safety team and in the reporter’s own preview', async () => {
    const house = openHouse();
    const parts = ['I will find you', 'and give your keys back'].map((text) => ({ type: 'text', text }) as const);
    const delivered = await say(house, house.mal, '', house.group, { parts });
    const item = report(house, delivered, [1]);
    assert.deepEqual(mustVerify(judge(house, item)).hidden, [2]);
    assert.deepEqual(readEvidence(item).hidden, [2]);
    assert.equal(judgement(house, { ...item, hidden: [], partCount: 2 }), 'mac-mismatch');
  });

  test('A10: the edit that took words back is a message of its own, with a number of its own', async () => {
    const house = openHouse();
    const { mal, group } = house;
    const header = { sender: mal.account, groupId: group.groupId, clientTime: noon, expiresAfter: 0 };
    const messageId = new Uint8Array(16).fill(9);
    const said = createContent({
      header: { ...header, messageId, kind: 'text', refersTo: null },
      parts: [{ type: 'text', text: 'go away' }],
    });
    const envelope = sealEnvelope(group, mal, { ...said, authenticatedData: encodeAuthenticatedData(said.tag) });
    const original = await submit(house.hub, mal.account, envelope);
    const edited = draft(group, mal, 'sorry, I did not mean it', { header: { kind: 'edit', refersTo: messageId } });
    const edit = await submit(house.hub, mal.account, sealEnvelope(group, mal, edited));
    const after = await say(house, mal, 'are you there?');
    const context = [original, after].map((delivered) => mustVerify(judge(house, report(house, delivered))));
    assert.deepEqual(
      context.map(({ stamp }) => stamp.context.sequence),
      [1n, 3n],
      'the edit is the gap',
    );
    assert.deepEqual(mustVerify(judge(house, report(house, edit))).header.refersTo, messageId);
  });

  test('A10: a reporter cannot keep the header back and with it who, where and what kind', async () => {
    const house = openHouse();
    const delivered = await say(house, house.mal, 'words');
    const item = report(house, delivered);
    const { partCount, revealed, stamp } = item;
    const hidden = [{ index: 0, leaf: new Uint8Array(32) }];
    assert.equal(judgement(house, { stamp, partCount, revealed: revealed.slice(1), hidden }), 'evidence-malformed');
    assert.throws(() => readEvidence({ stamp, partCount, revealed: revealed.slice(1), hidden }), {
      code: 'part-order',
    });
    const elsewhere = revealed.map((part) => ({ ...part, index: part.index + 1 }));
    assert.throws(() => readEvidence({ stamp, partCount, revealed: elsewhere, hidden }), { code: 'part-order' });
    assert.equal(judgement(house, { stamp, partCount: 3, revealed: elsewhere, hidden }), 'evidence-malformed');
    const { content } = draft(house.group, house.mal, 'x');
    assert.equal(discloseMessage({ content, stamp, reveal: [] }).revealed[0]?.index, 0);
  });
});
