/** A hub or follower that takes away from the stamp, or offers another one, so that a receiver accepts less. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodeCompactStamp, encodeStamp } from '../../src/index.ts';
import { bytes, join, put, zeros } from '../support/raw.ts';
import { asReceived } from '../support/scene.ts';
import { honest, withStamp } from './support/honest-message.ts';
import { judgement, openHouse, receive, report, say, verdict } from './support/house.ts';
import { dropped } from './support/verdicts.ts';

test('C6: downgrade, stamp or signature stripped', () => {
  assert.deepEqual(dropped(asReceived(honest, { stamp: zeros(0) })), { rule: 5, code: 'stamp-malformed' });
  const unsigned = { ...honest.stamp, signature: null };
  assert.deepEqual(dropped(withStamp(unsigned)), { rule: 5, code: 'signature-missing' });
  const compact = encodeCompactStamp(unsigned);
  assert.deepEqual(dropped(asReceived(honest, { stamp: compact })), { rule: 5, code: 'signature-missing' });
});

test('C7: there is one suite; stamps of another form are refused', () => {
  for (const form of [0, 3, 0x21, 0xff]) {
    const stamp = encodeStamp(honest.stamp);
    stamp[0] = form;
    assert.deepEqual(dropped(asReceived(honest, { stamp })), { rule: 5, code: 'stamp-malformed' });
  }
});

test('C6: mounted by a follower: the delivered stamp left out, emptied, cut at every length, or without its signature', async () => {
  const house = openHouse();
  const { message, stamp } = await say(house, house.mal, 'hello');
  for (let length = 0; length < stamp.length; length++) {
    assert.equal(
      verdict(receive(house, { message, stamp: stamp.subarray(0, length) })),
      'stamp-malformed',
      `${length}`,
    );
  }
  const unsigned = join(stamp.subarray(0, -65), bytes(0));
  assert.equal(verdict(receive(house, { message, stamp: unsigned })), 'signature-missing');
});

test('C6: evidence whose signature was taken off is refused by the safety team, which would otherwise trust its own MAC keys', async () => {
  const house = openHouse();
  const item = report(house, await say(house, house.mal, 'hello'));
  const stripped = join(item.stamp.subarray(0, -65), bytes(0));
  assert.equal(judgement(house, { ...item, stamp: stripped }), 'signature-missing');
});

test('C6: no message and no opt-in of the receiver turns a signing key into one that needs no signature', async () => {
  const house = openHouse();
  const { message, stamp } = await say(house, house.mal, 'hello');
  const unsigned = join(stamp.subarray(0, -65), bytes(0));
  const received = receive(house, { message, stamp: unsigned }, { acceptMacOnlyKeys: true });
  assert.equal(verdict(received), 'signature-missing');
});

test('C7: a full stamp that calls itself compact, and a compact one that calls itself full', async () => {
  const house = openHouse();
  const { message, stamp } = await say(house, house.mal, 'hello');
  const received = receive(house, { message, stamp });
  assert.ok(received.ok);
  for (const forged of [put(stamp, 0, bytes(1)), put(received.stampBytes, 0, bytes(2))]) {
    assert.equal(verdict(receive(house, { message, stamp: forged })), 'stamp-malformed');
  }
});

test('C7: bytes behind a stamp, in either form, that another suite could give a meaning to', async () => {
  const house = openHouse();
  const { message, stamp } = await say(house, house.mal, 'hello');
  const received = receive(house, { message, stamp });
  assert.ok(received.ok);
  for (const longer of [join(stamp, zeros(1)), join(received.stampBytes, zeros(1))]) {
    assert.equal(verdict(receive(house, { message, stamp: longer })), 'stamp-malformed');
  }
});

test('C7: evidence under another form, another scheme or a compact stamp is refused', async () => {
  const house = openHouse();
  const delivered = await say(house, house.mal, 'hello');
  const item = report(house, delivered);
  for (const form of [0, 2, 3, 0xff]) {
    assert.equal(judgement(house, { ...item, stamp: put(item.stamp, 0, bytes(form)) }), 'stamp-malformed');
  }
  assert.equal(judgement(house, { ...item, stamp: delivered.stamp }), 'stamp-malformed');
});
