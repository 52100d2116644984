/** A hub that lies about time and order, or tells each receiver another history. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createHub } from '@wellhouse/hub';
import { checkReceived, findContradictions, verifyEvidence } from '../../src/index.ts';
import { acceptedAt, asEvidence, asReceived, hubId, hubKey, makeScene, type Scene } from '../support/scene.ts';
import { readOutside, sealEnvelope } from './support/envelope.ts';
import { honest, withContext } from './support/honest-message.ts';
import {
  draft,
  houseHubId,
  judge,
  mustVerify,
  noon,
  openHouse,
  receive,
  report,
  say,
  verdict,
} from './support/house.ts';
import { dropped } from './support/verdicts.ts';

describe('C3: the time cannot be altered, nor made to go back or far ahead', () => {
  test('C3: altered by someone without the key', () => {
    assert.equal(dropped(withContext({ acceptedAt: acceptedAt - 60_000 })).code, 'signature-invalid');
    assert.equal(dropped(withContext({ acceptedAt: acceptedAt + 60_000 })).code, 'signature-invalid');
  });

  test('C3: stamped by the hub itself before the message that came earlier', () => {
    const backdated = makeScene({ context: { acceptedAt: acceptedAt - 60_000 } });
    assert.deepEqual(dropped(asReceived(backdated)), { rule: 7, code: 'time-backwards' });
  });

  test('C3: stamped by the hub itself ahead of the receiver, at the edge of the tolerated skew', () => {
    const skew = { maximumSkewMs: 5_000 };
    assert.ok(checkReceived(asReceived(honest, { ...skew, now: acceptedAt - 5_000 })).ok);
    assert.deepEqual(dropped(asReceived(honest, { ...skew, now: acceptedAt - 5_001 })), {
      rule: 7,
      code: 'time-in-future',
    });
  });

  test('C3: a receiver whose clock is a day behind, or a year ahead, still reads its messages', () => {
    const day = 24 * 3_600_000;
    assert.ok(checkReceived(asReceived(honest, { now: acceptedAt - day })).ok);
    assert.ok(checkReceived(asReceived(honest, { now: acceptedAt + 365 * day })).ok);
  });
});

test('C3: an honest hub whose clock goes back does not take the group’s times back with it', async () => {
  const readings = [noon, noon - 50_000, noon + 5];
  const house = openHouse({ clock: () => readings.shift() ?? noon });
  let last: { sequence: bigint; acceptedAt: number } | null = null;
  for (const expected of [noon, noon, noon + 5]) {
    const delivered = await say(house, house.mal, 'tick');
    assert.equal(delivered.acceptedAt, expected);
    const received = receive(house, delivered, { last });
    assert.ok(received.ok, received.ok ? '' : received.code);
    assert.equal(received.stamp.context.acceptedAt, expected);
    last = received.stamp.context;
  }
});

describe('C4: sequences are used once and go up', () => {
  test('C4: reuse, replay and reordering', () => {
    for (const sequence of [41n, 42n, 1_000n]) {
      const last = { sequence, acceptedAt };
      assert.deepEqual(dropped(asReceived(honest, { last })), { rule: 6, code: 'sequence-not-new' });
    }
  });

  test('C4: a gap is no reason to drop: others may have been deleted or withheld', () => {
    assert.ok(checkReceived(asReceived(honest, { last: { sequence: 3n, acceptedAt } })).ok);
    assert.ok(checkReceived(asReceived(honest, { last: null })).ok);
  });
});

/** A hub of the same name and keys that numbers anew: what a malicious operator runs beside the first. */
function twin(house: ReturnType<typeof openHouse>, sequences: readonly bigint[], clock = () => noon) {
  const left = [...sequences];
  return {
    ...house,
    hub: createHub({ hubId: houseHubId, keys: house.keys, store: { next: () => left.shift() ?? 99n }, clock }),
  };
}

