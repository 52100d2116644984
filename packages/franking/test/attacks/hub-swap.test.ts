/** Attacks by a hub, or by a provider that relays for it. Every one has to fail at the receiver. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  type CheckReceivedInput,
  checkReceived,
  createStamp,
  encodeCompactStamp,
  encodeStamp,
  generateHubKey,
  type Stamp,
  verifyEvidence,
} from '../../src/index.ts';
import { ed25519Sign } from '../../src/primitives-node.ts';
import { stampContextBytes } from '../../src/stamp-context.ts';
import { computeStampMac, stampSignatureInput } from '../../src/stamp-inputs.ts';
import { flip, zeros } from '../support/raw.ts';
import { acceptedAt, asEvidence, asReceived, hubId, hubKey, makeScene } from '../support/scene.ts';

const honest = makeScene();
const innocuous = makeScene({ label: 'innocuous', parts: [{ type: 'text', text: 'good morning' }] });

function dropped(input: CheckReceivedInput): { rule: number; code: string } {
  const received = checkReceived(input);
  assert.ok(!received.ok, 'the message was shown');
  return { rule: received.rule, code: received.code };
}

function withStamp(stamp: Stamp): CheckReceivedInput {
  return asReceived(honest, { stamp: encodeStamp(stamp) });
}

function withContext(change: Partial<Stamp['context']>): CheckReceivedInput {
  return withStamp({ ...honest.stamp, context: { ...honest.stamp.context, ...change } });
}

describe('C1: frank swap, the stamp of an innocuous message on an abusive one', () => {
  test('as it stands: it names other wire bytes', () => {
    assert.deepEqual(dropped(withStamp(innocuous.stamp)), { rule: 3, code: 'message-mismatch' });
  });

  test('with the wire hash replaced: the signature covers it', () => {
    const { messageHash } = honest.stamp.context;
    const stamp = { ...innocuous.stamp, context: { ...innocuous.stamp.context, messageHash } };
    assert.deepEqual(dropped(withStamp(stamp)), { rule: 5, code: 'signature-invalid' });
  });

  test('in compact form, where the receiver supplies the context', () => {
    const stamp = encodeCompactStamp(innocuous.stamp);
    assert.deepEqual(dropped(asReceived(honest, { stamp })), { rule: 5, code: 'signature-invalid' });
  });

  test('with the same wire bytes: the signature covers the tag itself', () => {
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

describe('C3: the time cannot be altered, nor made to go back or far ahead', () => {
  test('altered by someone without the key', () => {
    assert.equal(dropped(withContext({ acceptedAt: acceptedAt - 60_000 })).code, 'signature-invalid');
    assert.equal(dropped(withContext({ acceptedAt: acceptedAt + 60_000 })).code, 'signature-invalid');
  });

  test('stamped by the hub itself before the message that came earlier', () => {
    const backdated = makeScene({ context: { acceptedAt: acceptedAt - 60_000 } });
    assert.deepEqual(dropped(asReceived(backdated)), { rule: 7, code: 'time-backwards' });
  });

  test('stamped by the hub itself ahead of the receiver, at the edge of the tolerated skew', () => {
    const skew = { maximumSkewMs: 5_000 };
    assert.ok(checkReceived(asReceived(honest, { ...skew, now: acceptedAt - 5_000 })).ok);
    assert.deepEqual(dropped(asReceived(honest, { ...skew, now: acceptedAt - 5_001 })), {
      rule: 7,
      code: 'time-in-future',
    });
  });

  test('a receiver whose clock is a day behind, or a year ahead, still reads its messages', () => {
    const day = 24 * 3_600_000;
    assert.ok(checkReceived(asReceived(honest, { now: acceptedAt - day })).ok);
    assert.ok(checkReceived(asReceived(honest, { now: acceptedAt + 365 * day })).ok);
  });
});

describe('C4: sequences are used once and go up', () => {
  test('reuse, replay and reordering', () => {
    for (const sequence of [41n, 42n, 1_000n]) {
      const last = { sequence, acceptedAt };
      assert.deepEqual(dropped(asReceived(honest, { last })), { rule: 6, code: 'sequence-not-new' });
    }
  });

  test('a gap is no reason to drop: others may have been deleted or withheld', () => {
    assert.ok(checkReceived(asReceived(honest, { last: { sequence: 3n, acceptedAt } })).ok);
    assert.ok(checkReceived(asReceived(honest, { last: null })).ok);
  });

  test('fork: two receivers given two numbers for one message make evidence that shows it', () => {
    const fork = makeScene({ context: { sequence: 99n } });
    const options = { keys: [hubKey], hubId };
    const [a, b] = [verifyEvidence(asEvidence(honest), options), verifyEvidence(asEvidence(fork), options)];
    assert.ok(a.ok && b.ok);
    assert.deepEqual(a.stamp.context.messageHash, b.stamp.context.messageHash);
    assert.notEqual(a.stamp.context.sequence, b.stamp.context.sequence);
  });
});

describe('C5: keys out of use or unknown', () => {
  test('a key id that the receiver does not know', () => {
    assert.equal(dropped(asReceived(honest, { keys: [] })).code, 'key-unknown');
    assert.equal(dropped(withContext({ keyId: 8 })).code, 'key-unknown');
  });

  test('a stamp dated outside the period of its key, both ends included in it', () => {
    const period = (notBefore: number, notAfter: number) =>
      asReceived(honest, { keys: [{ ...hubKey, notBefore, notAfter }] });
    assert.ok(checkReceived(period(acceptedAt, acceptedAt)).ok);
    assert.equal(dropped(period(acceptedAt + 1, acceptedAt + 9)).code, 'key-outside-period');
    assert.equal(dropped(period(0, acceptedAt - 1)).code, 'key-outside-period');
    const retired = { ...hubKey, notAfter: acceptedAt - 1 };
    const verified = verifyEvidence(asEvidence(honest), { keys: [retired], hubId });
    assert.equal(verified.ok ? 'verified' : verified.code, 'key-outside-period');
  });

  test('a stamp by another key under a known id', () => {
    const impostor = generateHubKey({ ...hubKey });
    const stamp = createStamp({ key: impostor, tag: honest.tag, context: honest.stamp.context });
    assert.equal(dropped(withStamp(stamp)).code, 'signature-invalid');
    const verified = verifyEvidence({ ...asEvidence(honest), stamp: encodeStamp(stamp) }, { keys: [hubKey], hubId });
    assert.equal(verified.ok ? 'verified' : verified.code, 'mac-mismatch');
  });

  test('a hub does not stamp with a key that is not in use', () => {
    const context = { ...honest.stamp.context, acceptedAt: hubKey.notAfter + 1 };
    assert.throws(() => createStamp({ key: hubKey, tag: honest.tag, context }), { code: 'invalid-argument' });
  });
});

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

test('a hub that signs a wrong MAC is found out: the report fails and says who is at fault', () => {
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

test('C8, inherent: a hub that colludes with a reporter can invent evidence; it verifies, as the specification says', () => {
  const invented = makeScene({ label: 'never sent', parts: [{ type: 'text', text: 'words that nobody sent' }] });
  assert.ok(verifyEvidence(asEvidence(invented), { keys: [hubKey], hubId }).ok);
});
