import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  type CheckReceivedInput,
  checkReceived,
  createStamp,
  encodeCompactStamp,
  encodeStamp,
  generateHubKey,
  generateMacOnlyHubKey,
  type HubVerifyKey,
  type Stamp,
  verifyEvidence,
} from '../../src/index.ts';
import { flip } from '../support/raw.ts';
import { asEvidence, asReceived, hubId, hubKey, makeScene, type Scene } from '../support/scene.ts';

const key = generateMacOnlyHubKey({ ...hubKey, keyId: 9 });
const unsigned = makeScene({ key });
const signed = makeScene();
const keys: readonly HubVerifyKey[] = [hubKey, key];

const shown = (scene: Scene, change: Partial<CheckReceivedInput> = {}) => {
  const received = checkReceived(asReceived(scene, { keys, acceptMacOnlyKeys: true, ...change }));
  return received.ok ? 'shown' : received.code;
};
const proven = (scene: Scene, stamp: Stamp = scene.stamp) => {
  const verified = verifyEvidence({ ...asEvidence(scene), stamp: encodeStamp(stamp) }, { keys, hubId });
  return verified.ok ? 'verified' : verified.code;
};

describe('a MAC-only key', () => {
  test('stamps without a signature; the safety team verifies it by its MAC', () => {
    assert.equal(unsigned.stamp.signature, null);
    assert.equal(proven(unsigned), 'verified');
    assert.equal(proven(unsigned, { ...unsigned.stamp, mac: flip(unsigned.stamp.mac, 0) }), 'mac-mismatch');
  });

  test('half a signing key is no key to stamp with', () => {
    const { tag } = unsigned;
    const { keyId: _, ...context } = unsigned.stamp.context;
    for (const half of [
      { ...hubKey, privateKey: null },
      { ...hubKey, publicKey: null },
    ]) {
      assert.throws(() => createStamp({ key: half, tag, context }), { code: 'invalid-argument' });
    }
  });

  test('receivers show its messages only where the messenger itself says so, in both forms of the stamp', () => {
    for (const stamp of [encodeStamp(unsigned.stamp), encodeCompactStamp(unsigned.stamp)]) {
      assert.equal(shown(unsigned, { stamp }), 'shown');
      assert.equal(shown(unsigned, { stamp, acceptMacOnlyKeys: false }), 'key-mac-only');
      const { acceptMacOnlyKeys: _, ...byDefault } = asReceived(unsigned, { keys, stamp });
      assert.equal(checkReceived(byDefault).ok, false);
    }
  });

  test('still binds tag, sender, group, epoch, wire bytes and order as far as the receiver itself knows them', () => {
    const other = makeScene({ label: 'other', key, parts: [{ type: 'text', text: 'good morning' }] });
    assert.equal(shown(unsigned, { authenticatedData: other.authenticatedData }), 'tag-mismatch');
    assert.equal(shown(unsigned, { stamp: encodeStamp(other.stamp) }), 'message-mismatch');
    assert.equal(shown(unsigned, { sender: 'ana@messenger.localhost' }), 'sender-mismatch');
    assert.equal(shown(unsigned, { epoch: 6n }), 'epoch-mismatch');
    const { sequence, acceptedAt } = unsigned.stamp.context;
    assert.equal(shown(unsigned, { last: { sequence, acceptedAt } }), 'sequence-not-new');
  });
});

describe('what is lost with the signature, as the specification says', () => {
  test('a stamp of junk is shown, and found out only when the message is reported', () => {
    const junk = { ...unsigned.stamp, mac: new Uint8Array(16) };
    assert.equal(shown(unsigned, { stamp: encodeCompactStamp(junk) }), 'shown');
    assert.equal(proven(unsigned, junk), 'mac-mismatch');
  });

  test('C1: the frank swap is possible for whoever relays, and makes the message unreportable', () => {
    const innocuous = makeScene({ label: 'innocuous', key, parts: [{ type: 'text', text: 'good morning' }] });
    const { context } = unsigned.stamp;
    const swapped = { ...innocuous.stamp, context };
    assert.equal(shown(unsigned, { stamp: encodeCompactStamp(innocuous.stamp) }), 'shown');
    assert.equal(shown(unsigned, { stamp: encodeStamp(swapped) }), 'shown');
    assert.equal(proven(unsigned, swapped), 'mac-mismatch');
  });
});

describe('C6: the mode is the key’s, and no message can choose it', () => {
  test('a signature is demanded under a signing key, also by a messenger that accepts MAC-only keys', () => {
    const stripped = { ...signed.stamp, signature: null };
    assert.equal(shown(signed, { stamp: encodeStamp(stripped) }), 'signature-missing');
    assert.equal(shown(signed, { stamp: encodeCompactStamp(stripped) }), 'signature-missing');
    assert.equal(proven(signed, stripped), 'signature-missing');
  });

  test('a signature is refused under a MAC-only key, whoever made it', () => {
    const stamped = createStamp({ key: hubKey, tag: unsigned.tag, context: unsigned.stamp.context });
    const both = { ...unsigned.stamp, signature: stamped.signature };
    assert.equal(shown(unsigned, { stamp: encodeStamp(both) }), 'signature-unexpected');
    assert.equal(proven(unsigned, both), 'signature-unexpected');
  });

  test('a message cannot move from a signing key to a MAC-only one: the MAC covers the key id', () => {
    const moved = { ...signed.stamp, signature: null, context: { ...signed.stamp.context, keyId: key.keyId } };
    assert.equal(proven(signed, moved), 'mac-mismatch');
  });

  test('two keys under one id do not let it choose either: the first one known counts', () => {
    const twice = [hubKey, { ...key, keyId: hubKey.keyId }];
    const stripped = encodeStamp({ ...signed.stamp, signature: null });
    assert.equal(shown(signed, { stamp: stripped, keys: twice }), 'signature-missing');
  });
});

test('overlap: of two keys that are valid at once, receivers and safety team accept either, by its id', () => {
  const newer = generateHubKey({ ...hubKey, keyId: 8 });
  const scenes = [makeScene(), makeScene({ key: newer })];
  for (const order of [
    [hubKey, newer],
    [newer, hubKey],
  ]) {
    for (const scene of scenes) {
      assert.ok(checkReceived(asReceived(scene, { keys: order })).ok);
      assert.ok(verifyEvidence(asEvidence(scene), { keys: order, hubId }).ok);
    }
  }
});