describe('C4: fork per recipient, proved by two honest receivers together', () => {
  test('C4: one number for two messages: each is shown, each verifies, together they convict the hub', async () => {
    const house = openHouse();
    const forAna = await say(house, house.mal, 'meet me at the station');
    const forBen = await say(twin(house, [1n]), house.mal, 'never come near me again');
    const items = [forAna, forBen].map((delivered) => mustVerify(judge(house, report(house, delivered))));
    assert.deepEqual(findContradictions(items), [{ kind: 'sequence-reused', first: 0, second: 1 }]);
  });

  test('C4: one number for one message under two times', async () => {
    const house = openHouse();
    const { mal, group } = house;
    const message = sealEnvelope(group, mal, draft(group, mal, 'once'));
    const submission = { sender: mal.account, message, ...readOutside(message) };
    const early = await house.hub.accept(submission);
    const late = await twin(house, [1n], () => noon + 60_000).hub.accept(submission);
    const items = [early, late].map((accepted) => mustVerify(judge(house, report(house, { message, ...accepted }))));
    assert.deepEqual(findContradictions(items), [{ kind: 'sequence-reused', first: 0, second: 1 }]);
  });

  test('C4: one number and one context for two tags: the MACs tell them apart', () => {
    const a = makeScene({ label: 'one tag' });
    const b = makeScene({ label: 'another tag', context: { messageHash: a.stamp.context.messageHash } });
    const items = [a, b].map(verifiedScene);
    assert.deepEqual(items[0]?.stamp.context, items[1]?.stamp.context);
    assert.deepEqual(findContradictions(items), [{ kind: 'sequence-reused', first: 0, second: 1 }]);
  });

  test('C4: reordered: a higher number with an earlier time', () => {
    const items = [
      makeScene({ label: 'a', context: { sequence: 44n, acceptedAt: acceptedAt + 5 } }),
      makeScene({ label: 'b', context: { sequence: 45n, acceptedAt: acceptedAt + 5 } }),
      makeScene({ label: 'c', context: { sequence: 43n, acceptedAt: acceptedAt + 9 } }),
      makeScene({ label: 'd', context: { sequence: 42n, acceptedAt } }),
    ].map(verifiedScene);
    assert.deepEqual(findContradictions(items), [
      { kind: 'time-reversed', first: 2, second: 0 },
      { kind: 'time-reversed', first: 2, second: 1 },
    ]);
  });

  test('C4: an honest history holds none, in whatever order it is reported, however often, over groups and hubs', async () => {
    const house = openHouse();
    const items = [];
    for (const text of ['one', 'two', 'three']) {
      for (const group of [house.group, house.otherGroup]) {
        const delivered = await say(house, house.mal, text, group);
        items.unshift(mustVerify(judge(house, report(house, delivered, undefined, group))));
      }
    }
    assert.deepEqual(findContradictions([...items, ...items]), []);
    const sameNumber = makeScene({ context: { sequence: 1n } });
    assert.deepEqual(
      findContradictions([...items, verifiedScene(sameNumber)]),
      [],
      'another hub numbers its own groups',
    );
  });

  test('C4: a receiver that was shown one branch drops the other where it meets it', async () => {
    const house = openHouse();
    const shown = receive(house, await say(house, house.mal, 'first branch'));
    assert.ok(shown.ok);
    const other = await say(twin(house, [1n]), house.mal, 'second branch');
    assert.equal(verdict(receive(house, other, { last: shown.stamp.context })), 'sequence-not-new');
  });
});

function verifiedScene(scene: Scene) {
  return mustVerify(verifyEvidence(asEvidence(scene), { keys: [hubKey], hubId }));
}

test('C4: two messages under one number contradict even where the hub found two tags with one MAC', () => {
  // 2^64 tries at a MAC of 128 bits: here the second item is given the MAC of the first instead
  const verified = [honest, makeScene({ label: 'other', context: honest.stamp.context })].map((scene) => {
    const judged = verifyEvidence(asEvidence(scene), { keys: [hubKey], hubId });
    assert.ok(judged.ok);
    return judged;
  });
  const [first, second] = verified;
  assert.ok(first && second);
  const collided = { ...second, stamp: { ...second.stamp, mac: first.stamp.mac } };
  assert.deepEqual(findContradictions([first, collided]), [{ kind: 'sequence-reused', first: 0, second: 1 }]);
  assert.deepEqual(findContradictions([first, { ...first, hidden: [1], parts: [] }]), []);
});
