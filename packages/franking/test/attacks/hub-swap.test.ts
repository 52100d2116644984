/** A hub, or a follower that relays for it, which moves or alters stamps. Every attempt has to fail at the receiver. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ed25519 } from '@noble/curves/ed25519.js';
import { sha512 } from '@noble/hashes/sha2.js';
import {
  checkReceived,
  createStamp,
  encodeCompactStamp,
  encodeStamp,
  sha256,
  verifyEvidence,
} from '../../src/index.ts';
import * as noble from '../../src/primitives-noble.ts';
import * as node from '../../src/primitives-node.ts';
import { stampContextBytes } from '../../src/stamp-context.ts';
import { computeStampMac, stampSignatureInput } from '../../src/stamp-inputs.ts';
import { hex, unhex } from '../support/hex.ts';
import { bytes, flip, join, zeros } from '../support/raw.ts';
import { asEvidence, asReceived, hubId, hubKey, makeScene, otherGroupId } from '../support/scene.ts';
import { openEnvelope, sealEnvelope } from './support/envelope.ts';
import { honest, withStamp } from './support/honest-message.ts';
import { openHouse, receive, say, verdict } from './support/house.ts';
import { dropped } from './support/verdicts.ts';

const { Point } = ed25519;
const innocuous = makeScene({ label: 'innocuous', parts: [{ type: 'text', text: 'good morning' }] });

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

test('C1: a true stamp for another hub, sender, group, epoch or other bytes: each is compared with what the receiver knows', () => {
  const elsewhere: [Parameters<typeof makeScene>[0], string][] = [
    [{ context: { hubId: 'other.localhost' } }, 'hub-mismatch'],
    [{ context: { sender: 'ana@messenger.localhost' } }, 'sender-mismatch'],
    [{ context: { groupId: otherGroupId } }, 'group-mismatch'],
    [{ context: { epoch: 6n } }, 'epoch-mismatch'],
    [{ context: { messageHash: flip(honest.stamp.context.messageHash, 0) } }, 'message-mismatch'],
  ];
  for (const [scene, code] of elsewhere) assert.equal(dropped(asReceived(makeScene(scene))).code, code);
});

test('C1: mounted by a follower that relays: two real messages of one sender, their stamps exchanged', async () => {
  const house = openHouse();
  const [kind, cruel] = [await say(house, house.mal, 'good morning'), await say(house, house.mal, 'I will hurt you')];
  assert.equal(verdict(receive(house, { message: cruel.message, stamp: kind.stamp })), 'signature-invalid');
  assert.equal(verdict(receive(house, { message: kind.message, stamp: cruel.stamp })), 'signature-invalid');
  assert.equal(verdict(receive(house, cruel)), 'shown');
});

test('C1: other wire bytes under one stamp: the same words sealed again are another message', async () => {
  const house = openHouse();
  const { mal, group } = house;
  const delivered = await say(house, mal, 'once');
  const again = sealEnvelope(group, mal, openEnvelope(group, delivered.message));
  const shown = receive(house, delivered);
  assert.ok(shown.ok);
  assert.equal(verdict(receive(house, { message: again, stamp: delivered.stamp })), 'signature-invalid');
  assert.equal(verdict(receive(house, { message: again, stamp: shown.stampBytes })), 'message-mismatch');
});

test('C2: a hub that signs a wrong MAC is found out: the report fails and says who is at fault', () => {
  const { context } = honest.stamp;
  const contextBytes = stampContextBytes(context);
  const mac = flip(computeStampMac(hubKey.macKey, honest.tag, contextBytes), 3);
  const signed = stampSignatureInput(honest.tag, contextBytes, mac);
  const stamp = { context, mac, signature: node.ed25519Sign(hubKey.privateKey, signed) };
  assert.ok(checkReceived(withStamp(stamp)).ok, 'a receiver cannot see it');
  const verified = verifyEvidence({ ...asEvidence(honest), stamp: encodeStamp(stamp) }, { keys: [hubKey], hubId });
  assert.ok(!verified.ok);
  assert.equal(verified.code, 'hub-at-fault');
});

/** Cofactorless verification of [0]B = R + [k]A: for A of small order some R of small order satisfies it without any secret. */
function forgeUnder(torsion: Uint8Array): { message: Uint8Array; signature: Uint8Array } {
  const a = Point.fromBytes(torsion, true);
  for (let attempt = 0; attempt < 4096; attempt++) {
    const message = sha256(bytes(attempt >> 8, attempt & 255));
    for (const r of eighths) {
      const k = BigInt(`0x${hex(sha512(join(r.toBytes(), torsion, message)).toReversed())}`) % Point.Fn.ORDER;
      if (r.add(a.multiplyUnsafe(k)).is0()) return { message, signature: join(r.toBytes(), zeros(32)) };
    }
  }
  throw new Error('expected one of 4096 messages to fit');
}

const generator = Point.fromBytes(unhex('c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a'));
const eighths = Array.from({ length: 8 }, (_, times) =>
  times === 0 ? Point.ZERO : generator.multiplyUnsafe(BigInt(times)),
);

test('C2: a hub key of small order, under which anyone can sign without a secret, verifies nothing in either implementation', () => {
  for (const point of eighths) {
    const key = point.toBytes();
    const { message, signature } = forgeUnder(key);
    assert.equal(node.ed25519Verify(key, message, signature), false, `node, ${hex(key)}`);
    assert.equal(noble.ed25519Verify(key, message, signature), false, `noble, ${hex(key)}`);
  }
  const honestKey = node.ed25519PublicKey(zeros(32));
  const longer = join(node.ed25519Sign(zeros(32), bytes(1)), zeros(1));
  for (const { ed25519Verify } of [node, noble]) assert.ok(!ed25519Verify(honestKey, bytes(1), longer));
  assert.ok(noble.ed25519Verify(honestKey, bytes(1), node.ed25519Sign(zeros(32), bytes(1))));
});
