/** A hub, or a follower that relays for it, which moves or alters stamps. Every attempt has to fail at the receiver. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  type CheckReceivedInput,
  checkReceived,
  createStamp,
  encodeCompactStamp,
  encodeStamp,
  type Stamp,
  verifyEvidence,
} from '../../src/index.ts';
import { ed25519Sign } from '../../src/primitives-node.ts';
import { stampContextBytes } from '../../src/stamp-context.ts';
import { computeStampMac, stampSignatureInput } from '../../src/stamp-inputs.ts';
import { flip } from '../support/raw.ts';
import { asEvidence, asReceived, hubId, hubKey, makeScene } from '../support/scene.ts';
import { openHouse, receive, say, verdict } from './support/house.ts';
import { dropped } from './support/verdicts.ts';

const honest = makeScene();
const innocuous = makeScene({ label: 'innocuous', parts: [{ type: 'text', text: 'good morning' }] });

function withStamp(stamp: Stamp): CheckReceivedInput {
  return asReceived(honest, { stamp: encodeStamp(stamp) });
}

describe('C1: frank swap, the stamp of an innocuous message on an abusive one', () => {
  test('C1: as it stands: it names other wire bytes', () => {
    assert.deepEqual(dropped(withStamp(innocuous.stamp)), { rule: 3, code: 'message-mismatch' });
  });

  test('C1: with the wire hash replaced: the signature covers it', () => {
    const { messageHash } = honest.stamp.context;
    const stamp = { ...innocuous.stamp, context: { ...innocuous.stamp.context, messageHash } };
    assert.deepEqual(dropped(withStamp(stamp)), { rule: 5, code: 'signature-invalid' });
  });

  test('C1: in compact form, where the receiver supplies the context', () => {
    const stamp = encodeCompactStamp(innocuous.stamp);
    assert.deepEqual(dropped(asReceived(honest, { stamp })), { rule: 5, code: 'signature-invalid' });
  });

  test('C1: with the same wire bytes: the signature covers the tag itself', () => {
    const { context } = honest.stamp;
    const swapped = createStamp({ key: hubKey, tag: innocuous.tag, context });
    assert.deepEqual(dropped(withStamp(swapped)), { rule: 5, code: 'signature-invalid' });
  });
});

test('C2: no bit of MAC or signature can be altered, in either form', () => {
  for (const encoded of [encodeStamp(honest.stamp), encodeCompactStamp(honest.stamp)]) {
    for (let index = encoded.length - 81; index < encoded.length; index++) {
      const { code } = dropped(asReceived(honest, { stamp: flip(encoded, index) }));
      assert.ok(['signature-invalid', 'stamp-malformed'].includes(code), code);
    }
  }
});

test('C1: mounted by a follower that relays: two real messages of one sender, their stamps exchanged', async () => {
  const house = openHouse();
  const [kind, cruel] = [await say(house, house.mal, 'good morning'), await say(house, house.mal, 'I will hurt you')];
  assert.equal(verdict(receive(house, { message: cruel.message, stamp: kind.stamp })), 'signature-invalid');
  assert.equal(verdict(receive(house, { message: kind.message, stamp: cruel.stamp })), 'signature-invalid');
  assert.equal(verdict(receive(house, cruel)), 'shown');
});

test('C2: a hub that signs a wrong MAC is found out: the report fails and says who is at fault', () => {
  const { context } = honest.stamp;
  const contextBytes = stampContextBytes(context);
  const mac = flip(computeStampMac(hubKey.macKey, honest.tag, contextBytes), 3);
  const signed = stampSignatureInput(honest.tag, contextBytes, mac);
  const stamp = { context, mac, signature: ed25519Sign(hubKey.privateKey, signed) };
  assert.ok(checkReceived(withStamp(stamp)).ok, 'a receiver cannot see it');
  const verified = verifyEvidence({ ...asEvidence(honest), stamp: encodeStamp(stamp) }, { keys: [hubKey], hubId });
  assert.ok(!verified.ok);
  assert.equal(verified.code, 'mac-mismatch');
  assert.match(verified.detail, /the hub is at fault/);
});
