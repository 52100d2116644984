/**
 * C8: a hub that stamps for a sender who sent nothing. With a reporter it can invent evidence, and that evidence verifies:
 * F1 proves what the hub vouches for (docs/spec/franking.md §10.1). These tests say what verifies and what bounds it.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createHub } from '@wellhouse/hub';
import { encodeStamp, findContradictions } from '../../src/index.ts';
import { encodeHeaderPart, encodePart } from '../../src/part.ts';
import { makeHeader } from '../support/scene.ts';
import { inventEvidence } from './support/accomplice.ts';
import { openEnvelope, sealEnvelope } from './support/envelope.ts';
import {
  draft,
  fullStamp,
  type House,
  houseHubId,
  judge,
  judgement,
  mustVerify,
  noon,
  openHouse,
  receive,
  report,
  say,
  submit,
  verdict,
} from './support/house.ts';

/** Words that Mal never said, in parts that name Mal. */
function invented(house: House): Uint8Array[] {
  const header = makeHeader({ sender: house.mal.account, groupId: house.group.groupId });
  return [encodeHeaderPart(header), encodePart({ type: 'text', text: 'words that nobody sent' })];
}

test('C8: what was sent by one account and stamped for another is shown to nobody, so that only a reporter who lies can use it', async () => {
  const house = openHouse();
  const { mal, ana, group } = house;
  const message = sealEnvelope(group, mal, draft(group, mal, 'mine'));
  const delivered = await submit(house.hub, ana.account, message);
  const full = encodeStamp(fullStamp(delivered, ana.account));
  assert.equal(verdict(receive(house, { message, stamp: full })), 'sender-mismatch');
  assert.equal(verdict(receive(house, delivered)), 'signature-invalid');
});

describe('C8: hub and reporter invent evidence', () => {
  test('C8: it verifies: the verdict says that the hub vouches for the account, and nothing about the account’s device', async () => {
    const house = openHouse();
    const { evidence } = await inventEvidence(house, house.group, house.mal.account, invented(house));
    const { stamp } = mustVerify(judge(house, evidence));
    assert.equal(stamp.context.sender, house.mal.account);
    assert.equal(stamp.context.hubId, houseHubId);
  });

  test('C8: a reporter alone, or a hub of another name, cannot do it', async () => {
    const house = openHouse();
    const other = openHouse();
    const rogue = {
      ...other,
      hub: createHub({ hubId: 'rogue.localhost', keys: house.keys, store: { next: () => 1n }, clock: () => noon }),
    };
    const accepted = await inventEvidence(rogue, house.group, house.mal.account, invented(house));
    assert.equal(judgement(house, accepted.evidence), 'mac-mismatch', 'written down under the name of the honest hub');
    const own = await say(house, house.ana, 'the only stamp that Ana can get carries her own name');
    const [header, words] = invented(house);
    assert.ok(header && words);
    const item = report(house, own);
    const [first, second] = item.revealed;
    assert.ok(first && second);
    const revealed = [
      { ...first, part: header },
      { ...second, part: words },
    ];
    assert.equal(judgement(house, { ...item, revealed }), 'mac-mismatch');
  });

  test('C8: bound 1: no member ever received it; the bytes that the stamp names open on no device', async () => {
    const house = openHouse();
    const { delivered } = await inventEvidence(house, house.group, house.mal.account, invented(house));
    assert.throws(() => openEnvelope(house.group, delivered.message));
  });

  test('C8: bound 2: under a number that honest members hold a message of, their evidence contradicts it', async () => {
    const house = openHouse();
    const real = mustVerify(judge(house, report(house, await say(house, house.mal, 'what Mal really said'))));
    const hub = createHub({ hubId: houseHubId, keys: house.keys, store: { next: () => 1n }, clock: () => noon });
    const { evidence } = await inventEvidence({ ...house, hub }, house.group, house.mal.account, invented(house));
    const lie = mustVerify(judge(house, evidence));
    assert.deepEqual(findContradictions([real, lie]), [{ kind: 'sequence-reused', first: 0, second: 1 }]);
  });

  test('C8: bound 3: under a number of its own it leaves a hole in what every honest member holds', async () => {
    const house = openHouse();
    const before = await say(house, house.mal, 'before');
    const { delivered } = await inventEvidence(house, house.group, house.mal.account, invented(house));
    const after = await say(house, house.ana, 'after');
    const held = [before, after].map((item) => mustVerify(judge(house, report(house, item))).stamp.context.sequence);
    assert.deepEqual(held, [1n, 3n]);
    assert.equal(delivered.sequence, 2n, 'the number of the hole is that of the invention');
  });

  test('C8: bound 4: slipped in afterwards, its time betrays it beside what others hold', async () => {
    const house = openHouse();
    const late = createHub({
      hubId: houseHubId,
      keys: house.keys,
      store: { next: () => 2n },
      clock: () => noon + 60_000,
    });
    const { evidence } = await inventEvidence({ ...house, hub: late }, house.group, house.mal.account, invented(house));
    const other = createHub({ hubId: houseHubId, keys: house.keys, store: { next: () => 3n }, clock: () => noon });
    const real = await say({ ...house, hub: other }, house.ana, 'third');
    const items = [evidence, report(house, real)].map((item) => mustVerify(judge(house, item)));
    assert.deepEqual(findContradictions(items), [{ kind: 'time-reversed', first: 0, second: 1 }]);
  });
});
