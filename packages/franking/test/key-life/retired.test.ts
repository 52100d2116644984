import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  checkReceived,
  encodeCompactStamp,
  encodeStamp,
  type HubVerifyKey,
  type Stamp,
  verifyEvidence,
} from '../../src/index.ts';
import { ed25519Sign, ed25519Verify } from '../../src/primitives-node.ts';
import { stampContextBytes } from '../../src/stamp-context.ts';
import { computeStampMac, stampSignatureInput } from '../../src/stamp-inputs.ts';
import { acceptedAt, asEvidence, asReceived, hubId, hubKey, makeScene, type Scene } from '../support/scene.ts';

const stamping: HubVerifyKey = hubKey;
const retired: HubVerifyKey = { ...hubKey, retired: true };

/** Words that were never sent, stamped by someone who has nothing but the published private key. */
function forge(published: Uint8Array, macKey: Uint8Array): Scene {
  const never = makeScene({ label: 'never sent', parts: [{ type: 'text', text: 'words that nobody sent' }] });
  const { context } = never.stamp;
  const contextBytes = stampContextBytes(context);
  const mac = computeStampMac(macKey, never.tag, contextBytes);
  const signature = ed25519Sign(published, stampSignatureInput(never.tag, contextBytes, mac));
  const stamp: Stamp = { context, mac, signature };
  return { ...never, stamp };
}

const shown = (scene: Scene, key: HubVerifyKey, stamp = encodeStamp(scene.stamp)) => {
  const received = checkReceived(asReceived(scene, { keys: [key], stamp }));
  return received.ok ? 'shown' : received.code;
};
const proven = (scene: Scene, key: HubVerifyKey) => {
  const verified = verifyEvidence(asEvidence(scene), { keys: [key], hubId });
  return verified.ok ? 'verified' : verified.code;
};

describe('deniability: what a published signing key makes possible', () => {
  const forged = forge(hubKey.privateKey, new Uint8Array(32).fill(3));

  test('anyone forges a signature that every third party has to take for the hub’s', () => {
    const { context, mac, signature } = forged.stamp;
    const input = stampSignatureInput(forged.tag, stampContextBytes(context), mac);
    assert.ok(signature !== null && ed25519Verify(hubKey.publicKey, input, signature));
  });

  test('C5: receivers and safety team refuse it, because the key is retired', () => {
    assert.equal(shown(forged, retired), 'key-retired');
    assert.equal(shown(forged, retired, encodeCompactStamp(forged.stamp)), 'key-retired');
    assert.equal(proven(forged, retired), 'key-retired');
  });

  test('without the MAC key it would not convince the safety team before either; a receiver it would', () => {
    assert.equal(proven(forged, stamping), 'hub-at-fault', 'it takes the blame for a signing key that got out');
    assert.equal(shown(forged, stamping), 'shown', 'hence receivers have to know of a retirement before publication');
  });

  test('with the MAC key it would: that one must never be published', () => {
    assert.equal(proven(forge(hubKey.privateKey, hubKey.macKey), stamping), 'verified');
    assert.equal(proven(forge(hubKey.privateKey, hubKey.macKey), retired), 'key-retired');
  });
});

describe('C5: a stamp under a retired key', () => {
  test('is refused also where it is genuine, whatever time it names', () => {
    for (const at of [hubKey.notBefore, acceptedAt, hubKey.notAfter]) {
      const scene = makeScene({ context: { acceptedAt: at } });
      assert.equal(shown(scene, retired), 'key-retired');
      assert.equal(proven(scene, retired), 'key-retired');
    }
  });

  test('is refused without the MAC key: it may be destroyed by then', () => {
    const destroyed = { ...retired, macKey: new Uint8Array(32) };
    assert.equal(proven(makeScene(), destroyed), 'key-retired');
  });

  test('a MAC-only key can be retired as well', () => {
    const macOnly = { ...hubKey, privateKey: null, publicKey: null };
    const scene = makeScene({ key: macOnly });
    assert.equal(proven(scene, macOnly), 'verified');
    assert.equal(proven(scene, { ...macOnly, retired: true }), 'key-retired');
  });
});
